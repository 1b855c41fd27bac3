/** Deleting rows. */

import { defineOperation } from './definition.ts';

export const deleteRows = defineOperation({
  kind: 'delete',
  summary: 'Deletes rows of a table.',
  calls: [],
  statements: {},
});
