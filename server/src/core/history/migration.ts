/** One revision file, read: its header, what it does in either direction, and what a fix needs to know to write in it. */

import type { MigrationFunction, Problem, Style } from '../operations/function.ts';
import type { Operation } from '../operations/operation.ts';
import type { Span } from '../text/span.ts';
import type { RevisionHeader } from './header.ts';

export type { MigrationFunction, Problem, Style };

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
