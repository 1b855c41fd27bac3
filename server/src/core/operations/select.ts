/** Reading rows. */

import { defineOperation } from './definition.ts';

export const selectRows = defineOperation({
  kind: 'select',
  summary: 'Reads rows.',
  calls: [],
  statements: {},
  invert: () => ({ operations: [] }),
});
