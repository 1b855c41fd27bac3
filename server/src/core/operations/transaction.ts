/** Beginning, committing or rolling back a transaction. */

import { defineOperation } from './definition.ts';

export const transactionControl = defineOperation({
  kind: 'transaction',
  summary: 'Begins or ends a transaction.',
  calls: [],
  statements: {},
  invert: () => ({ operations: [] }),
});
