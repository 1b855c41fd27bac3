/**
 * Alembic's own tests of revisions, version traversal, commands and script files: what they ask of revision maps, script
 * directories and version rows is recorded as they run, and asked of our graph.
 */

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { execa } from 'execa';
import { buildRevisionMap } from '../../server/src/core/history/build-map.ts';
import { attempt, refusalText } from '../../server/src/core/history/refusal.ts';
import type { MapEntry } from '../../server/src/core/history/revision-map.ts';
import { ensureAlembicTests } from '../environment/alembic-tests.mjs';
import { python } from '../support/database.ts';
import { graphOfEntries, orderIsKnown } from './entries.ts';
import { type Arguments, directoryAnswers, mapAnswers, members, rowsAfter, sorted } from './recorded-answers.ts';

const FILES = [
  'test_revision',
  'test_version_traversal',
  'test_command',
  'test_script_consumption',
  'test_script_production',
  'test_offline_environment',
];

interface Recorded {
  readonly revisions: readonly (readonly [string, string[], string[], string[]])[];
  readonly on: 'map' | 'directory' | 'rows';
  readonly method: string;
  readonly args: Arguments;
  /** A revision was added when the map was already filled. */
  readonly grown?: boolean;
  readonly ok?: unknown;
  readonly error?: { readonly kind: string; readonly message: string };
}

test('what Alembic’s own tests ask gets Alembic’s answers', { timeout: 300_000 }, async (t) => {
  const records = await recordAlembicTests();
  const asked = records.filter((record) => !isOutside(record));
  const counts = new Map<string, number>();
  for (const { method } of asked) counts.set(method, (counts.get(method) ?? 0) + 1);
  const count = (method: string) => counts.get(method) ?? 0;
  t.diagnostic(`${asked.length} recorded queries: ${[...counts].map(([name, n]) => `${name} ${n}`).join(', ')}`);
  const differences = asked.flatMap(differenceOf);
  assert.deepEqual(differences.slice(0, 5), [], `${differences.length} answers differ`);
  assert.ok(asked.length >= 4_000, `only ${asked.length} queries were recorded`);
  assert.ok(records.length - asked.length <= 20, `${records.length - asked.length} queries can't be asked of us`);
  assert.ok(count('_upgrade_revs') >= 60 && count('_downgrade_revs') >= 60 && count('_stamp_revs') >= 60);
  assert.ok(asked.filter((record) => record.error).length >= 30);
});

async function recordAlembicTests(): Promise<readonly Recorded[]> {
  const interpreter = await python();
  const { source, packages } = await ensureAlembicTests(interpreter);
  // The tests write beside themselves.
  const place = await mkdtemp(path.join(os.tmpdir(), 'ag-alembic-'));
  try {
    await cp(source, place, { recursive: true });
    const file = path.join(place, 'recorded.jsonl');
    const { exitCode, all } = await execa(
      interpreter,
      ['-m', 'pytest', '-q', '-p', 'alembic_recorder', ...FILES.map((name) => `tests/${name}.py`)],
      {
        cwd: place,
        env: { ALEMBIC_RECORD: file, PYTHONPATH: [packages, import.meta.dirname].join(path.delimiter) },
        reject: false,
        all: true,
      },
    );
    assert.equal(exitCode, 0, `Alembic’s tests fail while they are recorded:\n${all.slice(-3000)}`);
    return (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/**
 * A driver that returns bytes (ours returns text), a table that holds other rows than it should, and a downgrade that
 * includes its target, which no command asks for.
 */
function isOutside({ on, args, error }: Recorded): boolean {
  if (args['select_for_downgrade'] && args['inclusive']) return true;
  return JSON.stringify(args).includes('"unknown"') || (on === 'rows' && error?.kind === 'CommandError');
}

interface Difference {
  readonly query: string;
  readonly theirs: unknown;
  readonly ours: unknown;
}

function differenceOf(record: Recorded): readonly Difference[] {
  const { revisions, on, method, args } = record;
  const entries = revisions.map(([id, down, dependsOn, branchLabels]) => ({ id, down, dependsOn, branchLabels }));
  const unordered = givesAnyOrder(record) || !orderIsKnown(graphOfEntries(entries));
  const comparable = (ok: unknown) =>
    method === 'state' && record.grown ? asIfFromFiles(ok as MapState) : inOrder(ok, unordered);
  const theirs = record.error ? { error: errorText(record.error) } : { ok: comparable(record.ok) };
  const answer = answerTo(record, entries);
  const ours = 'ok' in answer ? { ok: comparable(answer.ok) } : answer;
  if (isDeepStrictEqual(ours, theirs)) return [];
  return [{ query: `${on}.${method}(${JSON.stringify(args)}) on ${JSON.stringify(revisions)}`, theirs, ours }];
}

/** Alembic keeps children in sets, and then visits them in any order. */
function givesAnyOrder({ method, args }: Recorded): boolean {
  return method === '_get_descendant_nodes' || JSON.stringify(args).includes('"set"');
}

function answerTo({ on, method, args }: Recorded, entries: readonly MapEntry[]): { ok: unknown } | { error: string } {
  if (on === 'directory') {
    const { failure } = buildRevisionMap(entries);
    if (failure?.traceback) return { error: failure.message };
    const answer = directoryAnswers[method];
    assert.ok(answer, `no answer for ${method}`);
    const { value, refusal } = attempt(() => answer(graphOfEntries(entries), args));
    if (refusal) return { error: refusalText(refusal) };
    return value.ok ? { ok: value.value } : { error: value.error.message };
  }
  const { map, failure } = buildRevisionMap(entries);
  if (failure) return { error: failure.message };
  const answer = on === 'rows' ? rowsAfter : mapAnswers[method];
  assert.ok(answer, `no answer for ${method}`);
  const { value, refusal } = attempt(() => answer(map, args));
  return refusal ? { error: refusalText(refusal) } : { ok: value };
}

interface MapState {
  readonly bases: readonly string[];
}

/** What is added to a filled map inherits no label, and a base that takes another's place stands twice among the bases. */
function asIfFromFiles(state: MapState): unknown {
  return { ...state, bases: [...new Set(state.bases)], labels: {} };
}

/** What Alembic says to a person is compared word by word; of what ends in a traceback, its last line. */
function errorText({ kind, message }: { readonly kind: string; readonly message: string }): string {
  return kind === 'KeyError' || kind === 'AssertionError' ? `${kind}: ${message}` : message;
}

function inOrder(value: unknown, unordered: boolean): unknown {
  return unordered && (Array.isArray(value) || isSet(value)) ? sorted(members(value)) : value;
}

function isSet(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'set' in value;
}
