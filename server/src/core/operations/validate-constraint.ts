/** Validating a constraint that was added NOT VALID. */

import { validateConstraint as validateInCatalogue } from '../schema/constraints.ts';
import { quoteIdentifier, quoteQualified } from '../sql/quote.ts';
import { defineOperation } from './definition.ts';
import { executeSql } from './write-python.ts';

export const validateConstraint = defineOperation({
  kind: 'validate_constraint',
  summary: 'Checks the existing rows against a constraint that was added NOT VALID.',
  calls: [],
  statements: {},
  apply: (catalogue, { table, name }) => validateInCatalogue(catalogue, table, name.value),
  // A proven constraint does no harm to the schema before.
  invert: () => ({ operations: [] }),
  python: ({ table, name }, style) =>
    executeSql(style, `ALTER TABLE ${quoteQualified(table)} VALIDATE CONSTRAINT ${quoteIdentifier(name.value)}`),
});
