/** The four module variables that make a file a revision, as Alembic reads them. */

import type { Located, Span } from '../text/span.ts';

export interface RevisionHeader {
  /** `ok`: known; `dynamic`: computed when Python runs; `unreadable`: no revision id can be found. */
  readonly state: 'ok' | 'dynamic' | 'unreadable';
  readonly revision: Located<string> | undefined;
  /** Empty for a base. */
  readonly down: readonly Located<string>[];
  /** The whole `down_revision` value, where one is written. */
  readonly downSpan: Span | undefined;
  readonly dependsOn: readonly Located<string>[];
  readonly branchLabels: readonly Located<string>[];
  /** First paragraph of the docstring. */
  readonly message: string;
  /** `Create Date:` of the docstring as written. */
  readonly createDate: string | undefined;
  readonly problems: readonly HeaderProblem[];
}

export interface HeaderProblem {
  /** `no-revision`, `no-down-revision`, `illegal-id`, `wrong-type`, or `dynamic-<variable>`. */
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  /** Alembic's own words alone, where it has any. */
  readonly alembicSays?: string;
}
