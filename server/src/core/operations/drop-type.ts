/** Dropping an enum or another type. */

import { defineOperation } from './definition.ts';

export const dropType = defineOperation({
  kind: 'drop_type',
  summary: 'Drops a type.',
  calls: [],
  statements: {},
});
