/** One revision's part of what Alembic prints, and the document around it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  failureText,
  formatSql,
  previewHeader,
  sqlOfRevision,
  sqlRange,
} from '../../../server/src/runner/sql-preview.ts';

const revision = (id: string, ...down: string[]) => ({ id, down, message: `step ${id}`, autocommit: false });

const ranges = [
  ['a first revision', revision('a'), 'base:a', 'a:base'],
  ['a revision', revision('b', 'a'), 'a:b', 'b:a'],
  ['a merge', revision('m', 'b', 'c'), 'b:m', 'm:b'],
] as const;
for (const [name, subject, up, down] of ranges)
  test(`the range of ${name}`, () => {
    assert.equal(sqlRange(subject, 'upgrade'), up);
    assert.equal(sqlRange(subject, 'downgrade'), down);
  });

const one =
  'BEGIN;\n\nCREATE TABLE alembic_version ();\n\n-- Running upgrade  -> a\n\nCREATE TABLE t ();\n\nCOMMIT;\n\n';
const three =
  'BEGIN;\n\n-- Running upgrade a -> b\n\nB;\n\n-- Running upgrade a -> c\n\nC;\n\n-- Running upgrade b, c -> m\n\nM;\n\nCOMMIT;\n\n';
const each =
  'BEGIN;\n\n-- Running upgrade a -> b\n\nB;\n\nCOMMIT;\n\nBEGIN;\n\n-- Running upgrade b -> c\n\nC;\n\nCOMMIT;\n\n';

const parts = [
  ['all of a single step', one, 'a', one.trimEnd()],
  ['the last of several', three, 'm', 'BEGIN;\n\n-- Running upgrade b, c -> m\n\nM;\n\nCOMMIT;'],
  ['the first of several', three, 'b', 'BEGIN;\n\n-- Running upgrade a -> b\n\nB;\n\nCOMMIT;'],
  ['one between', three, 'c', 'BEGIN;\n\n-- Running upgrade a -> c\n\nC;\n\nCOMMIT;'],
  ['the first of several transactions', each, 'b', 'BEGIN;\n\n-- Running upgrade a -> b\n\nB;\n\nCOMMIT;'],
  ['the second of several transactions', each, 'c', 'BEGIN;\n\n-- Running upgrade b -> c\n\nC;\n\nCOMMIT;'],
  [
    'a downgrade',
    'BEGIN;\n\n-- Running downgrade b -> a\n\nB;\n\nCOMMIT;\n',
    'b',
    'BEGIN;\n\n-- Running downgrade b -> a\n\nB;\n\nCOMMIT;',
  ],
  ['everything when the step is not named', 'SELECT 1;\n', 'b', 'SELECT 1;'],
] as const;
for (const [name, output, id, wanted] of parts)
  test(`cut out: ${name}`, () => assert.equal(sqlOfRevision(output, id).trimEnd(), wanted));

test('the header names revision, message and direction', () => {
  const header = previewHeader('shop', revision('m', 'b', 'c'), 'downgrade', 'm:b');
  assert.match(header, /^-- Downgrade m -> b, c\n-- step m\n-- Printed for shop by: alembic downgrade m:b --sql\n/);
  assert.ok(header.split('\n').every((line) => line === '' || line.startsWith('-- ')));
});

test('a failure is nothing but comments', () => {
  const failure = { code: 'x', message: `${'long '.repeat(60)}message.`, next: 'Do this.' };
  const text = failureText(previewHeader('shop', revision('a'), 'upgrade', 'base:a'), failure);
  assert.ok(
    text.split('\n').every((line) => line === '' || line.startsWith('--')),
    text,
  );
  assert.match(text, /-- Do this\./);
});

test('a function body survives formatting', () => {
  const body =
    "CREATE FUNCTION f() RETURNS trigger AS $$\nBEGIN\n  NEW.a := 'x; y';\n  RETURN NEW;\nEND;\n$$ LANGUAGE plpgsql;";
  assert.ok(formatSql(body).includes("NEW.a := 'x; y';\n  RETURN NEW;"));
});

test('what the formatter cannot read is shown as printed', () => {
  assert.equal(formatSql("SELECT 'open"), "SELECT 'open");
});
