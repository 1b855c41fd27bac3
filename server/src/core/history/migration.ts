/** One revision file, read: its header, what it does in either direction, and what a fix needs to know to write in it. */

import type { Span } from '../text/span.ts';
import type { RevisionHeader } from './header.ts';
import type { Operation } from '../operations/operation.ts';

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
}

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

export interface Migration {
  readonly file: string;
  readonly text: string;
  readonly header: RevisionHeader;
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  readonly functions: { readonly upgrade?: MigrationFunction; readonly downgrade?: MigrationFunction };
  readonly style: Style;
  readonly comments: readonly Span[];
  readonly problems: readonly Problem[];
}
