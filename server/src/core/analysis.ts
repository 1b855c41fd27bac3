/**
 * The façade of core: one project as an immutable snapshot. Everything is computed when first asked for and kept; a
 * change of one file makes a new snapshot that shares whatever the change does not touch.
 */

import type { Environment } from './history/environment.ts';
import type { RevisionGraph } from './history/graph.ts';
import type { Migration } from './history/migration.ts';
import type { Finding } from './lint/finding.ts';
import type { Rule } from './lint/rule.ts';
import type { LintSettings } from './lint/settings.ts';
import type { Tenancy } from './lint/tenancy.ts';
import type { Opaque } from './operations/operation.ts';
import type { Catalogue } from './schema/catalogue.ts';
import type { SqlParser } from './sql/parser.ts';
import type { Span } from './text/span.ts';

export interface SourceText {
  /** Any string that is the same for the same file; core only compares paths. */
  readonly path: string;
  readonly text: string;
}

export interface ProjectInput {
  /** The revision files in the order Alembic loads them. */
  readonly files: readonly SourceText[];
  /** False when some file or folder could not be read, so that nothing is concluded from absence. Default true. */
  readonly complete?: boolean;
  readonly parser: SqlParser;
  readonly settings: LintSettings;
  readonly environment: Environment;
  readonly rules: readonly Rule[];
}

/** Something a person should hear of that no rule reports: damage of a file or of the graph, a rule that failed. */
export interface ProjectProblem {
  readonly code: string;
  readonly message: string;
  readonly file: string;
  readonly span: Span;
}

export interface ProjectSnapshot {
  readonly settings: LintSettings;
  readonly environment: Environment;
  /** Paths in the order Alembic loads them. */
  readonly files: readonly string[];
  text(file: string): string | undefined;
  readonly graph: RevisionGraph;
  /** The file as read; while its text is broken by an unclosed triple quote, with the operations it had before. */
  migration(file: string): Migration | undefined;
  /** By position, then rule. Empty for a file that isn't of the project. */
  findings(file: string): readonly Finding[];
  /** Of every file, in file order. */
  allFindings(): readonly Finding[];
  /** What could not be read statically, by position; nested and repeated places once. */
  opaque(file: string): readonly Opaque[];
  /** Findings that comments of the file silence. */
  suppressedCount(file: string): number;
  readonly tenancy: Tenancy;
  /** The schema that the revision finds. Unknown revisions find nothing. */
  catalogueBefore(revision: string): Catalogue;
  /** The schema that the revision leaves. */
  catalogueAt(revision: string): Catalogue;
  /** The schema after every revision. */
  readonly catalogue: Catalogue;
  /** Problems of the graph and of each file's reading, in file order; rules that failed on the findings asked for so far are in `failures`. */
  readonly problems: readonly ProjectProblem[];
  /** Rules that broke, each once; asks for all findings. */
  failures(): readonly ProjectProblem[];
  /** The project with another text of one file; `undefined` removes it, a new path adds it. */
  withFile(file: string, text: string | undefined): ProjectSnapshot;
  withSettings(settings: LintSettings): ProjectSnapshot;
}
