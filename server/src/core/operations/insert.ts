/** Inserting rows. */

import { defineOperation } from './definition.ts';

export const insertRows = defineOperation({
  kind: 'insert',
  summary: 'Inserts rows into a table.',
  calls: [],
  statements: {},
  invert: ({ table }) => ({ irreversible: `which rows of ${table.name} were inserted is not known` }),
});
