/** A column of MySQL loses what isn't said of it. */

import type { OperationOf } from '../../operations/operation.ts';
import { writeDefault } from '../../operations/write-column.ts';
import { boolean } from '../../operations/write-python.ts';
import { writeType } from '../../operations/write-type.ts';
import type { ColumnState } from '../../schema/catalogue.ts';
import { findTable } from '../../schema/catalogue.ts';
import { mysqlEnvironment } from '../example-environment.ts';
import type { Values } from '../fixes/batch.ts';
import { setArguments } from '../fixes/statement.ts';
import { argumentSite, verb } from '../place.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("email", sa.String(100), nullable=False),
    sa.Column("plan", sa.String(20), nullable=False, server_default="free"),
)`;

export default defineRule({
  name: 'mysql-modify-loses-attributes',
  group: 'dialects',
  level: 'error',
  profile: 'strict',
  dialects: ['mysql'],
  fix: 'safe',
  scope: { downgrade: true },
  docs: {
    summary: 'A column is changed on MySQL without all of what it is.',
    why: 'MySQL has no statement for one property of a column: MODIFY describes the whole. What Alembic is not told is left out of it, so the column becomes nullable or loses its default; without a type Alembic raises an error.',
    instead: 'Pass `existing_type`, `existing_nullable` and `existing_server_default` with every change.',
  },
  examples: [
    {
      title: 'NOT NULL would be lost',
      env: mysqlEnvironment,
      history: users,
      bad: '«op.alter_column»("users", "email", type_=sa.String(200), existing_type=sa.String(100))',
      good: 'op.alter_column("users", "email", type_=sa.String(200), existing_type=sa.String(100), existing_nullable=False)',
    },
    {
      title: 'The default would be lost',
      env: mysqlEnvironment,
      history: users,
      bad: '«op.alter_column»("users", "plan", type_=sa.String(50), existing_type=sa.String(20), existing_nullable=False)',
      good: `op.alter_column("users", "plan", type_=sa.String(50), existing_type=sa.String(20), existing_nullable=False, existing_server_default="free")`,
    },
    {
      title: 'The type is needed',
      env: mysqlEnvironment,
      history: users,
      bad: '«op.alter_column»("users", "email", nullable=True)',
      good: 'op.alter_column("users", "email", nullable=True, existing_type=sa.String(length=100))',
    },
  ],

  *check(context) {
    for (const { operation, before } of [...context.upgrade, ...context.downgrade]) {
      if (operation.kind !== 'alter_column' || operation.origin.kind === 'sql' || !isModified(operation)) continue;
      const column = findTable(before, operation.table)?.columns.get(operation.column.value);
      const missing = missingOf(operation, column);
      const [first] = missing;
      if (first === undefined) continue;
      yield {
        at: verb(operation, context.migration.text),
        message: `On MySQL ${context.show(operation.table)}.${operation.column.value} ${first.loss}, since ${first.name} is not given.`,
        operation,
        fixes: () => sayAll(context, operation, missing, column),
      };
    }
  },
});

interface Missing {
  readonly name: 'existing_type' | 'existing_nullable' | 'existing_server_default';
  readonly loss: string;
}

/** A change of the default alone has a statement of its own. */
function isModified({ type, nullable, newName, comment }: OperationOf<'alter_column'>): boolean {
  return [type, nullable, newName, comment].some((change) => change !== undefined);
}

function missingOf(operation: OperationOf<'alter_column'>, column: ColumnState | undefined): readonly Missing[] {
  const { type, nullable, serverDefault } = operation;
  const has = (name: string) => argumentSite(operation, name) !== undefined;
  const missing: Missing[] = [];
  if (type === undefined && !has('existing_type')) missing.push({ name: 'existing_type', loss: 'can not be changed' });
  if (nullable === undefined && !has('existing_nullable') && column?.nullable !== true)
    missing.push({ name: 'existing_nullable', loss: 'becomes nullable' });
  if (
    serverDefault === undefined &&
    !has('existing_server_default') &&
    column?.default !== undefined &&
    column.serial === undefined
  )
    missing.push({ name: 'existing_server_default', loss: 'loses its default' });
  return missing;
}

function sayAll(
  { migration }: RuleContext,
  { origin }: OperationOf<'alter_column'>,
  missing: readonly Missing[],
  column: ColumnState | undefined,
): readonly Fix[] {
  const { text, style } = migration;
  if (column === undefined) return [];
  const values: Readonly<Record<Missing['name'], string | undefined>> = {
    existing_type: writeType(column.type, style),
    existing_nullable: boolean(column.nullable),
    existing_server_default: column.default && writeDefault(column.default, style),
  };
  const given: Values = missing.flatMap(({ name }) => {
    const value = values[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  if (given.length < missing.length) return [];
  return [
    {
      title: `Say what ${column.name} is besides`,
      preferred: true,
      edits: setArguments(text, origin.call, given),
    },
  ];
}
