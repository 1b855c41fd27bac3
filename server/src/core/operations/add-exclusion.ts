/** Adding an EXCLUDE constraint. */

import type { Constraint } from '@pgsql/types';
import { putConstraint } from '../schema/constraints.ts';
import { serverName } from '../schema/default-names.ts';
import { tableOrUnseen } from '../schema/tables.ts';
import { callTable } from './call-form.ts';
import { exclusionText, keyOptions } from './constraint.ts';
import { keyFacts } from './declared.ts';
import { defineOperation, type Reading } from './definition.ts';
import { finalName } from './final-name.ts';
import { isOpaque, objectName } from './given.ts';
import { dropConstraint } from './restore.ts';
import { constraintName, constraintRange, exclusionSql, keyOptions as keyOptionsOf } from './sql-constraints.ts';
import { alteredTable, type StatementContext } from './statement-context.ts';

export const addExclusion = defineOperation({
  kind: 'add_exclusion',
  summary: 'Adds an EXCLUDE constraint to a table.',
  calls: [
    {
      name: 'create_exclude_constraint',
      op: 'constraint_name, table_name, *elements, **kw',
      batch: 'constraint_name, *elements, **kw',
      read: (args, reader) => {
        const table = callTable(args, reader);
        if (isOpaque(table)) return table;
        const name = objectName(args.values.get('constraint_name'), reader);
        const options = keyOptions((option) => args.values.get(option));
        const sql = exclusionText(args.rest, (option) => args.values.get(option), reader);
        return { ...reader.base, kind: 'add_exclusion', table, name, ...sql, ...options };
      },
    },
  ],
  statements: { 'Constraint.CONSTR_EXCLUSION': fromConstraint },
  apply: (catalogue, { table, name, sql, origin, ...options }, by) => {
    const byDefault = () => serverName(tableOrUnseen(catalogue, table, by), [], 'excl', catalogue);
    return putConstraint(catalogue, table, {
      kind: 'exclude',
      name: finalName(name, { key: 'ex', table, columns: [] }, { catalogue, origin: origin.kind }, byDefault),
      ...(sql === undefined ? {} : { sql }),
      ...keyFacts(options),
      by,
    });
  },
  invert: (operation) => dropConstraint(operation, undefined, operation.name, () => undefined),
});

function fromConstraint(constraint: Constraint, context: StatementContext): Reading {
  return {
    ...context.base,
    kind: 'add_exclusion',
    table: alteredTable(context),
    name: constraintName(context, constraint),
    ...exclusionSql(context, constraintRange(context, constraint)),
    ...keyOptionsOf(constraint),
  };
}
