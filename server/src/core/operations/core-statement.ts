/** SQLAlchemy Core's and the ORM's statements as SQL text, mapped to their Python source. */

import { itemsOf, plain, unknownOf } from '../python/constant.ts';
import { computedString, holeString } from '../python/string.ts';
import type { CallArgument, CallValue, StringValue, Value } from '../python/value.ts';
import { quoteIdentifier, quoteQualified } from '../sql/quote.ts';
import type { Span } from '../text/span.ts';
import { type CoreContext, columnReference, conditionSql, expressionSql, sqlList, sqlPieces } from './core-sql.ts';
import { type CoreTable, coreTable, modelColumn } from './core-table.ts';
import { isCallOf, positional, unreadArgument } from './symbol.ts';

/** What a value is as a statement: SQL, or why it can't be read; undefined when it is no statement. */
export type CoreStatement = { readonly sql: StringValue } | { readonly opaque: string };

type Verb = 'update' | 'delete' | 'insert' | 'select';

interface Step {
  readonly name: string;
  readonly call: CallValue;
}

/** A statement taken apart: what it is made of, and the methods called on it, in order. */
interface Chain {
  readonly verb: Verb;
  /** The table, or what a select selects. */
  readonly subjects: readonly Value[];
  readonly steps: readonly Step[];
}

export function coreContext(text: string, around: readonly string[] = []): CoreContext {
  const context: CoreContext = {
    text,
    select: (value) => {
      const chain = takeApart(value);
      const result = chain?.verb === 'select' ? selectSql(chain, value.span, context, around) : undefined;
      return result && 'sql' in result ? result.sql : undefined;
    },
    within: (tables) => coreContext(text, [...around, ...tables]),
  };
  return context;
}

/** `rows` is the second argument of `execute`: a dictionary of values, or a list of them. */
export function coreStatement(value: Value, context: CoreContext, rows?: Value): CoreStatement | undefined {
  const chain = takeApart(value);
  return chain && writers[chain.verb](chain, value.span, context, rows);
}

const writers: Record<Verb, (chain: Chain, at: Span, context: CoreContext, rows?: Value) => CoreStatement> = {
  update: updateSql,
  delete: deleteSql,
  insert: insertSql,
  select: (chain, at, context) => selectSql(chain, at, context, []),
};

const verbs: Readonly<Record<string, Verb | undefined>> = {
  update: 'update',
  delete: 'delete',
  insert: 'insert',
  select: 'select',
};

function takeApart(value: Value): Chain | undefined {
  const steps: Step[] = [];
  let current = value;
  while (current.kind === 'call' && current.callee.kind === 'member') {
    const { object, name } = current.callee;
    if (verbs[name] && coreTable(object)) return rooted(verbs[name], [object], [{ name, call: current }, ...steps]);
    if (name === 'query' && steps.length > 0) return queryChain(current, steps);
    steps.unshift({ name, call: current });
    current = object;
  }
  // `exists().where(…)` is a select that only asks whether.
  if (isCallOf(current, 'exists') && steps.length > 0) return rooted('select', [], steps);
  if (!isCallOf(current, 'update', 'delete', 'insert', 'select')) return undefined;
  const verb = ['update', 'delete', 'insert', 'select'].find((name) => isCallOf(current, name)) as Verb;
  return rooted(verb, positional(current), [{ name: verb, call: current }, ...steps]);
}

function rooted(verb: Verb, subjects: readonly Value[], steps: readonly Step[]): Chain {
  return { verb, subjects, steps };
}

/** `session.query(User).filter(…).update({…})`. */
function queryChain(query: CallValue, steps: readonly Step[]): Chain {
  const last = steps.at(-1);
  const verb = last?.name === 'update' ? 'update' : last?.name === 'delete' ? 'delete' : 'select';
  return { verb, subjects: positional(query), steps };
}

/** The column that a model's attribute stands for; a table's columns are called by their own names. */
function columnOf(subject: Value | undefined, name: string): string {
  return subject?.kind === 'class' ? modelColumn(subject, name) : name;
}

function tableSql(table: CoreTable): StringValue {
  const alias = table.alias === undefined ? '' : ` AS ${quoteIdentifier(table.alias)}`;
  return computedString(quoteQualified(table) + alias, table.span);
}

