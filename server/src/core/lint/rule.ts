/**
 * The contract of a rule: one file, one declaration, holding metadata, documentation, examples that are tests, the
 * check and the fix. A rule reads operations, catalogue and effects; it never looks at Python or SQL text.
 */

import type { Base } from '../history/base.ts';
import type { Environment } from '../history/environment.ts';
import type { RevisionGraph } from '../history/graph.ts';
import type { Migration } from '../history/migration.ts';
import type { Operation, TableName } from '../operations/operation.ts';
import type { Catalogue, QualifiedName } from '../schema/catalogue.ts';
import type { Edit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { Libraries } from './libraries.ts';
import type { Tenancy, TenantSettings } from './tenancy.ts';

export type Level = 'error' | 'warning' | 'info' | 'off';
export type Profile = 'recommended' | 'strict' | 'all';
export type Dialect = 'postgresql' | 'sqlite' | 'mysql';
/** Who says which version it is: the project's configuration or the editor; else the database as last read; else nobody. */
export type VersionOrigin = 'configured' | 'database' | 'default';
export type RuleGroup =
  | 'columns'
  | 'constraints'
  | 'indexes'
  | 'transactions'
  | 'destructive'
  | 'enums'
  | 'data'
  | 'tenants'
  | 'downgrade'
  | 'graph'
  | 'dialects'
  | 'meta';

/** A rule's examples: documentation, positive, negative and fix test at once. Texts are bodies of functions. */
export interface Example {
  readonly title: string;
  /** Body of `upgrade()` of an earlier revision, for tables that must exist already. */
  readonly history?: string;
  /** What the project's configuration says of tenants, where the example needs it. */
  readonly tenant?: Partial<TenantSettings>;
  /** The rule's own options as the project's configuration sets them, where the example needs that. */
  readonly options?: Readonly<Record<string, unknown>>;
  /**
   * Other revision files of the project, whole, by file name; for rules that speak of the header. `bad` and `good` are
   * then whole files too.
   */
  readonly files?: Readonly<Record<string, string>>;
  /**
   * The revision files of the branch that the work will be merged into, by file name: as they are now and, where that
   * differs, as they were when the work began. `good` has them as they are now.
   */
  readonly base?: {
    readonly now: Readonly<Record<string, string>>;
    readonly fork?: Readonly<Record<string, string>>;
  };
  /** The project's env.py, for rules that speak of it or of what it says; without it Alembic's defaults hold. */
  readonly env?: string;
  /** env.py after the preferred fix, where that changes it. */
  readonly goodEnv?: string;
  /** Body of `upgrade()`; the argument that must be marked stands between `«` and `»`, once per finding. */
  readonly bad: string;
  readonly badDowngrade?: string;
  /** Body after the preferred fix, or the documented safe rewrite; no rule of the recommended profile may speak of it. */
  readonly good: string;
  readonly goodDowngrade?: string;
  /** Files that the rewrite has beside those of `files`, where the fix makes them, by file name. */
  readonly goodFiles?: Readonly<Record<string, string>>;
  /** `bad` holds, on purpose, something that can't be read statically. */
  readonly unread?: true;
  /** Whether the preferred fix turns `bad` into `good` exactly. True where the rule has a fix and this isn't false. */
  readonly fixed?: boolean;
}

export interface NewFile {
  readonly file: string;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  /** The one that one keystroke applies. At most one per finding. */
  readonly preferred: boolean;
  /** Edits of the migration's own file. */
  readonly edits: readonly Edit[];
  /** Edits of other files of the project. */
  readonly others?: readonly { readonly file: string; readonly edits: readonly Edit[] }[];
  readonly creates?: readonly NewFile[];
}

export interface Related {
  readonly message: string;
  readonly file: string;
  readonly span: Span;
}

/** What a rule yields; the runner adds name, level and suppression. */
export interface Report {
  readonly at: Span;
  /** What is wrong and why it matters, naming the object; one or two plain sentences. */
  readonly message: string;
  /** The operation it speaks of, so that of several rules on one statement only the most specific reports. */
  readonly operation?: Operation;
  readonly related?: readonly Related[];
  /** Lowers or raises the rule's level for this report (never above what is configured). */
  readonly level?: Level;
  /** Computed only when asked for. */
  readonly fixes?: () => readonly Fix[];
}

/** One operation with what is known around it. */
export interface Step {
  readonly operation: Operation;
  readonly direction: 'upgrade' | 'downgrade';
  /** The schema as this operation finds it and leaves it. */
  readonly before: Catalogue;
  readonly after: Catalogue;
  /** X-new: created earlier in the same direction of this revision, with no commit between and not `if_not_exists`. */
  isNewTable(table: QualifiedName): boolean;
  /** X-newcol: added earlier in the same direction of this revision. */
  isNewColumn(table: QualifiedName, column: string): boolean;
  /** X-small: configured as small. */
  isSmall(table: QualifiedName): boolean;
  /** In a transaction block, as Alembic and env.py arrange it. */
  readonly inTransaction: boolean;
  /** The same number for steps of one direction that are committed together. */
  readonly transaction: number;
}

/** A comment `# alembic-guard: ignore[…] reason`, after all other rules have spoken. */
export interface SuppressionNote {
  /** The comment, from its `#`. */
  readonly span: Span;
  /** Why it can't be read, in a sentence; undefined for one that can. */
  readonly malformed: string | undefined;
  /** Of one that can't be read: as it was probably meant, where it names rules that exist and gives a reason. */
  readonly meant: string | undefined;
  /** Empty when the author gave none; such a comment silences nothing. */
  readonly reason: string;
  /** The day that was its last, as `2027-01-31`, when that is over; such a comment silences nothing any more. */
  readonly expired: string | undefined;
  readonly names: readonly SuppressedName[];
}

export interface SuppressedName {
  readonly name: string;
  readonly span: Span;
  /** `idle`: not judged, since the rule is off, or the comment has no reason or is over. */
  readonly outcome: 'used' | 'unused' | 'unknown' | 'idle';
  /** For an unknown name: the rule that it resembles most. */
  readonly nearest: string | undefined;
}

export interface RuleContext {
  readonly migration: Migration;
  readonly upgrade: readonly Step[];
  readonly downgrade: readonly Step[];
  readonly graph: RevisionGraph;
  /** Revisions that others have already, as far as that is known. */
  readonly bases: readonly Base[];
  /** X-root: the first revision of a history, or one at or before the configured `start-after`. */
  readonly isRoot: boolean;
  /** Tables that the upgrade names but only a revision that isn't before this one makes: key to that revision. */
  readonly madeLater: ReadonlyMap<string, string>;
  /** Operations of the upgrade that add a constraint NOT VALID which is so still after every revision. */
  readonly neverValidated: ReadonlySet<Operation>;
  readonly tenancy: Tenancy;
  readonly environment: Environment;
  /** Comments that silence findings, with what became of them; empty unless the rule's scope asks for them. */
  readonly suppressions: readonly SuppressionNote[];
  /** Major version of PostgreSQL that the migration is judged for; a message that depends on it says `onVersion`. */
  readonly postgresVersion: number;
  readonly postgresVersionOrigin: VersionOrigin;
  /** Versions of Alembic and SQLAlchemy, likewise; see `libraryNamed`. */
  readonly libraries: Libraries;
  /** This rule's own options, with defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  /** `name` as a message shows it: `schema.table` where there is a schema. */
  show(table: TableName | QualifiedName): string;
}

export interface Rule {
  readonly name: string;
  readonly group: RuleGroup;
  readonly level: Exclude<Level, 'off'>;
  /** Smallest profile that has it: `recommended` is in `strict` too, and both are in `all`. */
  readonly profile: Profile;
  readonly dialects: readonly Dialect[];
  /** `safe`: keeps the migration's meaning; `suggested`: the author must agree; `none`. */
  readonly fix: 'none' | 'suggested' | 'safe';
  /** Of rules with the same hazard on the same operation only the one with the highest specificity reports. */
  readonly hazard?: { readonly name: string; readonly specificity: number };
  /**
   * What the runner hands over. Default: steps of the upgrade only, roots skipped. A rule on `suppressions` runs after
   * all others, sees roots too, and can't be suppressed itself.
   */
  readonly scope?: { readonly downgrade?: boolean; readonly roots?: boolean; readonly suppressions?: boolean };
  /** Codes of problems of the graph that this rule reports itself, so that they are told once. */
  readonly tells?: readonly string[];
  readonly docs: {
    readonly summary: string;
    readonly why: string;
    readonly instead: string;
    /** Of a rule without a fix: why none is safe, to follow "Fix: none, because". */
    readonly noFix?: string;
  };
  readonly examples: readonly Example[];
  readonly options?: Readonly<Record<string, { readonly default: unknown; readonly doc: string }>>;
  check(context: RuleContext): Iterable<Report>;
}

export function defineRule(rule: Rule): Rule {
  return rule;
}
