/** The pieces of a run's output. */

import type { Statement } from './statement.ts';

/** Frames of transactions, the comment that begins a revision, statements. */
export type Line =
  | { readonly kind: 'begin' | 'commit' }
  | { readonly kind: 'anchor'; readonly text: string; readonly revision: string }
  | { readonly kind: 'statement'; readonly statement: Statement };
