/** Creating an index. */

import { defineOperation } from './definition.ts';

export const createIndex = defineOperation({
  kind: 'create_index',
  summary: 'Creates an index on a table.',
  calls: [],
  statements: {},
});
