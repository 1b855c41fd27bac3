/** SQL in Python literals, read; and the operations as plain data with texts in place of offsets. */

import assert from 'node:assert/strict';
import type { Operation } from '../../../../server/src/core/operations/operation.ts';
import { readSql } from '../../../../server/src/core/operations/read-sql.ts';
import { parsePython } from '../../../../server/src/core/python/parse.ts';
import { decodeString, holeString } from '../../../../server/src/core/python/string.ts';
import type { StringValue } from '../../../../server/src/core/python/value.ts';
import type { Span } from '../../../../server/src/core/text/span.ts';
import { loadSqlParser } from '../../../../server/src/workspace/sql-parser.ts';

export const parser = await loadSqlParser();

/** A Python literal as the reader of Python gives it; fields of an f-string are holes. */
function literal(python: string): StringValue {
  const [statement] = parsePython(python).body;
  assert.ok(statement?.kind === 'expression' && statement.value.kind === 'string', python);
  const { parts, span } = statement.value;
  return decodeString(python, parts, span, ({ span: at }) => {
    const source = python.slice(at.start + 1, at.end - 1);
    return holeString({ kind: 'unknown', reason: `${source} is a parameter`, source, span: at }, at);
  });
}

export function readLiteral(python: string, style: 'text' | 'driver' = 'text'): readonly Operation[] {
  const text = literal(python);
  const span = { start: 0, end: python.length };
  const call = {
    span,
    callee: 'op.execute',
    receiver: 'op',
    arguments: new Map(),
    close: python.length,
    trailingComma: false,
    statement: span,
    indent: '',
    alone: true,
  };
  return readSql({ text, call, circumstance: {}, parser, style });
}

/** The operations of an SQL text, with what their spans cover in the source instead of offsets; absent members left out. */
export function read(sql: string): readonly Record<string, unknown>[] {
  const python = `f"""${sql}\n"""`;
  return readLiteral(python).map((operation) => withTexts(operation, python));
}

/** The only operation, without span and comments, and without changes, which have tests of their own. */
export function one(sql: string): Record<string, unknown> {
  const operations = read(sql);
  assert.equal(operations.length, 1, sql);
  const { span, comments, changes: _, ...rest } = operations[0] ?? {};
  assert.equal(span, sql);
  assert.ok(comments === undefined || (Array.isArray(comments) && comments.length === 0));
  return rest;
}

function withTexts(operation: Operation, python: string): Record<string, unknown> {
  const { origin: _, circumstance: __, ...own } = operation;
  const show = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(show);
    if (typeof value !== 'object' || value === null) return value;
    if (isSpan(value)) return python.slice(value.start, value.end);
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : [[key, show(member)]])),
    );
  };
  return Object.fromEntries(
    Object.entries(own).flatMap(([key, member]) => (member === undefined ? [] : [[key, show(member)]])),
  );
}

function isSpan(value: object): value is Span {
  return Object.keys(value).sort().join() === 'end,start';
}

export const t = { name: 't', span: 't' };

export function column(span: string, type: Record<string, unknown>): Record<string, unknown> {
  const name = span.split(' ')[0];
  return {
    span,
    name,
    nameSpan: name,
    type: { value: { modifiers: [], dimensions: 0, ...type }, span: type['source'] },
    primaryKey: false,
    foreignKeys: [],
    checks: [],
  };
}

export function alter(name: string): Record<string, unknown> {
  return { kind: 'alter_column', table: t, column: { value: name, span: name } };
}

export function statement(command: string, rest: Record<string, unknown> = {}): Record<string, unknown> {
  return { kind: 'statement', command, concurrently: false, needsAutocommit: false, ...rest };
}

export function equal(left: unknown, right: unknown): Record<string, unknown> {
  return { kind: 'compare', operator: '=', left, right };
}
