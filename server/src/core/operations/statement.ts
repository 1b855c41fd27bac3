/** SQL that was parsed, of a kind without a declaration of its own. */

import { defineOperation } from './definition.ts';

export const otherStatement = defineOperation({
  kind: 'statement',
  summary: 'Runs an SQL statement.',
  calls: [],
  statements: {},
});
