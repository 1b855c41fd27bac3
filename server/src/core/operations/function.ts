/** `upgrade()` and `downgrade()` as written, and the author's habits, for code that inserts into them. */

import type { Span } from '../text/span.ts';
import type { Circumstance } from './operation.ts';

/** `upgrade()` or `downgrade()` as written. */
export interface MigrationFunction {
  readonly span: Span;
  readonly nameSpan: Span;
  /** The statements, without the line of `def`. */
  readonly body: Span;
  readonly indent: string;
  /** Nothing but `pass`, `...`, comments or a docstring. */
  readonly empty: boolean;
  /** The text of an exception raised as the whole body's purpose, e.g. `NotImplementedError("…")`. */
  readonly raises: string | undefined;
  readonly docstring: string | undefined;
}

/** A call of a function outside of the file that is no operation: `requests.get`, `time.sleep`, `open`. */
export interface OtherCall {
  /** Dotted, with aliases undone. */
  readonly path: string;
  readonly span: Span;
  /** How many operations of the direction come before it. */
  readonly after: number;
  readonly circumstance: Circumstance;
}

/** How the author writes, so that inserted code looks alike. */
export interface Style {
  /** The name `alembic.op` is bound to; undefined when it isn't imported. */
  readonly op: string | undefined;
  /** The name `sqlalchemy` is bound to. */
  readonly sa: string | undefined;
  readonly quote: '"' | "'";
  readonly indent: string;
  readonly newline: '\n' | '\r\n';
}

/** Something a reader noticed that a person should hear of. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
}
