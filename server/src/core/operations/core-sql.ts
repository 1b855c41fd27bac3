/**
 * SQLAlchemy expressions as SQL text, each piece mapped to its Python source, so that they are read by the same grammar
 * as raw SQL. Values of the run become bind parameters; what may be a condition of any kind becomes a hole.
 */

import { itemsOf, plain, unknownOf } from '../python/constant.ts';
import { anchorString, computedString, concatStrings, holeString } from '../python/string.ts';
import type { CallValue, StringValue, Value } from '../python/value.ts';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../sql/quote.ts';
import type { Span } from '../text/span.ts';
import { derivedTable } from './core-derived.ts';
import { coreTable, modelColumn } from './core-table.ts';
import { calledName, isCallOf, keyword, parameter, positional, sqlalchemyName } from './symbol.ts';

export interface CoreContext {
  /** The whole file. */
  readonly text: string;
  /** Of a definition, to which the server takes no parameters: a value that isn't known is a hole. */
  readonly definition?: true;
  /** A SELECT as SQL; undefined for anything else. It leaves out tables that the statement around it brings along. */
  select(value: Value): StringValue | undefined;
  /** The same inside of a statement on these tables. */
  within(tables: readonly string[]): CoreContext;
}

/** Pieces one after another; plain ones stand for the whole expression. */
export function sqlPieces(pieces: readonly (string | StringValue)[], at: Span): StringValue {
  return concatStrings(
    pieces.map((piece) => (typeof piece === 'string' ? computedString(piece, at) : piece)),
    at,
  );
}

export function sqlList(items: readonly StringValue[], separator: string, at: Span): StringValue {
  return sqlPieces(
    items.flatMap((item, i) => (i === 0 ? [item] : [separator, item])),
    at,
  );
}

/** Several conditions that all must hold. */
export function conditionSql(values: readonly Value[], context: CoreContext, at: Span): StringValue {
  const conditions = values.map((value) =>
    sqlPieces(['(', expressionSql(value, context, 'condition'), ')'], value.span),
  );
  return sqlList(conditions, ' AND ', at);
}

/** An expression; where a condition stands, what isn't known may hold any condition. */
export function expressionSql(value: Value, context: CoreContext, place: 'value' | 'condition' = 'value'): StringValue {
  const { span } = value;
  const select = context.select(value);
  if (select) return sqlPieces([asksWhether(value) ? 'EXISTS (' : '(', select, ')'], span);
  const known =
    literalSql(value) ??
    columnSql(value, span) ??
    (value.kind === 'call' ? callSql(value, context) : undefined) ??
    (value.kind === 'operator' ? operatorSql(value.operator, value.operands, context, span) : undefined) ??
    bareFunction(value, span);
  return (
    known ??
    (place === 'condition' || context.definition
      ? holeString(unknownOf(value, context.text), span)
      : bind(value, context))
  );
}

/** `select(…).exists()`, and `exists().where(…)`. */
function asksWhether(value: Value): boolean {
  if (value.kind !== 'call') return false;
  if (value.callee.kind !== 'member') return isCallOf(value, 'exists');
  return value.callee.name === 'exists' || (asksWhether(value.callee.object) && value.callee.name !== 'select');
}

