/** What `op.execute(…)` and a connection's `execute` send: text, DDL objects, Core statements. */

import { coreContext, coreStatement } from '../operations/core-statement.ts';
import { calledName, isCallOf } from '../operations/symbol.ts';
import type { CallValue, Value } from '../python/value.ts';
import { sequenceOptions } from './ddl/default.ts';
import { clauseSql } from './expression/clause.ts';
import { dmlSql, rowOf } from './expression/dml.ts';
import { expressionSql } from './expression/expression.ts';
import { plainLiteral } from './expression/literal.ts';
import { type Fragment, lowered, sql, words } from './fragment.ts';
import { bind, given, isString, truth } from './item/arguments.ts';
import type { Setting } from './setting.ts';
import { nameSql, rawSql, saTableSql, unknownSql } from './text/name.ts';

/**
 * @param parameters the second argument of a connection's `execute`
 * @param text the whole file
 * @returns undefined when nothing of it is known
 */
export function executedSql(
  value: Value,
  parameters: Value | undefined,
  setting: Setting,
  text: string,
): Fragment | undefined {
  const binds = parameterLiterals(parameters, setting);
  if (isString(value)) return clauseSql(value, binds, setting);
  if (isCallOf(value, 'text', 'DDL')) {
    const content = value.arguments[0]?.value;
    if (content === undefined || !isString(content)) return undefined;
    return isCallOf(value, 'DDL') ? formatted(rawSql(content, setting)) : clauseSql(content, binds, setting);
  }
  if (value.kind === 'call' && value.callee.kind === 'member' && value.callee.name === 'bindparams') {
    return expressionSql(value, { setting, qualified: false });
  }
  const object = value.kind === 'call' ? objectSql(value, setting) : undefined;
  return object ?? dmlSql(value, setting) ?? otherCore(value, setting, text);
}

/** `sqlalchemy.DDL` is formatted with `%`. */
function formatted(fragment: Fragment): Fragment {
  return { ...fragment, sql: fragment.sql.replaceAll('%%', '%') };
}

/** A Core statement beyond what is written exactly. */
function otherCore(value: Value, setting: Setting, text: string): Fragment | undefined {
  const statement = coreStatement(value, coreContext(text));
  if (statement === undefined || 'opaque' in statement) return undefined;
  return lowered(
    clauseSql(statement.sql, new Map(), setting),
    'assumed',
    'SQLAlchemy may write this statement otherwise',
  );
}

function parameterLiterals(parameters: Value | undefined, setting: Setting): ReadonlyMap<string, Fragment> {
  const row = parameters && rowOf(parameters);
  const literals = [...(row ?? [])].map(([name, value]) => {
    const literal = plainLiteral(value, setting) ?? unknownSql(value, setting);
    return [
      name,
      lowered(literal, 'partial', `:${name} is a bind parameter; offline Alembic writes NULL for it`),
    ] as const;
  });
  return new Map(literals);
}

const objects: Readonly<Record<string, (call: CallValue, setting: Setting) => Fragment | undefined>> = {
  CreateSchema: (call, setting) => schemaSql(call, 'CREATE SCHEMA', 'if_not_exists', 'IF NOT EXISTS', setting),
  DropSchema: (call, setting) => {
    const drop = schemaSql(call, 'DROP SCHEMA', 'if_exists', 'IF EXISTS', setting);
    return truth(bind(call, ['name', 'cascade']).values.get('cascade')) ? sql`${drop} CASCADE` : drop;
  },
  CreateSequence: (call, setting) => {
    const sequence = call.arguments[0]?.value;
    if (!isCallOf(sequence, 'Sequence')) return undefined;
    const args = bind(sequence, ['name', 'start', 'increment']);
    const name = saTableSql(given(args, 'schema'), args.values.get('name'), setting);
    return args.values.has('data_type')
      ? undefined
      : words(
          sql`CREATE SEQUENCE ${exists(call, 'if_not_exists', 'IF NOT EXISTS')}${name}`,
          sequenceOptions(args.values, setting),
        );
  },
  DropSequence: (call, setting) => {
    const sequence = call.arguments[0]?.value;
    if (!isCallOf(sequence, 'Sequence')) return undefined;
    const args = bind(sequence, ['name']);
    return sql`DROP SEQUENCE ${exists(call, 'if_exists', 'IF EXISTS')}${saTableSql(given(args, 'schema'), args.values.get('name'), setting)}`;
  },
};

/** `sa.schema.CreateSequence(…)` and its siblings. */
function objectSql(call: CallValue, setting: Setting): Fragment | undefined {
  return objects[calledName(call) ?? '']?.(call, setting);
}

function schemaSql(call: CallValue, start: string, parameter: string, phrase: string, setting: Setting): Fragment {
  const name = bind(call, ['name']).values.get('name');
  return sql`${start} ${exists(call, parameter, phrase)}${nameSql(name, setting)}`;
}

function exists(call: CallValue, parameter: string, words: string): string {
  return truth(bind(call, []).values.get(parameter)) ? `${words} ` : '';
}
