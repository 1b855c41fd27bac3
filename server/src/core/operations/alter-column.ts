/** Changing a column: type, nullability, default, comment or name. */

import { defineOperation } from './definition.ts';

export const alterColumn = defineOperation({
  kind: 'alter_column',
  summary: 'Changes the type, nullability, default, comment or name of a column.',
  calls: [],
  statements: {},
});
