/** SQL expressions of SQLAlchemy Core: text, columns, functions, comparisons and their combinations. */

import { isCallOf } from '../../operations/symbol.ts';
import type { CallValue, Value } from '../../python/value.ts';
import { exact, type Fragment, join, lowered, sql } from '../fragment.ts';
import { bind, isString, itemsOf, lastName, plainText, textOf } from '../item/arguments.ts';
import type { Setting } from '../setting.ts';
import { nameSql, rawSql, saTableSql, unknownSql } from '../text/name.ts';
import { typeSql } from '../type/ddl.ts';
import { clauseSql } from './clause.ts';
import { functionSql } from './function.ts';
import { booleanText, plainLiteral } from './literal.ts';
import { columnOf } from './table.ts';

export interface ExpressionScope {
  readonly setting: Setting;
  /** Columns are written with their table, as in UPDATE; DDL leaves it out. */
  readonly qualified: boolean;
}

/** An expression and how strongly it binds; undefined for what never needs parentheses. */
interface Bound {
  readonly sql: Fragment;
  readonly precedence?: number;
  readonly operator?: string;
}

const comparison = 5;

const binary: Readonly<
  Record<string, { readonly word: string; readonly precedence: number; readonly associative?: true }>
> = {
  '==': { word: '=', precedence: comparison },
  '!=': { word: '!=', precedence: comparison },
  '<': { word: '<', precedence: comparison },
  '<=': { word: '<=', precedence: comparison },
  '>': { word: '>', precedence: comparison },
  '>=': { word: '>=', precedence: comparison },
  '+': { word: '+', precedence: 7, associative: true },
  '-': { word: '-', precedence: 7 },
  '*': { word: '*', precedence: 8, associative: true },
  '&': { word: 'AND', precedence: 3, associative: true },
  '|': { word: 'OR', precedence: 2, associative: true },
};

/** The expression by itself. */
export function expressionSql(value: Value, scope: ExpressionScope): Fragment {
  return read(value, scope).sql;
}

/** The expression in parentheses where it is an operation, as index expressions are written. */
export function groupedSql(value: Value, scope: ExpressionScope): Fragment {
  const { sql: inner, precedence } = read(value, scope);
  return precedence === undefined ? inner : sql`(${inner})`;
}

function read(value: Value, scope: ExpressionScope): Bound {
  const { setting } = scope;
  if (value.kind === 'operator') return operation(value.operator, value.operands, scope) ?? unreadable(value, setting);
  const column = columnOf(value);
  if (column !== undefined) {
    const name = nameSql(stringValue(column.name, value), setting);
    return {
      sql: scope.qualified ? sql`${saTableSql(column.table.schema, column.table.name, setting)}.${name}` : name,
    };
  }
  if (value.kind === 'call') return { ...call(value, scope) };
  if (value.kind === 'reference' && /^sqlalchemy\.(.*\.)?func\./.test(value.path)) return unreadable(value, setting);
  const literal = plainLiteral(value, setting);
  return literal === undefined ? unreadable(value, setting) : { sql: literal };
}

function unreadable(value: Value, setting: Setting): Bound {
  return { sql: unknownSql(value, setting) };
}

