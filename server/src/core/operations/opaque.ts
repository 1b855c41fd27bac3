/** What can not be read statically; shown as such. */

import { defineOperation } from './definition.ts';

export const opaque = defineOperation({
  kind: 'opaque',
  summary: 'Does something that is only known when the migration runs.',
  calls: [],
  statements: {},
  invert: ({ reason }) => ({ irreversible: reason }),
});
