/** Lightweight tables in migrations: `sa.table("users", sa.column("id"))`, `sa.Table(…)`, what `op.create_table` returns. */

import { columnReference } from '../../operations/core-sql.ts';
import type { GivenValues } from '../../operations/operation.ts';
import { isCallOf } from '../../operations/symbol.ts';
import type { CallValue, Value } from '../../python/value.ts';
import { bind, given, plainText } from '../item/arguments.ts';

export interface TableClause {
  readonly name: Value | undefined;
  readonly schema: Value | undefined;
  readonly columns: readonly TableColumn[];
  /** A full table, which knows its primary key; SQLAlchemy then adds RETURNING to inserts. */
  readonly full: boolean;
}

interface TableColumn {
  readonly name: string;
  readonly type: Value | undefined;
  /** SQLAlchemy has a value for it where a row has none. */
  readonly filled: boolean;
}

export function tableOf(value: Value | undefined): TableClause | undefined {
  const full = isCallOf(value, 'Table');
  const created = value?.kind === 'call' && isCreateTable(value);
  if (!full && !created && !isCallOf(value, 'table')) return undefined;
  const args = bind(value, full ? ['name', 'metadata'] : created ? ['table_name'] : ['name']);
  const columns = args.rest.flatMap((item) => {
    if (!isCallOf(item, 'column', 'Column')) return [];
    const column = bind(item, ['name', 'type_']);
    const name = plainText(column.values.get('name'));
    return name === undefined ? [] : [{ name, type: given(column, 'type_'), filled: hasDefault(item, column) }];
  });
  return {
    name: given(args, created ? 'table_name' : 'name'),
    schema: given(args, 'schema'),
    columns,
    full: full || created,
  };
}

/** `op.create_table` returns the table it makes. */
function isCreateTable({ callee }: CallValue): boolean {
  return callee.kind === 'reference' && callee.path === 'alembic.op.create_table';
}

function hasDefault(item: Value, column: GivenValues): boolean {
  return isCallOf(item, 'Column') && (given(column, 'default') ?? given(column, 'insert_default')) !== undefined;
}

/** `users.c.email`, `users.c["email"]`: the table and the column's name. */
export function columnOf(value: Value): { readonly table: TableClause; readonly name: string } | undefined {
  const reference = columnReference(value);
  const table = reference && tableOf(reference.table);
  return reference === undefined || table === undefined ? undefined : { table, name: reference.column };
}
