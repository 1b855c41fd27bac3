/** Adding a column. */

import { defineOperation } from './definition.ts';

export const addColumn = defineOperation({
  kind: 'add_column',
  summary: 'Adds a column to a table.',
  calls: [],
  statements: {},
});
