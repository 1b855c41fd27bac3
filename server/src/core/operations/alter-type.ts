/** Changing an enum or another type. */

import { defineOperation } from './definition.ts';

export const alterType = defineOperation({
  kind: 'alter_type',
  summary: 'Changes a type, e.g. adds a value to an enum.',
  calls: [],
  statements: {},
});
