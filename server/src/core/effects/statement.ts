/** The facts of commands without an operation of their own, with the relations that they concern. */

import type { OperationOf } from '../operations/operation.ts';
import { type Catalogue, findTable, type QualifiedName, type TableState } from '../schema/catalogue.ts';
import { tablesWithType } from '../schema/referrers.ts';
import type { Application } from './application.ts';
import { type Along, type Command, commands } from './commands.ts';
import { isPartitioned, referentsOf, tableOfIndex } from './lookup.ts';

type Statement = OperationOf<'statement'>;
type Relations = { readonly table: QualifiedName | undefined; readonly others?: readonly QualifiedName[] };

const found: Readonly<Record<NonNullable<Command['on']>, (operation: Statement, catalogue: Catalogue) => Relations>> = {
  /** The table of the index that is named; the index is the other relation. */
  index: ({ table, others = [] }, catalogue) => {
    const [index] = others;
    return { table: table ?? (index && tableOfIndex(catalogue, index.name, index.schema)), others };
  },
  /** Every table with a column of the type. */
  users: ({ object }, catalogue) => ({
    table: undefined,
    others: object === undefined ? [] : tablesWithType(catalogue, object),
  }),
};

type More = Pick<Application, 'others'> | undefined;

/** When it happens, and which relations are concerned beside the partition. */
const happensAlong: Readonly<Record<Along, (table?: TableState, other?: TableState) => More>> = {
  'attach partition key': referents,
  'attach partition index': (table, partition) => {
    const there = new Set(indexedColumns(partition));
    return indexedColumns(table).every((columns) => there.has(columns)) ? undefined : {};
  },
  'detach partition key': referents,
};

function referents(table: TableState | undefined): More {
  const others = referentsOf(table);
  return others.length === 0 ? undefined : { others };
}

/** The columns of each index and key, as text. */
function indexedColumns(table: TableState | undefined): readonly string[] {
  const keys = (table?.constraints ?? []).flatMap((each) =>
    each.kind === 'primary-key' || each.kind === 'unique' ? [each.columns.join()] : [],
  );
  return [...keys, ...(table?.indexes ?? []).map((index) => index.columns.join())];
}

export function statement(operation: Statement, catalogue: Catalogue): readonly Application[] {
  const { table, others = [], needsAutocommit, span: at } = operation;
  const row = commands.find((each) => fits(each, operation, catalogue));
  if (row === undefined) return needsAutocommit ? [{ name: 'run alone', table, at }] : [];
  const relations = row.on === undefined ? { table, others } : found[row.on](operation, catalogue);
  const only = operation.options?.includes('only') === true;
  const first: Application = { name: row.fact, ...relations, ...(only ? { only } : {}), at };
  const [other] = others;
  if (row.along === undefined || table === undefined || other === undefined) return [first];
  const [state, otherState] = [findTable(catalogue, table), findTable(catalogue, other)];
  const along = row.along.flatMap((name): Application[] => {
    const more = happensAlong[name](state, otherState);
    return more === undefined ? [] : [{ name, table: other, ...more, at }];
  });
  return [first, ...along];
}

function fits(
  { command, option, concurrently, onPartitioned }: Command,
  operation: Statement,
  catalogue: Catalogue,
): boolean {
  return (
    command === operation.command &&
    (option === undefined || operation.options?.includes(option) === true) &&
    (concurrently === undefined || operation.concurrently) &&
    (onPartitioned === undefined || (operation.table !== undefined && isPartitioned(catalogue, operation.table)))
  );
}
