/** What the server keeps of a database's state. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { defaultSettings, withServerVersion } from '../../../server/src/core/lint/settings.ts';
import { isSameToRules, learnFrom, lookedUp } from '../../../server/src/lsp/live-database.ts';
import type { DatabaseStateData } from '../../../server/src/protocol/messages.ts';
import { openText } from '../../support/project.ts';
import { files } from '../core/history/history.ts';

const snapshotOf = (lines: string) =>
  openText('', { files: files(lines).map(({ file, text }) => ({ path: file, text })) });
const before = snapshotOf('a\nb <- a\nc <- b');
const inserted = snapshotOf('a\nx <- a\nb <- x\nc <- b');

const target = { label: 'db:5432/shop', dialect: 'postgresql', source: 'env.py' };
type Known = Extract<DatabaseStateData, { kind: 'known' }>;
const at = (rows: readonly string[], more: Partial<Known> = {}): Known => ({
  kind: 'known',
  rows,
  target,
  via: 'postgresql',
  confirmed: true,
  serverVersion: 16,
  written: '740',
  ...more,
});
const revisions = (live: ReturnType<typeof learnFrom>) => live?.base.now.map(({ path }) => path.replace('.py', ''));

test('a state that is unknown, or of a database that Alembic did not name, says nothing', () => {
  const failure = { code: 'refused', message: 'Nothing answers.', next: 'Start it.' };
  const former = learnFrom(at(['c']), before, undefined);
  assert.equal(learnFrom({ kind: 'unknown', failure }, before, former), undefined);
  assert.equal(learnFrom(at(['c'], { confirmed: false, failure }), before, former), undefined);
});

test('as long as nobody moves the database, what lies below its rows stays what it was', () => {
  const first = learnFrom(at(['c']), before, undefined);
  assert.deepEqual(revisions(first), ['a', 'b', 'c']);
  const again = learnFrom(at(['c']), inserted, first);
  assert.deepEqual(revisions(again), ['a', 'b', 'c']);
  assert.ok(isSameToRules(first, again));
});

test('a database that was moved away and back may have run what is below its rows now', () => {
  const first = learnFrom(at(['c']), before, undefined);
  const moved = learnFrom(at(['c'], { written: '741' }), inserted, first);
  assert.deepEqual(revisions(moved), ['a', 'x', 'b', 'c']);
  assert.ok(!isSameToRules(first, moved));
  const { written: _, ...elsewhere } = at(['c']);
  assert.deepEqual(revisions(learnFrom(elsewhere, inserted, first)), ['a', 'x', 'b', 'c']);
  const other = at(['c'], { target: { ...target, label: 'db:5432/other' } });
  assert.deepEqual(revisions(learnFrom(other, inserted, first)), ['a', 'x', 'b', 'c']);
});

test('a row that had no file is looked for again', () => {
  const lost = learnFrom(at(['c']), snapshotOf('a\nb <- a'), undefined);
  assert.deepEqual([lost?.base.lost, revisions(lost)], [['c'], []]);
  const found = learnFrom(at(['c']), before, lost);
  assert.deepEqual([found?.base.lost, revisions(found)], [[], ['a', 'b', 'c']]);
  assert.ok(lost && found);
  assert.deepEqual(revisions(lookedUp(lost, before)), ['a', 'b', 'c']);
  assert.equal(lookedUp(lost, snapshotOf('a\nb <- a')), lost);
  assert.equal(lookedUp(found, inserted), found);
});

test('the version counts unless one is configured', () => {
  const own = { ...defaultSettings, postgresVersion: 14, postgresVersionOrigin: 'configured' as const };
  assert.equal(withServerVersion(own, 16), own);
  assert.equal(withServerVersion(defaultSettings, undefined), defaultSettings);
  const { postgresVersion, postgresVersionOrigin } = withServerVersion(defaultSettings, 16);
  assert.deepEqual([postgresVersion, postgresVersionOrigin], [16, 'database']);
  const newer = learnFrom(at(['c'], { serverVersion: 17 }), before, learnFrom(at(['c']), before, undefined));
  assert.equal(newer?.serverVersion, 17);
});
