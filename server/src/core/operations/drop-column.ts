/** Dropping a column. */

import { defineOperation } from './definition.ts';

export const dropColumn = defineOperation({
  kind: 'drop_column',
  summary: 'Drops a column with its data.',
  calls: [],
  statements: {},
});
