/** Creating an enum or another type. */

import { defineOperation } from './definition.ts';

export const createType = defineOperation({
  kind: 'create_type',
  summary: 'Creates a type.',
  calls: [],
  statements: {},
});
