/** Dropping an index. */

import { defineOperation } from './definition.ts';

export const dropIndex = defineOperation({
  kind: 'drop_index',
  summary: 'Drops an index.',
  calls: [],
  statements: {},
});
