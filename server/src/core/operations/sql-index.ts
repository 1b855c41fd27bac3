/** What CREATE INDEX says beside the columns of its keys. */

import type { IndexElem, IndexStmt, Node } from '@pgsql/types';
import { calledName, columnReference } from '../sql/inside.ts';
import { stringsOf } from '../sql/names.ts';
import { extent, findWords, holeWithin, parenthesised, type Range, tokenAt } from '../sql/source.ts';
import type { CreateIndex } from './operation.ts';
import type { StatementContext } from './statement-context.ts';

type Details = Pick<CreateIndex, 'keys' | 'keyNames' | 'include' | 'nullsNotDistinct' | 'storage'>;

/** @param list what stands in the parentheses of the keys */
export function sqlIndexDetails(statement: IndexStmt, list: Range | undefined, context: StatementContext): Details {
  const elements = (statement.indexParams ?? []).flatMap((node) => ('IndexElem' in node ? [node.IndexElem] : []));
  const texts = list === undefined ? [] : keyTexts(list, context);
  const { indexIncludingParams: included = [], options = [] } = statement;
  const columns = included.flatMap((node) => ('IndexElem' in node ? (node.IndexElem.name ?? []) : []));
  const storage = options.length === 0 ? undefined : storageOf(statement, context);
  return {
    ...(texts.length !== elements.length || elements.every(isBare)
      ? {}
      : { keys: elements.map((element, i) => (isBare(element) ? undefined : texts[i])) }),
    ...(columns.length > 0 || elements.some(({ name }) => name === undefined)
      ? {
          keyNames: numbered([...elements.map(({ name, expr }) => name ?? expressionName(expr) ?? 'expr'), ...columns]),
        }
      : {}),
    ...(columns.length === 0 ? {} : { include: columns }),
    ...(statement.nulls_not_distinct ? { nullsNotDistinct: true } : {}),
    ...(storage === undefined ? {} : { storage }),
  };
}

function isBare({
  name,
  collation,
  opclass,
  ordering = 'SORTBY_DEFAULT',
  nulls_ordering = 'SORTBY_NULLS_DEFAULT',
}: IndexElem): boolean {
  const isOrdered = ordering !== 'SORTBY_DEFAULT' || nulls_ordering !== 'SORTBY_NULLS_DEFAULT';
  return name !== undefined && collation === undefined && opclass === undefined && !isOrdered;
}

/** The text of each key, between the commas; undefined for what is only known at run time. */
function keyTexts(list: Range, context: StatementContext): readonly (string | undefined)[] {
  const { source } = context;
  const texts: (string | undefined)[] = [];
  for (let at = list.start; at < list.end; ) {
    const key = extent(source, at);
    texts.push(holeWithin(source, key.start, key.end) === undefined ? context.sql(key) : undefined);
    const comma = tokenAt(source, key.end);
    if (comma === undefined || key.end <= at) break;
    at = comma.end;
  }
  return texts;
}

function storageOf({ relation }: IndexStmt, context: StatementContext): string | undefined {
  const { source } = context;
  const word = findWords(source, source.offset(relation?.location), ['with'], 0);
  const inner = word && parenthesised(source, word.end);
  return inner && context.sql(inner);
}

/** What the server calls an expression, as it names the columns of a query. */
export function expressionName(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if ('FuncCall' in node) return calledName(node.FuncCall).split('.').at(-1);
  if ('ColumnRef' in node) return columnReference(node.ColumnRef)?.column;
  if ('CoalesceExpr' in node) return 'coalesce';
  if ('MinMaxExpr' in node) return node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest';
  if ('CaseExpr' in node) return 'case';
  if ('CollateClause' in node) return expressionName(node.CollateClause.arg);
  if ('A_Indirection' in node) return expressionName(node.A_Indirection.arg);
  if ('TypeCast' in node) return expressionName(node.TypeCast.arg) ?? stringsOf(node.TypeCast.typeName?.names).at(-1);
  return undefined;
}

/** Names that come again get numbers. */
function numbered(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let pass = 1; taken.has(own); pass++) own = `${name}${pass}`;
    taken.add(own);
    return own;
  });
}
