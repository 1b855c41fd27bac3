/** ADD COLUMN, and the constraints, indexes and comments that Alembic adds in statements of their own. */

import type { GivenValues } from '../../operations/operation.ts';
import { type Fragment, lowered, nothing, refused, sql } from '../fragment.ts';
import type { ColumnItem } from '../item/column.ts';
import { type ConstraintItem, foreignKeyItem } from '../item/constraint.ts';
import { flag, withFlags } from '../item/flag.ts';
import { type TableItem, tableItem } from '../item/table.ts';
import type { Setting } from '../setting.ts';
import { namesSql, saTableSql, tableSql, unknownSql } from '../text/name.ts';
import { columnChecks, columnSql } from './column.ts';
import { columnComment } from './comment.ts';
import { actions, constraintSql, deferrability } from './constraint.ts';
import { createIndexSql } from './index-sql.ts';
import type { Part } from './part.ts';

export function addColumnParts(args: GivenValues, setting: Setting): readonly Part[] {
  const given = args.values.get('column');
  const schema = args.values.get('schema');
  const name = args.values.get('table_name');
  const parts = {
    name,
    schema: schema?.kind === 'none' ? undefined : schema,
    items: given === undefined ? [] : [given],
  };
  const target = tableSql(parts.schema, name, setting);
  const table = tableItem(parts, setting);
  const [column] = table.columns;
  if (column === undefined) return [{ sql: sql`ALTER TABLE ${target} ADD COLUMN ${unknownSql(given, setting)}` }];
  const inline = flag(args, 'inline_references').value && column.foreignKeys.length === 1;
  return [
    {
      sql: sql`ALTER TABLE ${target} ADD COLUMN ${columnClause(column, table, args, inline, setting)}`,
      does: ['add column'],
    },
    ...constraints(table, inline, setting),
    ...table.indexes.map((index) => ({ sql: createIndexSql(index, table, setting), does: ['create index'] })),
    ...columnComment(column, table, setting),
  ];
}

function columnClause(
  column: ColumnItem,
  table: TableItem,
  args: GivenValues,
  inline: boolean,
  setting: Setting,
): Fragment {
  const exists = flag(args, 'if_not_exists');
  const keyed = flag(args, 'inline_primary_key');
  const key = keyed.value && column.primaryKey.value ? ' PRIMARY KEY' : '';
  const references = inline ? inlineReference(column, setting) : nothing;
  const clause = sql`${exists.value ? 'IF NOT EXISTS ' : ''}${columnSql(column, table, setting)}${key}${references}${columnChecks(column, table, setting)}`;
  const known = withFlags(clause, exists, keyed, flag(args, 'inline_references'));
  return args.unread ? lowered(known, 'partial', 'some arguments can’t be read') : known;
}

/** The foreign key inside the column, where its name is lost. */
function inlineReference(column: ColumnItem, setting: Setting): Fragment {
  const [call] = column.foreignKeys;
  if (call === undefined || column.name === undefined) return nothing;
  const item = foreignKeyItem(call, column.name);
  if (item.kind !== 'foreign-key') return nothing;
  const { referent } = item;
  return sql` REFERENCES ${saTableSql(referent.schema, referent.table, setting)} (${namesSql(referent.columns, setting)})${actions(item, setting)}${deferrability(item, setting)}`;
}

function constraints(table: TableItem, inline: boolean, setting: Setting): readonly Part[] {
  return table.constraints
    .filter((item) => !(inline && item.kind === 'foreign-key') && !isSkipped(item, setting))
    .map((item) => {
      const written = sql`ALTER TABLE ${saTableSql(table.schema, table.name, setting)} ADD ${constraintSql(item, table, setting)}`;
      const does =
        item.kind === 'foreign-key' ? 'add foreign key' : item.kind === 'unique' ? 'add unique' : 'add check';
      if (setting.dialect.altersConstraints) return { sql: written, does: [does] };
      return { sql: refused(written.sql, 'SQLite cannot add constraints to a table; use batch mode'), does: [does] };
    });
}

/** SQLite leaves out the CHECK of a type, with a warning. */
function isSkipped(item: ConstraintItem, { dialect }: Setting): boolean {
  return !dialect.altersConstraints && item.kind === 'check' && item.ofType;
}