function noTable(value: Value | undefined, context: CoreContext): CoreStatement {
  if (!value) return { opaque: 'no table is named' };
  const { reason } = unknownOf(value, context.text);
  return { opaque: `the table is not known: ${reason}` };
}

function updateSql(chain: Chain, at: Span, context: CoreContext, rows?: Value): CoreStatement {
  const [subject] = chain.subjects;
  const table = subject && coreTable(subject);
  if (!table) return noTable(subject, context);
  const from = relationsIn(whereValues(chain), [keyOf(table)]);
  const inside = context.within([keyOf(table), ...from.map(keyOf)]);
  return {
    sql: sqlPieces(
      [
        'UPDATE ',
        tableSql(table),
        ' SET ',
        setsOf(chain, inside, rows, at),
        ...relationList(' FROM ', from, at),
        ...whereSql(chain, inside, at),
      ],
      at,
    ),
  };
}

function deleteSql(chain: Chain, at: Span, context: CoreContext): CoreStatement {
  const [subject] = chain.subjects;
  const table = subject && coreTable(subject);
  if (!table) return noTable(subject, context);
  const using = relationsIn(whereValues(chain), [keyOf(table)]);
  const inside = context.within([keyOf(table), ...using.map(keyOf)]);
  const others = relationList(' USING ', using, at);
  return { sql: sqlPieces(['DELETE FROM ', tableSql(table), ...others, ...whereSql(chain, inside, at)], at) };
}

function insertSql(chain: Chain, at: Span, context: CoreContext, given?: Value): CoreStatement {
  const [subject] = chain.subjects;
  const table = subject && coreTable(subject);
  if (!table) return noTable(subject, context);
  const into = ['INSERT INTO ', tableSql(table)];
  const from = chain.steps.find((step) => step.name === 'from_select');
  if (from) {
    const [names, query] = positional(from.call);
    const select = query && context.select(query);
    const columns = columnList(names);
    const source = select ?? holeString(unknownOf(query ?? from.call, context.text), from.call.span);
    return { sql: sqlPieces([...into, columns, ' ', source], at) };
  }
  const rows = rowsOf(chain, given);
  if (!rows)
    return {
      sql: sqlPieces(
        [...into, ' SELECT ', holeString(unknownOf(given ?? chain.steps[0]?.call ?? subject, context.text), at)],
        at,
      ),
    };
  const names = [...new Set(rows.flatMap((row) => row.map(({ name }) => name)))];
  if (names.length === 0) return { sql: sqlPieces([...into, ' DEFAULT VALUES'], at) };
  const tuples = rows.map((row) => {
    const values = names.map((name) => {
      const found = row.find((entry) => entry.name === name);
      return found ? expressionSql(found.value, context) : computedString('DEFAULT', at);
    });
    return sqlPieces(['(', sqlList(values, ', ', at), ')'], row[0]?.value.span ?? at);
  });
  return {
    sql: sqlPieces(
      [
        ...into,
        ` (${names.map((name) => quoteIdentifier(columnOf(subject, name))).join(', ')}) VALUES `,
        sqlList(tuples, ', ', at),
      ],
      at,
    ),
  };
}

/** `around`: tables of the statements around it, which SQLAlchemy takes from there. */
function selectSql(chain: Chain, at: Span, context: CoreContext, around: readonly string[]): CoreStatement {
  const subjects = chain.subjects.flatMap((subject) => (subject.kind === 'list' ? subject.items : [subject]));
  const named = chain.steps.flatMap(({ name, call }) =>
    name === 'select_from' || name === 'join' || name === 'outerjoin' ? positional(call) : [],
  );
  const joins = chain.steps
    .filter(({ name }) => name === 'join' || name === 'outerjoin')
    .flatMap(({ call }) => positional(call).slice(1));
  const all = [...subjects, ...named, ...whereValues(chain)];
  const own = relationsIn(all, around);
  const tables = own.length > 0 ? own : relationsIn(all, []);
  const inside = context.within(tables.map(keyOf));
  const columns = subjects.map((subject) =>
    coreTable(subject) ? computedString('*', subject.span) : expressionSql(subject, inside),
  );
  const limited = chain.steps.some(({ name }) => name === 'limit' || name === 'first' || name === 'one_or_none');
  const where = whereSql(chain, inside, at, joins);
  const list = columns.length > 0 ? sqlList(columns, ', ', at) : '1';
  const from = relationList(' FROM ', tables, at);
  return { sql: sqlPieces(['SELECT ', list, ...from, ...where, ...(limited ? [' LIMIT 1'] : [])], at) };
}

