/** SQLAlchemy Core's and the ORM's statements as SQL text, mapped to their Python source. */

import { unknownOf } from '../python/constant.ts';
import { computedString, holeString } from '../python/string.ts';
import type { CallArgument, StringValue, Value } from '../python/value.ts';
import { quoteIdentifier, quoteQualified } from '../sql/quote.ts';
import type { Span } from '../text/span.ts';
import { type Chain, takeApart, type Verb } from './core-chain.ts';
import { type DerivedTable, derivedTable } from './core-derived.ts';
import { type CoreContext, columnReference, conditionSql, expressionSql, sqlList, sqlPieces } from './core-sql.ts';
import { type CoreTable, coreTable } from './core-table.ts';
import { columnList, columnOf, rowsOf, setsOf } from './core-values.ts';
import { positional } from './symbol.ts';

/** What a value is as a statement: SQL, or why it can't be read; undefined when it is no statement. */
export type CoreStatement = { readonly sql: StringValue } | { readonly opaque: string };

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
        ...relationList(' FROM ', from, inside, at),
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
  const others = relationList(' USING ', using, inside, at);
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
  const derived = named.flatMap((value) => derivedTable(value) ?? []);
  const own = [...relationsIn(all, around), ...derived].filter(isFirst);
  const tables = own.length > 0 ? own : relationsIn(all, []);
  const inside = context.within(tables.map(keyOf));
  const columns = subjects.map((subject) =>
    coreTable(subject) ? computedString('*', subject.span) : expressionSql(subject, inside),
  );
  const limited = chain.steps.some(({ name }) => name === 'limit' || name === 'first' || name === 'one_or_none');
  const where = whereSql(chain, inside, at, joins);
  const list = columns.length > 0 ? sqlList(columns, ', ', at) : '1';
  const from = relationList(' FROM ', tables, context, at);
  return { sql: sqlPieces(['SELECT ', list, ...from, ...where, ...(limited ? [' LIMIT 1'] : [])], at) };
}

/** What a statement takes rows from. */
type Relation = CoreTable | DerivedTable;

/** What a relation is called in its statement. */
function keyOf(relation: Relation): string {
  return 'select' in relation ? relation.alias : (relation.alias ?? quoteQualified(relation));
}

function isFirst(relation: Relation, i: number, all: readonly Relation[]): boolean {
  return all.findIndex((other) => keyOf(other) === keyOf(relation)) === i;
}

function relationSql(relation: Relation, context: CoreContext): StringValue {
  if (!('select' in relation)) return tableSql(relation);
  const { select, alias, span } = relation;
  return sqlPieces([expressionSql(select, context), ` AS ${quoteIdentifier(alias)}`], span);
}

function relationList(
  word: string,
  relations: readonly Relation[],
  context: CoreContext,
  at: Span,
): (string | StringValue)[] {
  if (relations.length === 0) return [];
  const list = relations.map((relation) => relationSql(relation, context));
  return [word, sqlList(list, ', ', at)];
}

/** The relations whose columns stand in the values, each once, but those that are there already. */
function relationsIn(values: readonly Value[], around: readonly string[]): readonly Relation[] {
  const found = new Map<string, Relation>();
  const visit = (value: Value): void => {
    const relation = coreTable(value) ?? relationOfColumn(value);
    if (relation) found.set(keyOf(relation), relation);
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

function relationOfColumn(value: Value): Relation | undefined {
  const reference = columnReference(value);
  return reference && (coreTable(reference.table) ?? derivedTable(reference.table));
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
