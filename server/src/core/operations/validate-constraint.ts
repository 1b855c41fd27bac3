/** Validating a constraint that was added NOT VALID. */

import { defineOperation } from './definition.ts';

export const validateConstraint = defineOperation({
  kind: 'validate_constraint',
  summary: 'Checks the existing rows against a constraint that was added NOT VALID.',
  calls: [],
  statements: {},
});
