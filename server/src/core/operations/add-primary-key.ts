/** Adding a primary key. */

import { defineOperation } from './definition.ts';

export const addPrimaryKey = defineOperation({
  kind: 'add_primary_key',
  summary: 'Adds a primary key to a table.',
  calls: [],
  statements: {},
});
