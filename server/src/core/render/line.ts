/** The pieces of a run's output. */

import type { Statement } from './statement.ts';

/** Frames of transactions, the comment that begins a revision, statements. */
export type Line =
  | { readonly kind: 'begin' | 'commit' }
  | { readonly kind: 'anchor'; readonly text: string; readonly revision: string }
  /** `alone`: it runs on a connection of its own, or after the migration has ended the transaction itself. */
  | { readonly kind: 'statement'; readonly statement: Statement; readonly alone?: boolean };
