/** Dropping a constraint. */

import { defineOperation } from './definition.ts';

export const dropConstraint = defineOperation({
  kind: 'drop_constraint',
  summary: 'Drops a constraint of a table.',
  calls: [],
  statements: {},
});
