/** Inserting rows. */

import type { InsertStmt, Node, SelectStmt } from '@pgsql/types';
import type { Query, Scalar } from '../sql/condition.ts';
import { readQuery, readScalar, readWith } from '../sql/from-tree.ts';
import { isHole, type StatementSource } from '../sql/source.ts';
import { readBulkInsert } from './bulk-insert-call.ts';
import { defineOperation, type Reading } from './definition.ts';
import { conditionOfQuery, roomIn } from './insert-places.ts';
import { type StatementContext, tableName } from './statement-context.ts';

export const insertRows = defineOperation({
  kind: 'insert',
  summary: 'Inserts rows into a table.',
  calls: [
    {
      name: 'bulk_insert',
      op: 'table, rows, *, multiinsert=True',
      read: readBulkInsert,
    },
  ],
  statements: { InsertStmt: fromStatement },
  invert: ({ table }) => ({ irreversible: `which rows of ${table.name} were inserted is not known` }),
});

function fromStatement(statement: InsertStmt, context: StatementContext): Reading {
  const { relation, cols, selectStmt, withClause } = statement;
  const columns = cols?.flatMap((col) => ('ResTarget' in col ? [col.ResTarget.name ?? ''] : []));
  const select = selectStmt && 'SelectStmt' in selectStmt ? selectStmt.SelectStmt : undefined;
  const rows = select === undefined ? 1 : select.valuesLists?.length;
  const room = roomIn(statement, context);
  const conditionSpan = conditionOfQuery(select, context);
  return {
    ...context.base,
    kind: 'insert',
    table: tableName(context, relation),
    columns: columns?.some(isHole) ? undefined : columns,
    ...(columns === undefined && select !== undefined ? { unnamed: true } : {}),
    ...valuesPart(select, context.source),
    ...(context.source.comments.length > 0 ? { comments: context.source.comments } : {}),
    rows: context.source.partial ? undefined : rows,
    query: rows === undefined && select ? withOuter(readQuery(select, context.source)) : undefined,
    ...(room && { room }),
    ...(conditionSpan && { conditionSpan }),
  };

  /** What WITH before INSERT names, its query may read. */
  function withOuter(query: Query): Query {
    const outer = readWith(withClause, context.source);
    return outer.length > 0 ? { ...query, with: [...outer, ...(query.with ?? [])] } : query;
  }
}

function valuesPart(select: SelectStmt | undefined, source: StatementSource): { readonly values?: readonly Scalar[] } {
  const values = select && (select.valuesLists === undefined ? selected(select) : onlyRow(select));
  return values === undefined || source.partial
    ? {}
    : {
        values: values.flatMap((node) =>
          node ? [readScalar(node, source)] : [{ kind: 'unknown', reason: 'it is left out' }],
        ),
      };
}

function selected({ targetList }: SelectStmt): readonly (Node | undefined)[] | undefined {
  const values = targetList?.map((target) => ('ResTarget' in target ? target.ResTarget.val : undefined));
  // A star stands for any number of columns.
  return values?.some(isStar) ? undefined : values;
}

function onlyRow({ valuesLists = [] }: SelectStmt): readonly (Node | undefined)[] | undefined {
  const [row, ...more] = valuesLists;
  return row !== undefined && more.length === 0 && 'List' in row ? row.List.items : undefined;
}

function isStar(node: Node | undefined): boolean {
  return (
    node !== undefined && 'ColumnRef' in node && node.ColumnRef.fields?.some((field) => 'A_Star' in field) === true
  );
}
