/** How each kind of operation is written from what its call was given. Kinds that only raw SQL spells are not here. */

import type { GivenValues, OperationKind, OperationOf } from '../operations/operation.ts';
import type { Value } from '../python/value.ts';
import { addColumnParts } from './ddl/add-column.ts';
import { alterColumnParts } from './ddl/alter-column.ts';
import { tableCommentParts } from './ddl/comment.ts';
import { constraintName, constraintSql, type Owner } from './ddl/constraint.ts';
import { createTableParts } from './ddl/create-table.ts';
import { createIndexSql, dropIndexSql } from './ddl/index-sql.ts';
import type { Part } from './ddl/part.ts';
import { insertRowSql, rowOf } from './expression/dml.ts';
import { tableOf } from './expression/table.ts';
import { exact, type Fragment, lowered, refused, sql } from './fragment.ts';
import { given, itemsOf, plainText } from './item/arguments.ts';
import type { ConstraintItem } from './item/constraint.ts';
import { flag, withFlags } from './item/flag.ts';
import { givenIndex } from './item/table.ts';
import type { RenderRun } from './run.ts';
import type { Setting } from './setting.ts';
import { nameSql, saTableSql, tableSql, unknownSql } from './text/name.ts';

/** Undefined where the arguments are not those of the operation. */
type Render<K extends OperationKind> = (
  args: GivenValues,
  run: RenderRun,
  operation: OperationOf<K>,
) => readonly Part[] | undefined;

export const byKind: { readonly [K in OperationKind]?: Render<K> } = {
  add_check: (args, { setting }) =>
    addConstraint(args, setting, 'table_name', 'schema', (name) => ({
      kind: 'check',
      name,
      condition: args.values.get('condition'),
      ofType: false,
      args,
    })),
  add_column: (args, { setting }) => addColumnParts(args, setting),
  add_exclusion: (args, { setting }) =>
    addConstraint(args, setting, 'table_name', 'schema', (name) => ({
      kind: 'exclude',
      name,
      elements: args.rest,
      args,
    })),
  add_foreign_key: (args, { setting }) =>
    addConstraint(args, setting, 'source_table', 'source_schema', (name) => foreignKey(name, args)),
  add_primary_key: (args, { setting }) =>
    addConstraint(args, setting, 'table_name', 'schema', (name) => columnConstraint('primary-key', name, args)),
  add_unique: (args, { setting }) =>
    addConstraint(args, setting, 'table_name', 'schema', (name) => columnConstraint('unique', name, args)),
  alter_column: (args, { setting }) => alterColumnParts(args, setting),
  create_index: (args, { setting }) => [{ sql: createIndexSql(givenIndex(args), owner(args), setting) }],
  create_table: (args, { setting, madeTypes }) => createTableParts(args, setting, madeTypes),
  drop_column: (args, { setting }) => {
    const exists = flag(args, 'if_exists');
    const { schema, name } = owner(args);
    const column = nameSql(args.values.get('column_name'), setting);
    const written = sql`ALTER TABLE ${tableSql(schema, name, setting)} DROP COLUMN ${exists.value ? 'IF EXISTS ' : ''}${column}`;
    return [{ sql: withFlags(written, exists) }];
  },
  drop_constraint: (args, { setting }) => [{ sql: dropConstraint(args, setting) }],
  drop_index: (args, { setting }) => [{ sql: dropIndexSql(args, setting) }],
  drop_table: (args, { setting }) => {
    const exists = flag(args, 'if_exists');
    const { schema, name } = owner(args);
    return [
      {
        sql: withFlags(sql`DROP TABLE ${exists.value ? 'IF EXISTS ' : ''}${saTableSql(schema, name, setting)}`, exists),
      },
    ];
  },
  insert: (args, { setting }) => bulkInsert(args, setting),
  rename_table: (args, { setting }) => {
    const schema = given(args, 'schema');
    const to = args.values.get('new_table_name');
    const target = setting.dialect.name === 'mysql' ? tableSql(schema, to, setting) : nameSql(to, setting);
    return [
      { sql: sql`ALTER TABLE ${tableSql(schema, args.values.get('old_table_name'), setting)} RENAME TO ${target}` },
    ];
  },
  set_comment: (args, { setting }) => tableCommentParts(args, setting),
};

function owner(args: GivenValues): Owner {
  return { name: args.values.get('table_name'), schema: given(args, 'schema') };
}

