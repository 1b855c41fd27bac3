/** Adding a UNIQUE constraint. */

import { defineOperation } from './definition.ts';

export const addUnique = defineOperation({
  kind: 'add_unique',
  summary: 'Adds a UNIQUE constraint to a table.',
  calls: [],
  statements: {},
});