/** What a table is called in its statement. */
function keyOf(table: CoreTable): string {
  return table.alias ?? quoteQualified(table);
}

function relationList(word: string, tables: readonly CoreTable[], at: Span): (string | StringValue)[] {
  return tables.length > 0 ? [word, sqlList(tables.map(tableSql), ', ', at)] : [];
}

/** The tables whose columns stand in the values, each once, but those that are there already. */
function relationsIn(values: readonly Value[], around: readonly string[]): readonly CoreTable[] {
  const found = new Map<string, CoreTable>();
  const visit = (value: Value): void => {
    const table = coreTable(value) ?? tableOfColumn(value);
    if (table) found.set(keyOf(table), table);
    else if (value.kind === 'operator') value.operands.forEach(visit);
    else if (value.kind === 'call' && !takeApart(value)) {
      if (value.callee.kind === 'member') visit(value.callee.object);
      for (const argument of value.arguments) visit(argument.value);
    }
  };
  values.forEach(visit);
  for (const key of around) found.delete(key);
  return [...found.values()];
}

function tableOfColumn(value: Value): CoreTable | undefined {
  const reference = columnReference(value);
  return reference && coreTable(reference.table);
}

/** Everything that stands in the statement's conditions. */
function whereValues(chain: Chain): readonly Value[] {
  return chain.steps.flatMap(({ name, call }) => {
    if (name === 'where' || name === 'filter') return call.arguments.map((argument) => argument.value);
    const old = call.arguments.find((argument) => argument.name === 'whereclause');
    if (old && old.value.kind !== 'none') return [old.value];
    const isRoot =
      (name === 'update' || name === 'delete') && call.callee.kind === 'member' && coreTable(call.callee.object);
    return isRoot ? positional(call) : [];
  });
}

function whereSql(
  chain: Chain,
  context: CoreContext,
  at: Span,
  joins: readonly Value[] = [],
): (string | StringValue)[] {
  const byName = chain.steps.filter(({ name }) => name === 'filter_by').flatMap(({ call }) => call.arguments);
  const values = [...joins, ...whereValues(chain)];
  const conditions = [
    ...values.map((value) => conditionSql([value], context, value.span)),
    ...byName.map((argument) => filterBySql(chain.subjects[0], argument, context)),
  ];
  if (conditions.length === 0) return [];
  const span = {
    start: Math.min(...conditions.map((part) => part.span.start)),
    end: Math.max(...conditions.map((part) => part.span.end)),
  };
  return [computedString(' WHERE ', at), sqlList(conditions, ' AND ', span)];
}

function filterBySql(
  subject: Value | undefined,
  { name, value, span }: CallArgument,
  context: CoreContext,
): StringValue {
  if (name === undefined) return holeString(unknownOf(value, context.text), span);
  return sqlPieces(
    [quoteIdentifier(columnOf(subject, name)), value.kind === 'none' ? ' IS ' : ' = ', expressionSql(value, context)],
    span,
  );
}

interface Entry {
  readonly name: string;
  readonly value: Value;
  readonly span: Span;
}

/** The SET list; a hole where columns aren't known. */
function setsOf(chain: Chain, context: CoreContext, rows: Value | undefined, at: Span): StringValue {
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
function rowsOf(chain: Chain, given: Value | undefined): readonly (readonly Entry[])[] | undefined {
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

function columnList(names: Value | undefined): string {
  const columns = names && itemsOf(names)?.map(columnName);
  if (!columns || columns.includes(undefined)) return '';
  return ` (${columns.flatMap((column) => (column === undefined ? [] : [quoteIdentifier(column)])).join(', ')})`;
}
