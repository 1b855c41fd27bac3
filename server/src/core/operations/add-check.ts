/** Adding a CHECK constraint. */

import { defineOperation } from './definition.ts';

export const addCheck = defineOperation({
  kind: 'add_check',
  summary: 'Adds a CHECK constraint to a table.',
  calls: [],
  statements: {},
});
