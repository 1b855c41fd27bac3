/** What a database has, told from its rows. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readBase } from '../../../../server/src/core/history/base.ts';
import { databaseBase } from '../../../../server/src/core/history/database-base.ts';
import { files, graphOfFiles } from './history.ts';

function baseOf(lines: string, ...rows: readonly string[]) {
  const all = files(lines);
  const text = (path: string) => all.find(({ file }) => file === path)?.text;
  return databaseBase('the database db:5432/shop', rows, graphOfFiles(all), text);
}

const has = (...args: Parameters<typeof baseOf>) => baseOf(...args).now.map(({ path }) => path.replace('.py', ''));

const history = `
  a
  b <- a
  c <- b
  other
  d <- c (needs: other)
  e <- d`;

test('the rows and everything that must be applied before them', () => {
  assert.deepEqual(has(history), []);
  assert.deepEqual(has(history, 'b'), ['a', 'b']);
  assert.deepEqual(has(history, 'c', 'other'), ['a', 'b', 'c', 'other']);
  assert.deepEqual(has(history, 'e'), ['a', 'b', 'c', 'other', 'd', 'e']);
});

test('a row without a file is lost; what the others imply is there', () => {
  const base = baseOf(history, 'b', 'gone');
  assert.deepEqual(base.lost, ['gone']);
  assert.deepEqual(has(history, 'b', 'gone'), ['a', 'b']);
});

test('a history with a cycle or a missing parent gives what can be told', () => {
  assert.deepEqual(has('a <- b\nb <- a\nc <- b', 'c').includes('c'), true);
  assert.deepEqual(has('b <- missing\nc <- b', 'c'), ['b', 'c']);
});

test('texts are those of the moment, and the same files are read once', () => {
  const base = baseOf(history, 'b');
  assert.equal(readBase(base), readBase(base));
  assert.equal(readBase(base).now.text('a'), files(history)[0]?.text);
  assert.equal(readBase(base).fork, readBase(base).now);
});
