/** Creating a table. */

import { defineOperation } from './definition.ts';

export const createTable = defineOperation({
  kind: 'create_table',
  summary: 'Creates a table.',
  calls: [],
  statements: {},
});
