/** The schema that the operations of a revision leave behind. */

import type { Catalogue } from '../schema/catalogue.ts';
import type { Step } from './rule.ts';

/** The schema after the last step. */
export function catalogueAfter(steps: readonly Step[], before: Catalogue): Catalogue {
  return steps.at(-1)?.after ?? before;
}
