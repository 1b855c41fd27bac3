/** The revision graph as Alembic's RevisionMap sees it. Built from headers alone; no body is read. */

import type { Span } from '../text/span.ts';
import type { RevisionHeader } from './header.ts';
import type { RevisionMap } from './revision-map.ts';

export interface Revision {
  readonly id: string;
  /** `down_revision` as ids, in the order written; empty for a base. */
  readonly down: readonly string[];
  /** `depends_on` as written (ids or labels). */
  readonly dependsOn: readonly string[];
  /** Labels declared here; propagated ones are in `RevisionGraph.labels`. */
  readonly branchLabels: readonly string[];
  readonly message: string;
  readonly createDate: string | undefined;
  readonly file: string;
  readonly header: RevisionHeader;
}

/** Codes of problems that leave part of the history without a beginning or an end. */
export const circularCodes: readonly string[] = ['cycle', 'dependency-cycle', 'self-loop', 'dependency-self-loop'];

export interface GraphProblem {
  /** `missing-parent`, `missing-dependency`, `duplicate-id`, `cycle`, `dependency-cycle`, `self-loop`, `label-clash`, `illegal-id`, `unreadable`, `dynamic`, … */
  readonly code: string;
  /** Alembic's own words where it has any, else ours; names the cause and the next step. */
  readonly message: string;
  readonly file: string;
  readonly span: Span;
  readonly revision: string | undefined;
  /** False when a dynamic or unreadable file may be the reason, so that it is a hint rather than an error. */
  readonly certain: boolean;
  /** Alembic's own words alone, where it has any. */
  readonly alembicSays: string | undefined;
}

export interface RevisionGraph {
  /** By id, in the order Alembic loads them (file order). A duplicate id keeps the later file, as Alembic does. */
  readonly revisions: ReadonlyMap<string, Revision>;
  /** Children through `down_revision`. */
  readonly children: ReadonlyMap<string, readonly string[]>;
  readonly heads: readonly string[];
  /** Heads that no other revision depends on. */
  readonly realHeads: readonly string[];
  readonly bases: readonly string[];
  readonly branchPoints: readonly string[];
  readonly mergePoints: readonly string[];
  /** Branch labels of each revision after propagation. */
  readonly labels: ReadonlyMap<string, readonly string[]>;
  /** Newest first, in the order of `alembic history`; with a cycle or a dangling parent, as much as can be ordered. */
  readonly history: readonly string[];
  readonly problems: readonly GraphProblem[];
  /** False when a file is dynamic or unreadable, so that conclusions from absence are not drawn. */
  readonly complete: boolean;
  /** What ends every alembic command, or makes the order unknowable without Python; plans are refused with its message. */
  readonly failure: GraphProblem | undefined;
  /** Alembic's own map; with a `failure`, that of the sound part: dangling references and edges of cycles left out. */
  readonly map: RevisionMap;
}
