/** Validating a constraint that was added NOT VALID. */

import type { AlterTableCmd } from '@pgsql/types';
import { validateConstraint as validateInCatalogue } from '../schema/constraints.ts';
import { quoteIdentifier, quoteQualified } from '../sql/quote.ts';
import { defineOperation, type Reading } from './definition.ts';
import { alteredTable, locatedName, type StatementContext } from './statement-context.ts';
import { executeSql } from './write-python.ts';

export const validateConstraint = defineOperation({
  kind: 'validate_constraint',
  summary: 'Checks the existing rows against a constraint that was added NOT VALID.',
  calls: [],
  statements: { 'AlterTableCmd.AT_ValidateConstraint': fromCommand },
  apply: (catalogue, { table, name }) => validateInCatalogue(catalogue, table, name.value),
  // A proven constraint does no harm to the schema before.
  invert: () => ({ operations: [] }),
  python: ({ table, name }, style) =>
    executeSql(style, `ALTER TABLE ${quoteQualified(table)} VALIDATE CONSTRAINT ${quoteIdentifier(name.value)}`),
});

function fromCommand({ name = '' }: AlterTableCmd, context: StatementContext): Reading {
  return {
    ...context.base,
    kind: 'validate_constraint',
    table: alteredTable(context),
    name: locatedName(context, [name], context.part.start),
  };
}