function call(value: CallValue, scope: ExpressionScope): Bound {
  const { setting } = scope;
  const args = value.arguments.map((argument) => argument.value);
  const [first, second] = args;
  if (value.callee.kind === 'member')
    return method(value.callee.object, value.callee.name, value, scope) ?? unreadable(value, setting);
  const fn = functionSql(value, setting, (argument) => expressionSql(argument, scope));
  if (fn !== undefined) return { sql: fn };
  if (isCallOf(value, 'text')) return { sql: clauseSql(first ?? value, new Map(), setting) };
  if (isCallOf(value, 'literal_column')) return { sql: rawSql(first ?? value, setting) };
  if (isCallOf(value, 'column', 'Column')) return { sql: nameSql(first, setting) };
  if (isCallOf(value, 'true', 'false')) return { sql: exact(booleanText(lastName(value) === 'true', setting)) };
  if (isCallOf(value, 'null')) return { sql: exact('NULL') };
  if (isCallOf(value, 'literal', 'inline_literal') && first !== undefined)
    return { sql: plainLiteral(first, setting) ?? unknownSql(first, setting) };
  if (isCallOf(value, 'and_', 'or_')) return connected(lastName(value) === 'and_' ? '&' : '|', args, scope);
  if (isCallOf(value, 'not_') && first !== undefined) return negated(first, scope);
  if (isCallOf(value, 'cast') && first !== undefined) return { sql: sql`${castSql(first, second, scope)}` };
  if (isCallOf(value, 'type_coerce') && first !== undefined) return read(first, scope);
  if (isCallOf(value, 'desc', 'asc') && first !== undefined) {
    const column = isString(first) ? nameSql(first, setting) : operand(first, 3, undefined, scope);
    return { sql: sql`${column} ${lastName(value) === 'desc' ? 'DESC' : 'ASC'}` };
  }
  if (isCallOf(value, 'bindparam')) return unreadable(value, setting);
  return unreadable(value, setting);
}

const suffixes: Readonly<Record<string, string>> = {
  desc: 'DESC',
  asc: 'ASC',
  nulls_first: 'NULLS FIRST',
  nullsfirst: 'NULLS FIRST',
  nulls_last: 'NULLS LAST',
  nullslast: 'NULLS LAST',
};

const methods: Readonly<Record<string, string>> = {
  like: 'LIKE',
  ilike: 'ILIKE',
  not_like: 'NOT LIKE',
  notlike: 'NOT LIKE',
  is_: 'IS',
  is_not: 'IS NOT',
  isnot: 'IS NOT',
  is_distinct_from: 'IS DISTINCT FROM',
  is_not_distinct_from: 'IS NOT DISTINCT FROM',
};

/** `column.is_(None)`, `text.bindparams(x=1)`. */
function method(object: Value, name: string, value: CallValue, scope: ExpressionScope): Bound | undefined {
  const { setting } = scope;
  const [first] = value.arguments.map((argument) => argument.value);
  if (name === 'bindparams' && isCallOf(object, 'text')) return { sql: bindingText(object, value, setting) };
  const suffix = suffixes[name];
  if (suffix !== undefined) return { sql: sql`${operand(object, 3, undefined, scope)} ${suffix}` };
  if (first === undefined) return undefined;
  const word = methods[name];
  if (word !== undefined && value.arguments.length === 1) {
    if (word === 'ILIKE' && setting.dialect.name !== 'postgresql') {
      const lower = (each: Value) => sql`lower(${expressionSql(each, scope)})`;
      return { sql: sql`${lower(object)} LIKE ${lower(first)}`, precedence: comparison };
    }
    return infix(object, word, first, comparison, scope);
  }
  if (name === 'in_' || name === 'not_in' || name === 'notin_') return membership(object, first, name === 'in_', scope);
  if (name === 'cast') return { sql: sql`${castSql(object, first, scope)}` };
  return undefined;
}

function castSql(value: Value, type: Value | undefined, scope: ExpressionScope): Fragment {
  const written = sql`CAST(${expressionSql(value, scope)} AS ${typeSql(type, scope.setting)})`;
  return scope.setting.dialect.name === 'mysql' ? lowered(written, 'assumed', 'MySQL casts to fewer types') : written;
}

function bindingText(text: CallValue, { arguments: args }: CallValue, setting: Setting): Fragment {
  const binds = new Map<string, Fragment>();
  for (const { name, value } of args) {
    const literal = plainLiteral(value, setting);
    if (name !== undefined) binds.set(name, literal ?? unknownSql(value, setting));
    else if (isCallOf(value, 'bindparam')) {
      const parameter = bind(value, ['key', 'value', 'type_']);
      const key = plainText(parameter.values.get('key'));
      const given = parameter.values.get('value');
      if (key !== undefined && given !== undefined)
        binds.set(key, plainLiteral(given, setting) ?? unknownSql(given, setting));
    }
  }
  const [content] = text.arguments;
  return clauseSql(content?.value ?? text, binds, setting);
}

