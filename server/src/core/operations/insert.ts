/** Inserting rows. */

import { defineOperation } from './definition.ts';

export const insertRows = defineOperation({
  kind: 'insert',
  summary: 'Inserts rows into a table.',
  calls: [],
  statements: {},
});