function addConstraint(
  args: GivenValues,
  setting: Setting,
  table: string,
  schema: string,
  make: (name: Value | undefined) => ConstraintItem,
): readonly Part[] {
  const target = { name: args.values.get(table), schema: given(args, schema) };
  const item = make(given(args, 'constraint_name'));
  const written = sql`ALTER TABLE ${saTableSql(target.schema, target.name, setting)} ADD ${constraintSql(item, target, setting)}`;
  return [
    {
      sql: setting.dialect.altersConstraints
        ? written
        : refused(written.sql, 'SQLite cannot add constraints to a table; use batch mode'),
    },
  ];
}

function columnConstraint(kind: 'primary-key' | 'unique', name: Value | undefined, args: GivenValues): ConstraintItem {
  const columns = itemsOf(args.values.get('columns')) ?? [args.values.get('columns')].flatMap((value) => value ?? []);
  return kind === 'unique' ? { kind, name, columns, args } : { kind, name, columns, implicit: false, args };
}

function foreignKey(name: Value | undefined, args: GivenValues): ConstraintItem {
  const list = (key: string): readonly Value[] => {
    const value = args.values.get(key);
    return itemsOf(value) ?? (value === undefined ? [] : [value]);
  };
  const referent = {
    schema: given(args, 'referent_schema'),
    table: args.values.get('referent_table'),
    columns: list('remote_cols'),
  };
  return { kind: 'foreign-key', name, columns: list('local_cols'), referent, args };
}

const kinds: Readonly<Record<string, ConstraintItem['kind']>> = {
  check: 'check',
  foreignkey: 'foreign-key',
  primary: 'primary-key',
  unique: 'unique',
};

/** What stands before the name on MySQL, which has a word for each kind. */
const mysqlWords: Readonly<Record<string, string>> = {
  check: 'CHECK ',
  foreignkey: 'FOREIGN KEY ',
  primary: 'PRIMARY KEY ',
  unique: 'INDEX ',
};

function dropConstraint(args: GivenValues, setting: Setting): Fragment {
  const target = { name: args.values.get('table_name'), schema: given(args, 'schema') };
  const table = saTableSql(target.schema, target.name, setting);
  const type = plainText(args.values.get('type_')) ?? '';
  const name = droppedName(args, type, target, setting);
  const exists = flag(args, 'if_exists');
  const start = sql`ALTER TABLE ${table} DROP`;
  if (setting.dialect.name === 'sqlite')
    return refused(`${start.sql} CONSTRAINT`, 'SQLite cannot drop constraints of a table; use batch mode');
  if (setting.dialect.name === 'mysql') {
    const word = mysqlWords[type];
    if (name === undefined && type !== 'primary') {
      return refused(start.sql, 'a constraint without a name cannot be dropped');
    }
    if (word === undefined) return refused(start.sql, 'MySQL needs the type of the constraint');
    return sql`${start} ${word}${type === 'primary' ? '' : (name ?? '')}`;
  }
  if (name === undefined) return refused(`${start.sql} CONSTRAINT ?`, 'a constraint without a name cannot be dropped');
  return withFlags(sql`${start} CONSTRAINT ${exists.value ? 'IF EXISTS ' : ''}${name}`, exists);
}

/** Naming conventions apply to the name where the kind of the constraint is said. */
function droppedName(args: GivenValues, type: string, target: Owner, setting: Setting): Fragment | undefined {
  const name = given(args, 'constraint_name');
  if (name === undefined) return undefined;
  const kind = kinds[type];
  if (kind !== 'check') return constraintName({ kind: 'unique', name, columns: [], args }, target, setting);
  return constraintName({ kind, name, condition: exact(''), ofType: false, args }, target, setting);
}

/** One INSERT for each row, as Alembic writes them offline. */
function bulkInsert(args: GivenValues, setting: Setting): readonly Part[] | undefined {
  const rows = args.values.get('rows');
  if (rows === undefined) return undefined;
  const table = tableOf(args.values.get('table'));
  const items = itemsOf(rows);
  if (table === undefined || items === undefined) {
    const target =
      table === undefined
        ? unknownSql(args.values.get('table'), setting)
        : saTableSql(table.schema, table.name, setting);
    return [{ sql: sql`INSERT INTO ${target} ${unknownSql(rows, setting)}` }];
  }
  const varies = rows.kind === 'set' && items.length > 1;
  return items.map((item) => {
    const row = rowOf(item);
    if (row !== undefined) {
      const insert = insertRowSql(table, row, setting);
      return { sql: varies ? lowered(insert, 'assumed', 'the rows come from a set, in any order') : insert };
    }
    return {
      sql: lowered(
        sql`INSERT INTO ${saTableSql(table.schema, table.name, setting)} ${unknownSql(item, setting)}`,
        'partial',
        'the row can’t be read',
      ),
    };
  });
}