/** A value of the run, as a bind parameter that bears its name. */
function bind(value: Value, { text }: CoreContext): StringValue {
  const source = text.slice(value.span.start, value.span.end);
  const name = /^[A-Za-z_][\w.[\]"']*$/.test(source) ? source.replace(/\W+/g, '_').replace(/_$/, '') : 'value';
  return computedString(`:${name} `, value.span);
}

function literalSql(value: Value): StringValue | undefined {
  const constant = plain(value);
  if (constant === undefined) return undefined;
  const sql = typeof constant === 'string' ? quoteLiteral(constant) : constant === null ? 'NULL' : String(constant);
  return computedString(sql, value.span);
}

/** `users.c.name`, `User.name`, `column("name")`, `"name"` through `.c[...]`. */
export function columnSql(value: Value, at: Span): StringValue | undefined {
  if (isCallOf(value, 'column', 'Column', 'quoted_name')) {
    const name = plain(positional(value)[0] ?? value);
    return typeof name === 'string' ? computedString(quoteIdentifier(name), at) : undefined;
  }
  const reference = columnReference(value);
  if (!reference) return undefined;
  const table = coreTable(reference.table);
  const owner = table ? (table.alias ?? table.name) : derivedTable(reference.table)?.alias;
  const prefix = owner === undefined ? '' : `${quoteIdentifier(owner)}.`;
  return computedString(prefix + quoteIdentifier(reference.column), at);
}

/** The table value and column name that a member of a table stands for. */
export function columnReference(value: Value): { readonly table: Value; readonly column: string } | undefined {
  if (value.kind === 'operator' && value.operator === '[]') {
    const [object, key] = value.operands;
    const name = key && plain(key);
    return object && typeof name === 'string' && isColumns(object) ? { table: object.object, column: name } : undefined;
  }
  if (value.kind === 'reference') return importedColumn(value.path, value);
  if (value.kind !== 'member') return undefined;
  const { object, name } = value;
  if (isColumns(object)) return { table: object.object, column: name };
  if (object.kind === 'class') return { table: object, column: modelColumn(object, name) };
  return undefined;
}

function isColumns(value: Value): value is Extract<Value, { kind: 'member' }> {
  return value.kind === 'member' && (value.name === 'c' || value.name === 'columns');
}

/** `User.name` of an imported model: the column is known, its table isn't. */
function importedColumn(path: string, value: Value): { readonly table: Value; readonly column: string } | undefined {
  const parts = path.split('.');
  const owner = parts.at(-2) ?? '';
  const name = parts.at(-1) ?? '';
  if (sqlalchemyName(value) !== undefined || !/^([A-Z]\w*|c)$/.test(owner) || !/^[a-z_]\w*$/.test(name))
    return undefined;
  return { table: value, column: name };
}

function bareFunction(value: Value, at: Span): StringValue | undefined {
  const name = sqlalchemyName(value);
  if (name === 'true' || name === 'false' || name === 'null') return computedString(name, at);
  return undefined;
}

function callSql(value: CallValue, context: CoreContext): StringValue | undefined {
  const name = sqlalchemyName(value.callee);
  if (name === undefined) return value.callee.kind === 'member' ? methodSql(value, value.callee, context) : undefined;
  const args = positional(value);
  if (name.startsWith('func.')) {
    const list = args.map((arg) => expressionSql(arg, context));
    const called = name.slice('func.'.length);
    if (called === 'next_value') return nextValueSql(args[0], value.span);
    // SQLAlchemy writes these without parentheses.
    if (/^(current_(date|time|timestamp|user)|localtime(stamp)?|session_user)$/.test(called) && args.length === 0) {
      return computedString(called.toUpperCase(), value.span);
    }
    return sqlPieces([`${called}(`, sqlList(list, ', ', value.span), ')'], value.span);
  }
  return constructs[calledName(value) ?? '']?.(args, value, context);
}

type Construct = (args: readonly Value[], value: CallValue, context: CoreContext) => StringValue | undefined;

const constructs: Readonly<Record<string, Construct | undefined>> = {
  text: (args, value, context) => rawSql(args[0], value.span, context),
  literal_column: (args, value, context) => rawSql(args[0], value.span, context),
  DDL: (args, value, context) => rawSql(args[0], value.span, context),
  and_: (args, value, context) => group(args, ' AND ', value, context),
  or_: (args, value, context) => group(args, ' OR ', value, context),
  not_: ([arg], value, context) =>
    arg && sqlPieces(['NOT (', expressionSql(arg, context, 'condition'), ')'], value.span),
  true: (_, value) => computedString('true', value.span),
  false: (_, value) => computedString('false', value.span),
  null: (_, value) => computedString('NULL', value.span),
  bindparam: ([arg], value) => computedString(`:${nameOf(arg)} `, value.span),
  literal: ([arg], _, context) => arg && expressionSql(arg, context),
  type_coerce: ([arg], _, context) => arg && expressionSql(arg, context),
  cast: ([arg], _, context) => arg && expressionSql(arg, context),
  exists: ([arg], value, context) => arg && sqlPieces(['EXISTS ', expressionSql(arg, context)], value.span),
  desc: ([arg], value, context) => arg && sqlPieces([expressionSql(arg, context), ' DESC'], value.span),
  asc: ([arg], value, context) => arg && sqlPieces([expressionSql(arg, context), ' ASC'], value.span),
  nullslast: ([arg], value, context) => arg && sqlPieces([expressionSql(arg, context), ' NULLS LAST'], value.span),
  nullsfirst: ([arg], value, context) => arg && sqlPieces([expressionSql(arg, context), ' NULLS FIRST'], value.span),
  distinct: ([arg], value, context) => arg && sqlPieces(['DISTINCT ', expressionSql(arg, context)], value.span),
  case: caseSql,
  next_value: ([sequence], value) => nextValueSql(sequence, value.span),
};

/** SQL that the author wrote, where its text is known. */
function rawSql(value: Value | undefined, at: Span, context: CoreContext): StringValue | undefined {
  if (value?.kind === 'string') return value;
  return value && holeString(unknownOf(value, context.text), at);
}

function group(args: readonly Value[], glue: string, value: CallValue, context: CoreContext): StringValue {
  const open = value.arguments.find((argument) => argument.star)?.value;
  const items = [...args, ...(open ? [open] : [])];
  if (items.length === 0) return computedString('true', value.span);
  const parts = items.map((item) => sqlPieces(['(', expressionSql(item, context, 'condition'), ')'], item.span));
  return sqlPieces(['(', sqlList(parts, glue, value.span), ')'], value.span);
}

function nameOf(value: Value | undefined): string {
  const name = value && plain(value);
  return typeof name === 'string' && /^\w+$/.test(name) ? name : 'value';
}

/** `Sequence("numbers").next_value()`; one that is imported has a name that isn't known. */
function nextValueSql(sequence: Value | undefined, at: Span): StringValue {
  const name = isCallOf(sequence, 'Sequence') ? plain(parameter(sequence, 0, 'name') ?? sequence) : undefined;
  const schema = isCallOf(sequence, 'Sequence') ? keyword(sequence, 'schema') : undefined;
  const known = schema === undefined || schema.kind === 'none' ? undefined : plain(schema);
  if (typeof name !== 'string') return computedString('nextval(NULL)', at);
  const qualified = quoteQualified({ name, schema: typeof known === 'string' ? known : undefined });
  return computedString(`nextval(${quoteLiteral(qualified)})`, at);
}

/** `case((test, value), …, else_=…)`, and the older `case([(test, value)])`. */
function caseSql(args: readonly Value[], value: CallValue, context: CoreContext): StringValue | undefined {
  const list = args.length === 1 && args[0]?.kind === 'list' ? args[0].items : args;
  const whens = list.map((pair) => itemsOf(pair));
  const fallback = value.arguments.find((argument) => argument.name === 'else_')?.value;
  if (whens.length === 0 || whens.some((pair) => pair?.length !== 2)) return undefined;
  const parts = whens.flatMap((pair) => {
    const [test, result] = pair ?? [];
    if (!test || !result) return [];
    return [' WHEN ', expressionSql(test, context, 'condition'), ' THEN ', expressionSql(result, context)];
  });
  const end = fallback ? [' ELSE ', expressionSql(fallback, context)] : [];
  return sqlPieces(['CASE', ...parts, ...end, ' END'], value.span);
}

function methodSql(
  value: CallValue,
  { object, name }: Extract<Value, { kind: 'member' }>,
  context: CoreContext,
): StringValue | undefined {
  const { span } = value;
  const args = positional(value);
  const [first] = args;
  if (object.kind === 'call' && object.callee.kind === 'member' && object.callee.name === 'op') return undefined;
  const operand = () => expressionSql(object, context);
  const other = () => (first ? expressionSql(first, context) : computedString('NULL', span));
  if (name === 'next_value') return nextValueSql(object, span);
  const infix = infixMethods[name];
  if (infix) return sqlPieces([operand(), ` ${infix} `, other()], span);
  if (name === 'in_' || name === 'notin_' || name === 'not_in') {
    return inSql(operand(), first, name === 'in_' ? ' IN ' : ' NOT IN ', context, span);
  }
  if (name === 'between' && args[1])
    return sqlPieces([operand(), ' BETWEEN ', other(), ' AND ', expressionSql(args[1], context)], span);
  if (name === 'startswith' || name === 'endswith' || name === 'contains')
    return sqlPieces([operand(), ' LIKE ', other()], span);
  const suffix = suffixMethods[name];
  if (suffix !== undefined) return sqlPieces([operand(), suffix], span);
  return undefined;
}

const infixMethods: Readonly<Record<string, string | undefined>> = {
  is_: 'IS',
  isnot: 'IS NOT',
  is_not: 'IS NOT',
  like: 'LIKE',
  notlike: 'NOT LIKE',
  not_like: 'NOT LIKE',
  ilike: 'ILIKE',
  concat: '||',
  is_distinct_from: 'IS DISTINCT FROM',
  isnot_distinct_from: 'IS NOT DISTINCT FROM',
};

const suffixMethods: Readonly<Record<string, string | undefined>> = {
  desc: ' DESC',
  asc: ' ASC',
  nullslast: ' NULLS LAST',
  nulls_last: ' NULLS LAST',
  nullsfirst: ' NULLS FIRST',
  label: '',
  cast: '',
  self_group: '',
  scalar_subquery: '',
  as_scalar: '',
  params: '',
  bindparams: '',
  columns: '',
};

function inSql(
  operand: StringValue,
  list: Value | undefined,
  word: string,
  context: CoreContext,
  at: Span,
): StringValue {
  const items = list && itemsOf(list);
  const subquery = list && context.select(list);
  if (subquery) return sqlPieces([operand, word, '(', subquery, ')'], at);
  const values = items?.map((item) => expressionSql(item, context)) ?? (list ? [expressionSql(list, context)] : []);
  if (values.length === 0) return computedString(word === ' IN ' ? 'false' : 'true', at);
  return sqlPieces([operand, word, '(', sqlList(values, ', ', at), ')'], at);
}

const operators: Readonly<Record<string, string | undefined>> = {
  '==': '=',
  '!=': '<>',
  '&': 'AND',
  '|': 'OR',
};

function operatorSql(
  operator: string,
  operands: readonly Value[],
  context: CoreContext,
  at: Span,
): StringValue | undefined {
  const [left, right] = operands;
  if (!left) return undefined;
  if (!right) {
    if (operator === '~') return sqlPieces(['NOT (', expressionSql(left, context, 'condition'), ')'], at);
    return operator === '-' ? sqlPieces(['-', expressionSql(left, context)], at) : undefined;
  }
  if (operator === '&' || operator === '|') {
    const side = (value: Value) => sqlPieces(['(', expressionSql(value, context, 'condition'), ')'], value.span);
    return sqlPieces(['(', side(left), operator === '&' ? ' AND ' : ' OR ', side(right), ')'], at);
  }
  if (!/^(==|!=|<=?|>=?|[-+*/%])$/.test(operator)) return undefined;
  // Python's own arithmetic on values of the run gives one more value of the run.
  if (!isSql(left) && !isSql(right)) return undefined;
  if (right.kind === 'none' || isCallOf(right, 'null'))
    return sqlPieces([expressionSql(left, context), operator === '==' ? ' IS NULL' : ' IS NOT NULL'], at);
  return sqlPieces(
    [expressionSql(left, context), ` ${operators[operator] ?? operator} `, expressionSql(right, context)],
    at,
  );
}

/** Whether the value is an expression of SQLAlchemy, rather than one that Python computes. */
export function isSql(value: Value): boolean {
  if (columnReference(value) || sqlalchemyName(value) !== undefined) return true;
  if (value.kind === 'call')
    return sqlalchemyName(value.callee) !== undefined || (value.callee.kind === 'member' && isSql(value.callee.object));
  return value.kind === 'operator' && value.operands.some(isSql);
}

/** The text of an expression that stands for itself, such as a check's condition given as a string. */
export function sqlText(value: Value, context: CoreContext): StringValue {
  if (value.kind === 'string') return value;
  return anchorString(expressionSql(value, { ...context, definition: true }, 'condition'), value.span);
}
