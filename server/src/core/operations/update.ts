/** Changing rows. */

import { defineOperation } from './definition.ts';

export const updateRows = defineOperation({
  kind: 'update',
  summary: 'Changes rows of a table.',
  calls: [],
  statements: {},
  invert: ({ table }) => ({ irreversible: `the former values of the updated rows of ${table.name} are gone` }),
});
