/** Dropping a constraint. */

import type { AlterTableCmd } from '@pgsql/types';
import type { Catalogue } from '../schema/catalogue.ts';
import { dependentKeys, dropConstraint as dropFromTable, findConstraint } from '../schema/constraints.ts';
import { quoteIdentifier, quoteQualified } from '../sql/quote.ts';
import { callTable } from './call-form.ts';
import { defineOperation, type Reading } from './definition.ts';
import { finalName } from './final-name.ts';
import { isOpaque, isTrue, locatedString, objectName } from './given.ts';
import type { DropConstraint } from './operation.ts';
import { isKnown, known } from './operation.ts';
import { addConstraint, baseOf, joined } from './restore.ts';
import { alteredTable, maybeName, type StatementContext } from './statement-context.ts';
import { boolean, executeSql, keyword, maybe, opCall, schemaArgument, string } from './write-python.ts';

/** Alembic's words for the types of constraints. */
const types: Readonly<Record<string, DropConstraint['constraintType']>> = {
  foreignkey: 'foreign-key',
  primary: 'primary-key',
  unique: 'unique',
  check: 'check',
};

export const dropConstraint = defineOperation({
  kind: 'drop_constraint',
  summary: 'Drops a constraint of a table.',
  calls: [
    {
      name: 'drop_constraint',
      op: 'constraint_name, table_name, type_=None, *, schema=None, if_exists=None',
      batch: 'constraint_name, type_=None',
      read: (args, reader) => {
        const table = callTable(args, reader);
        if (isOpaque(table)) return table;
        const name = objectName(args.values.get('constraint_name') ?? args.values.get('name'), reader);
        const type = locatedString(args.values.get('type_'))?.value ?? '';
        const ifExists = isTrue(args.values.get('if_exists'));
        return {
          ...reader.base,
          kind: 'drop_constraint',
          table,
          name,
          constraintType: types[type],
          ifExists,
          cascade: false,
        };
      },
    },
  ],
  statements: { 'AlterTableCmd.AT_DropConstraint': fromCommand },
  apply: (catalogue, operation) => {
    const name = nameOf(operation, catalogue);
    return name === undefined ? catalogue : dropFromTable(catalogue, operation.table, name, operation.cascade);
  },
  invert: (operation, before) => {
    const { table, cascade } = operation;
    const name = nameOf(operation, before);
    if (name === undefined) return { irreversible: `the name of a constraint on ${table.name} is not known` };
    const constraint = findConstraint(before, table, name);
    const base = baseOf(operation);
    const dependents = cascade ? dependentKeys(before, table, name) : [];
    if (constraint !== undefined) {
      return joined([
        addConstraint(table, constraint, base),
        ...dependents.map((one) => addConstraint(one.table, one.key, base)),
      ]);
    }
    return { irreversible: `no migration made the constraint ${name}, so its definition is not known` };
  },
  python: ({ table, name, constraintType, ifExists, cascade }, style) => {
    if (cascade && isKnown(name)) {
      // Alembic's own call knows no CASCADE.
      const condition = ifExists ? 'IF EXISTS ' : '';
      const dropped = `DROP CONSTRAINT ${condition}${quoteIdentifier(name.value)} CASCADE`;
      return executeSql(style, `ALTER TABLE ${quoteQualified(table)} ${dropped}`);
    }
    return opCall(style, 'drop_constraint', [
      name === undefined ? undefined : maybe(name, (it) => string(it, style)),
      string(table.name, style),
      keyword('type_', constraintType !== undefined && string(typeNames[constraintType], style)),
      schemaArgument(table, style),
      keyword('if_exists', ifExists && boolean(true)),
    ]);
  },
});

/** A naming convention may make a part of the name that is given; of a constraint of no type SQLAlchemy takes it as it is. */
function nameOf({ name, table, constraintType, origin }: DropConstraint, catalogue: Catalogue): string | undefined {
  if (name === undefined || constraintType === undefined) return known(name);
  const declared = { key: namingKeys[constraintType], table, columns: [] };
  return finalName(name, declared, { catalogue, origin: origin.kind }, () => undefined);
}

const namingKeys = { 'foreign-key': 'fk', 'primary-key': 'pk', unique: 'uq', check: 'ck' } as const;

/** What Alembic's `type_` calls them. */
const typeNames = { 'foreign-key': 'foreignkey', 'primary-key': 'primary', unique: 'unique', check: 'check' };

function fromCommand({ name, behavior, missing_ok }: AlterTableCmd, context: StatementContext): Reading {
  return {
    ...context.base,
    kind: 'drop_constraint',
    table: alteredTable(context),
    name: maybeName(context, name, context.part.start),
    constraintType: undefined,
    ifExists: missing_ok ?? false,
    cascade: behavior === 'DROP_CASCADE',
  };
}