function membership(left: Value, right: Value, positive: boolean, scope: ExpressionScope): Bound | undefined {
  const items = itemsOf(right);
  if (items === undefined || items.length === 0) return undefined;
  const list = join(
    items.map((item) => expressionSql(item, scope)),
    ', ',
  );
  const inner = sql`${operand(left, comparison, undefined, scope)} ${positive ? 'IN' : 'NOT IN'} (${list})`;
  return { sql: positive ? inner : sql`(${inner})`, precedence: comparison };
}

function operation(operator: string, operands: readonly Value[], scope: ExpressionScope): Bound | undefined {
  const [left, right] = operands;
  if (left === undefined) return undefined;
  if (operator === '~' && right === undefined) return negated(left, scope);
  if (right === undefined) return undefined;
  if (operator === '&' || operator === '|') return connected(operator, operands, scope);
  const known = binary[operator];
  if (known === undefined) return undefined;
  if ((operator === '==' || operator === '!=') && (right.kind === 'none' || isCallOf(right, 'null'))) {
    return infix(left, operator === '==' ? 'IS' : 'IS NOT', right, comparison, scope);
  }
  if (operator === '+' && (textOf(right) !== undefined || textOf(left) !== undefined)) {
    return infix(left, '||', right, comparison, scope);
  }
  return infix(left, known.word, right, known.precedence, scope, known.associative ? operator : undefined);
}

function infix(
  left: Value,
  word: string,
  right: Value,
  precedence: number,
  scope: ExpressionScope,
  same?: string,
): Bound {
  const result = {
    sql: sql`${operand(left, precedence, same, scope)} ${word} ${operand(right, precedence, same, scope)}`,
    precedence,
  };
  return same === undefined ? result : { ...result, operator: same };
}

/** An operand, in parentheses where it binds no stronger than what is around it. */
function operand(value: Value, around: number, operator: string | undefined, scope: ExpressionScope): Fragment {
  const inner = read(value, scope);
  const loose = inner.precedence !== undefined && inner.precedence <= around;
  return loose && (operator === undefined || inner.operator !== operator) ? sql`(${inner.sql})` : inner.sql;
}

function connected(operator: '&' | '|', operands: readonly Value[], scope: ExpressionScope): Bound {
  const { word, precedence } = binary[operator] ?? { word: 'AND', precedence: 3 };
  const parts = operands.map((each) => operand(each, precedence, operator, scope));
  const [only] = operands;
  if (operands.length === 1 && only !== undefined) return read(only, scope);
  return { sql: join(parts, ` ${word} `), precedence, operator };
}

const opposites: Readonly<Record<string, string>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};

/** Methods and what their negation is. */
const contraries: Readonly<Record<string, string>> = {
  in_: 'not_in',
  not_in: 'in_',
  is_: 'is_not',
  is_not: 'is_',
  isnot: 'is_',
  like: 'not_like',
  not_like: 'like',
};

/** SQLAlchemy turns a negated comparison around. */
function negated(value: Value, scope: ExpressionScope): Bound {
  const opposite = value.kind === 'operator' ? opposites[value.operator] : undefined;
  if (value.kind === 'operator' && opposite !== undefined) {
    return operation(opposite, value.operands, scope) ?? unreadable(value, scope.setting);
  }
  const method = value.kind === 'call' && value.callee.kind === 'member' ? value.callee : undefined;
  const contrary = method && contraries[method.name];
  if (value.kind === 'call' && method !== undefined && contrary !== undefined) {
    return read({ ...value, callee: { ...method, name: contrary } }, scope);
  }
  const inner = read(value, scope);
  return {
    sql: inner.precedence === undefined ? sql`NOT ${inner.sql}` : sql`NOT (${inner.sql})`,
    precedence: comparison,
  };
}

function stringValue(value: string, at: Value): Value {
  return { kind: 'string', value, span: at.span, segments: [], holes: [] };
}
