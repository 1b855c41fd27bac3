/** Adding a foreign key. */

import { defineOperation } from './definition.ts';

export const addForeignKey = defineOperation({
  kind: 'add_foreign_key',
  summary: 'Adds a foreign key between two tables.',
  calls: [],
  statements: {},
});
