/** Where an INSERT has room for another column, and its query for another condition. */

import type { InsertStmt, JoinExpr, Node, SelectStmt } from '@pgsql/types';
import { functionsIn } from '../sql/inside.ts';
import { extent, findWords, parenthesised, tokenAt } from '../sql/source.ts';
import type { Span } from '../text/span.ts';
import type { Insert } from './operation.ts';
import type { StatementContext } from './statement-context.ts';

/** Undefined where a column more would change which rows there are, or where the statement isn't known as a whole. */
export function roomIn({ cols, selectStmt }: InsertStmt, context: StatementContext): Insert['room'] {
  const { source } = context;
  const [first] = cols ?? [];
  if (first === undefined || !('ResTarget' in first) || source.partial) return undefined;
  const start = source.offset(first.ResTarget.location);
  const select = selectStmt && 'SelectStmt' in selectStmt ? selectStmt.SelectStmt : undefined;
  if (select === undefined) return undefined;
  const column = at(context, start);
  if (select.valuesLists === undefined) {
    const target = firstTarget(select);
    return target === undefined ? undefined : { column, target: at(context, source.offset(target)) };
  }
  const row = rowPlaces(select, context, start);
  return row && { column, row };
}

/** The row between its brackets; `VALUES (` opens it. */
function rowPlaces({ valuesLists = [] }: SelectStmt, context: StatementContext, columns: number) {
  const { source } = context;
  const [row, ...more] = valuesLists;
  const items = row !== undefined && 'List' in row ? (row.List.items ?? []) : [];
  if (more.length > 0 || items.length === 0 || items.some((item) => 'SetToDefault' in item)) return undefined;
  const word = findWords(source, columns, ['values'], (tokenAt(source, columns)?.depth ?? 1) - 1);
  const inner = word && parenthesised(source, word.end);
  const close = inner && tokenAt(source, inner.end);
  if (word === undefined || inner === undefined || close?.text !== ')') return undefined;
  return {
    open: context.place({ start: word.start, end: inner.start }),
    close: context.place({ start: inner.end, end: close.end }),
  };
}

/** The location of what is selected first, where each row that is read makes one row. */
function firstTarget(select: SelectStmt): number | undefined {
  const { targetList = [], distinctClause, groupClause, havingClause, op } = select;
  const [first] = targetList;
  const each = op === undefined || op === 'SETOP_NONE';
  if (!each || distinctClause !== undefined || groupClause !== undefined || havingClause !== undefined)
    return undefined;
  if (targetList.some((target) => functionsIn(target).some((name) => aggregates.has(name)))) return undefined;
  return first !== undefined && 'ResTarget' in first ? (first.ResTarget.location ?? 0) : undefined;
}

/** `pg_proc.prokind = 'a'`: those that people write in migrations. */
const aggregates: ReadonlySet<string> = new Set(
  `array_agg avg bit_and bit_or bool_and bool_or count every json_agg json_object_agg jsonb_agg jsonb_object_agg max min
   mode percentile_cont percentile_disc string_agg stddev sum variance xmlagg`.split(/\s+/),
);

/** The condition of the query's WHERE, or of its last inner join where it has none: another one may stand behind it. */
export function conditionOfQuery(select: SelectStmt | undefined, context: StatementContext): Span | undefined {
  const { source } = context;
  const [first] = select?.fromClause ?? [];
  if (select === undefined || first === undefined || source.partial) return undefined;
  const start = leftTable(first);
  const depth = start === undefined ? undefined : tokenAt(source, source.offset(start))?.depth;
  if (start === undefined || depth === undefined) return undefined;
  if (select.whereClause !== undefined) {
    const word = findWords(source, source.offset(start), ['where'], depth);
    return word && context.place(extent(source, word.end, behindWhere));
  }
  const last = select.fromClause?.at(-1);
  const join = last && 'JoinExpr' in last ? last.JoinExpr : undefined;
  const joined = join && joinedTable(join);
  const word = joined === undefined ? undefined : findWords(source, source.offset(joined), ['on'], depth);
  return word && context.place(extent(source, word.end, behindWhere));
}

/** Words that may follow a condition on its depth. */
const behindWhere =
  'group having window union intersect except order limit offset fetch for on returning join inner left right full cross natural'.split(
    ' ',
  );

/** The table on the right of an inner join with a condition of its own. */
function joinedTable({ jointype, quals, rarg }: JoinExpr): number | undefined {
  if (quals === undefined || (jointype !== undefined && jointype !== 'JOIN_INNER')) return undefined;
  return rarg && 'RangeVar' in rarg ? rarg.RangeVar.location : undefined;
}

/** Where the first table of nested joins is written. */
function leftTable(node: Node): number | undefined {
  if ('RangeVar' in node) return node.RangeVar.location;
  const inner = 'JoinExpr' in node ? node.JoinExpr.larg : undefined;
  return inner && leftTable(inner);
}

function at(context: StatementContext, offset: number): Span {
  return context.place({ start: offset, end: offset });
}
