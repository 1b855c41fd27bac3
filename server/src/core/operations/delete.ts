/** Deleting rows. */

import { defineOperation } from './definition.ts';

export const deleteRows = defineOperation({
  kind: 'delete',
  summary: 'Deletes rows of a table.',
  calls: [],
  statements: {},
  invert: ({ table }) => ({ irreversible: `the deleted rows of ${table.name} are gone` }),
});
