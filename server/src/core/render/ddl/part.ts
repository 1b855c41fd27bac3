/** One statement of an operation, and which of the operation's effects it has. */

import type { Fragment } from '../fragment.ts';

export interface Part {
  readonly sql: Fragment;
  /**
   * How the names of the effects begin that this statement has, of the several statements of an operation; absent when
   * all the operation's effects are its own.
   */
  readonly does?: readonly string[];
}
