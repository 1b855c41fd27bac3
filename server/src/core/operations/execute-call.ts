/** What is executed: strings, `text()`, Core statements and DDL objects, through `op`, a batch, a connection or session. */

import { plain } from '../python/constant.ts';
import { computedString } from '../python/string.ts';
import type { CallValue, StringValue, Value } from '../python/value.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import { isLibrary, rootOf } from './connection.ts';
import { coreContext, coreStatement } from './core-statement.ts';
import type { CallReader, Reading } from './definition.ts';
import { unknownValue } from './given.ts';
import type { Operation } from './operation.ts';
import { calledName, isCallOf, parameter, positional } from './symbol.ts';

/** The operations of one executed value. `rows` are the parameters given with it. */
export function readExecuted(
  value: Value | undefined,
  style: 'text' | 'driver',
  reader: CallReader,
  rows?: Value,
): Reading {
  if (!value) return { opaque: 'nothing is given to execute' };
  if (value.kind === 'string') return reader.sql(value, style);
  const text = textClause(value);
  if (text) {
    const sql = parameter(text, 0, 'text');
    return sql?.kind === 'string'
      ? reader.sql(sql, 'text')
      : { opaque: sql ? unknownValue(sql, reader).unknown : 'text() holds nothing' };
  }
  const core = coreStatement(value, coreContext(reader.text), rows);
  if (core) return 'opaque' in core ? core : asCore(reader.sql(core.sql, 'text'), reader);
  const ddl = ddlSql(value);
  if (ddl) return asCore(reader.sql(ddl, 'text'), reader);
  const root = rootOf(value);
  return {
    opaque: unknownValue(
      root.kind === 'unknown' || (root.kind === 'reference' && !isLibrary(root.path)) ? root : value,
      reader,
    ).unknown,
  };
}

/** The call of `text()` behind `.bindparams(…)` and the like. */
function textClause(value: Value): CallValue | undefined {
  let current = value;
  while (current.kind === 'call' && current.callee.kind === 'member') current = current.callee.object;
  return isCallOf(current, 'text', 'DDL') ? current : undefined;
}

/** What is read as the SQL that it makes stays a call: nothing of that SQL stands in the source. */
export function asCore(operations: readonly Operation[], { base }: CallReader): readonly Operation[] {
  return operations.map((operation) => ({
    ...operation,
    span: base.span,
    origin: { kind: 'core', call: base.origin.call },
  }));
}

/** `CreateSchema("x")` and its kin. */
function ddlSql(value: Value): StringValue | undefined {
  const template = ddl[calledName(value) ?? ''];
  if (!template || value.kind !== 'call') return undefined;
  const [first] = positional(value);
  const named = isCallOf(first, 'Sequence') ? positional(first)[0] : first;
  const name = named && plain(named);
  if (typeof name !== 'string') return undefined;
  const isChecked = value.arguments.some(
    (argument) => /^if_(not_)?exists$/.test(argument.name ?? '') && plain(argument.value) === true,
  );
  return computedString(`${template[isChecked ? 1 : 0]} ${quoteIdentifier(name)}`, value.span);
}

const ddl: Readonly<Record<string, readonly [string, string] | undefined>> = {
  CreateSchema: ['CREATE SCHEMA', 'CREATE SCHEMA IF NOT EXISTS'],
  DropSchema: ['DROP SCHEMA', 'DROP SCHEMA IF EXISTS'],
  CreateSequence: ['CREATE SEQUENCE', 'CREATE SEQUENCE IF NOT EXISTS'],
  DropSequence: ['DROP SEQUENCE', 'DROP SEQUENCE IF EXISTS'],
};
