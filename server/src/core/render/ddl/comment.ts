/** Comments on tables and columns. */

import type { GivenValues } from '../../operations/operation.ts';
import { sql } from '../fragment.ts';
import type { ColumnItem } from '../item/column.ts';
import type { Setting } from '../setting.ts';
import { literalSql, nameSql, saTableSql } from '../text/name.ts';
import type { Owner } from './constraint.ts';
import type { Part } from './part.ts';

export function columnComment(column: ColumnItem, table: Owner, setting: Setting): readonly Part[] {
  if (column.comment === undefined || setting.dialect.comments !== 'statement') return [];
  const name = sql`${saTableSql(table.schema, table.name, setting)}.${nameSql(column.name, setting)}`;
  return [{ sql: sql`COMMENT ON COLUMN ${name} IS ${literalSql(column.comment, setting)}`, does: ['comment'] }];
}

/** `op.create_table_comment` and, without a comment, `op.drop_table_comment`. */
export function tableCommentParts(args: GivenValues, setting: Setting): readonly Part[] {
  const schema = args.values.get('schema');
  const table = saTableSql(schema?.kind === 'none' ? undefined : schema, args.values.get('table_name'), setting);
  const comment = args.values.get('comment');
  const none = comment === undefined || comment.kind === 'none';
  const written = none ? undefined : literalSql(comment, setting);
  if (setting.dialect.name === 'mysql') return [{ sql: sql`ALTER TABLE ${table} COMMENT ${written ?? "''"}` }];
  return [{ sql: sql`COMMENT ON TABLE ${table} IS ${written ?? 'NULL'}` }];
}
