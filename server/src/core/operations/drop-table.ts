/** Dropping a table. */

import { defineOperation } from './definition.ts';

export const dropTable = defineOperation({
  kind: 'drop_table',
  summary: 'Drops a table with its data.',
  calls: [],
  statements: {},
});
