/** Setting the comment of a table or column. */

import { defineOperation } from './definition.ts';

export const setComment = defineOperation({
  kind: 'set_comment',
  summary: 'Sets or removes the comment of a table or column.',
  calls: [],
  statements: {},
  // The catalogue keeps no former comment, and none is missed by the schema before.
  invert: () => ({ operations: [] }),
});
