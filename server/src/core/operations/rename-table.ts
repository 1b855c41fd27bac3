/** Renaming a table. */

import { defineOperation } from './definition.ts';

export const renameTable = defineOperation({
  kind: 'rename_table',
  summary: 'Gives a table a new name; code that still uses the old one fails.',
  calls: [],
  statements: {},
});
