/** Adding an EXCLUDE constraint. */

import { defineOperation } from './definition.ts';

export const addExclusion = defineOperation({
  kind: 'add_exclusion',
  summary: 'Adds an EXCLUDE constraint to a table.',
  calls: [],
  statements: {},
});
