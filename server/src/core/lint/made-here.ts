/** X-new for objects that are no tables: what the revision itself has made, nobody else has seen yet. */

import type { Provenance } from '../schema/catalogue.ts';
import type { RuleContext } from './rule.ts';

export function isMadeHere({ migration }: RuleContext, by: Provenance | undefined): boolean {
  return by !== undefined && by.tentative !== 'if-not-exists' && by.revision === migration.header.revision?.value;
}
