/** What a statement of SQLAlchemy writes: the SET list of an UPDATE, the rows of an INSERT. */

import { itemsOf, plain, unknownOf } from '../python/constant.ts';
import { computedString, holeString } from '../python/string.ts';
import type { StringValue, Value } from '../python/value.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import type { Span } from '../text/span.ts';
import type { Chain } from './core-chain.ts';
import { type CoreContext, columnReference, expressionSql, sqlList, sqlPieces } from './core-sql.ts';
import { coreTable, modelColumn } from './core-table.ts';
import { isCallOf, positional, unreadArgument } from './symbol.ts';

/** The column that a model's attribute stands for; a table's columns are called by their own names. */
export function columnOf(subject: Value | undefined, name: string): string {
  return subject?.kind === 'class' ? modelColumn(subject, name) : name;
}

export interface Entry {
  readonly name: string;
  readonly value: Value;
  readonly span: Span;
}

/** The SET list; a hole where columns aren't known. */
export function setsOf(chain: Chain, context: CoreContext, rows: Value | undefined, at: Span): StringValue {
  const entries: Entry[] = [];
  const open: Value[] = [];
  for (const { name, call } of chain.steps) {
    const isQuery = name === 'update' && call.callee.kind === 'member' && !coreTable(call.callee.object);
    if (name !== 'values' && name !== 'ordered_values' && !isQuery) {
      const old = call.arguments.find((argument) => argument.name === 'values');
      if (old) collect(old.value, entries, open);
      continue;
    }
    for (const value of positional(call)) collect(value, entries, open);
    for (const { name: column, value, span } of call.arguments) {
      if (column !== undefined && column !== 'synchronize_session') entries.push({ name: column, value, span });
    }
    const unread = unreadArgument(call);
    if (unread) open.push(unread.value);
  }
  if (entries.length === 0 && rows) {
    const row = itemsOf(rows)?.[0] ?? rows;
    collect(rows.kind === 'dict' ? rows : row, entries, open);
  }
  const list = entries.map(({ name, value, span }) =>
    sqlPieces(
      [computedString(quoteIdentifier(columnOf(chain.subjects[0], name)), span), ' = ', expressionSql(value, context)],
      span,
    ),
  );
  const [first] = open;
  if (first || list.length === 0) {
    const hole = holeString(
      unknownOf(first ?? chain.steps[0]?.call ?? { kind: 'none', span: at }, context.text),
      first?.span ?? at,
    );
    list.push(sqlPieces([hole, ' = ', hole], at));
  }
  return sqlList(list, ', ', at);
}

/** The entries of `{"a": 1}`, `{t.c.a: 1}`, `[("a", 1)]`; what isn't known goes to `open`. */
function collect(value: Value, entries: Entry[], open: Value[]): void {
  const pairs =
    value.kind === 'dict'
      ? value.entries
      : itemsOf(value)?.flatMap((item) => {
          const [key, of] = itemsOf(item) ?? [];
          return key && of ? [{ key, value: of }] : [];
        });
  for (const pair of pairs ?? []) {
    const name = columnName(pair.key);
    if (name === undefined) open.push(pair.key);
    else entries.push({ name, value: pair.value, span: pair.key.span });
  }
  if (!pairs) open.push(value);
}

function columnName(key: Value): string | undefined {
  const constant = plain(key);
  if (typeof constant === 'string') return constant;
  if (isCallOf(key, 'column', 'Column')) return columnName(positional(key)[0] ?? { kind: 'none', span: key.span });
  return columnReference(key)?.column;
}

/** The rows of an INSERT, as far as they are known. */
export function rowsOf(chain: Chain, given: Value | undefined): readonly (readonly Entry[])[] | undefined {
  const rows: Entry[][] = [];
  const open: Value[] = [];
  const add = (value: Value): void => {
    const many = value.kind === 'list' || value.kind === 'tuple' ? value.items : [value];
    for (const row of many) {
      const entries: Entry[] = [];
      collect(row, entries, open);
      rows.push(entries);
    }
  };
  for (const { name, call } of chain.steps) {
    if (name !== 'values' && name !== 'insert') continue;
    const named = call.arguments.flatMap(({ name: column, value, span }) =>
      column === undefined || column === 'values' ? [] : [{ name: column, value, span }],
    );
    if (name === 'values') for (const value of positional(call)) add(value);
    for (const argument of call.arguments) if (argument.name === 'values') add(argument.value);
    if (named.length > 0) rows.push(named);
    const unread = unreadArgument(call);
    if (unread) open.push(unread.value);
  }
  if (given) add(given);
  return open.length > 0 || rows.length === 0 ? undefined : rows;
}

export function columnList(names: Value | undefined): string {
  const columns = names && itemsOf(names)?.map(columnName);
  if (!columns || columns.includes(undefined)) return '';
  return ` (${columns.flatMap((column) => (column === undefined ? [] : [quoteIdentifier(column)])).join(', ')})`;
}
