/** Rules about revisions that a database has run, by the rows of its version table. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import type { ProjectSnapshot, SourceText } from '../../../../server/src/core/analysis.ts';
import type { BaseFiles } from '../../../../server/src/core/history/base.ts';
import { databaseBase } from '../../../../server/src/core/history/database-base.ts';
import { defaultSettings } from '../../../../server/src/core/lint/settings.ts';
import { openText } from '../../../support/project.ts';
import { revisionFile } from '../../../support/revision.ts';

const step = (id: string, down?: string, column = id): SourceText => ({
  path: `versions/${id}.py`,
  text: revisionFile({
    id,
    ...(down === undefined ? {} : { down }),
    upgrade:
      down === undefined
        ? 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))'
        : `op.add_column("users", sa.Column("${column}", sa.Integer()))`,
    downgrade: down === undefined ? 'op.drop_table("users")' : `op.drop_column("users", "${column}")`,
  }),
});

const applied = [step('0001'), step('0002', '0001'), step('0003', '0002')];

function open(files: readonly SourceText[], bases: readonly BaseFiles[] = []): ProjectSnapshot {
  return openText('', { files, bases, settings: { ...defaultSettings, profile: 'strict' } });
}

/** The database that stood at these rows while the files were these. */
function databaseAt(rows: readonly string[], files: readonly SourceText[] = applied): BaseFiles {
  const { graph, text } = open(files);
  return databaseBase('the database db:5432/shop', rows, graph, text);
}

const rulesOfBases = /^(applied-revision-|revision-(behind|inserted)|broken-down-revision)/;

function said(snapshot: ProjectSnapshot): readonly string[] {
  return snapshot
    .allFindings()
    .filter(({ rule }) => rulesOfBases.test(rule))
    .map(({ rule, revision, message }) => `${rule} at ${revision}: ${message}`);
}

function fixed(files: readonly SourceText[], snapshot: ProjectSnapshot, rule: string): readonly SourceText[] {
  const fix = snapshot
    .allFindings()
    .find((finding) => finding.rule === rule)
    ?.fixes()[0];
  assert.ok(fix, `a fix of ${rule}`);
  const created = (fix.creates ?? []).map(({ file, text }) => ({ path: file, text }));
  return [...files, ...created].sort((a, b) => (a.path < b.path ? -1 : 1));
}

suite('a database that has run revisions', () => {
  test('leaves alone what was there and what comes after', () => {
    assert.deepEqual(said(open(applied, [databaseAt(['0003'])])), []);
    assert.deepEqual(said(open([...applied, step('0004', '0003')], [databaseAt(['0003'])])), []);
    assert.deepEqual(said(open(applied, [databaseAt([])])), []);
  });

  test('never runs a revision that is put below its rows later', () => {
    const inserted = [step('0001'), step('0001b', '0001'), step('0002', '0001b'), step('0003', '0002')];
    const [found, ...others] = said(open(inserted, [databaseAt(['0003'])]));
    assert.deepEqual(others, []);
    assert.equal(
      found,
      'revision-inserted-before-applied at 0001b: 0001b stands before 0002, which is applied to the database db:5432/shop already, so a database that is at 0002 never runs it. Put it at the end.',
    );
    assert.deepEqual(said(open(inserted, [databaseAt(['0001'])])), []);
  });

  test('never gets an edit that is made after its state was read', () => {
    const edited = [step('0001'), step('0002', '0001', 'another'), step('0003', '0002')];
    assert.match(
      said(open(edited, [databaseAt(['0003'])])).join('\n'),
      /^applied-revision-edited at 0002: 0002 is applied to the database db:5432\/shop already/,
    );
    // From which text it was run isn't known.
    assert.deepEqual(said(open(edited, [databaseAt(['0003'], edited)])), []);
    assert.deepEqual(said(open(edited, [databaseAt(['0001'])])), []);
  });

  test('is told by the base branch of what was edited before, and once', () => {
    const edited = [step('0001'), step('0002', '0001', 'another'), step('0003', '0002')];
    const branch = { name: 'origin/main', kind: 'branch', now: applied, fork: applied } as const;
    const all = said(open(edited, [branch, databaseAt(['0003'], edited)]));
    assert.equal(all.length, 1);
    assert.match(all[0] ?? '', /^applied-revision-edited at 0002: 0002 is in origin\/main already/);
  });

  test('misses a file that goes, which is brought back as it was', () => {
    const base = databaseAt(['0003']);
    const left = applied.slice(0, 2);
    const snapshot = open(left, [base]);
    assert.match(
      said(snapshot).join('\n'),
      /^applied-revision-deleted at 0002: 0003 is applied to the database db:5432\/shop already, and its file is gone/,
    );
    assert.deepEqual(fixed(left, snapshot, 'applied-revision-deleted'), applied);

    const gap = [step('0001'), step('0003', '0002')];
    const broken = open(gap, [base]);
    assert.match(said(broken).join('\n'), /It is applied to the database db:5432\/shop; bring its file back\.$/);
    assert.deepEqual(fixed(gap, broken, 'broken-down-revision'), applied);
  });

  test('stands at what no file has, which is said at the newest revision', () => {
    const lost = databaseAt(['0009'], applied);
    const message =
      '0009 is applied to the database db:5432/shop, and no file has it, so alembic stops at that database.';
    assert.deepEqual(said(open(applied, [lost])), [
      `applied-revision-deleted at 0003: ${message} Bring its file back, or check out the branch that has it.`,
    ]);
    const there = [...applied, step('0009', '0003')];
    const branch = { name: 'origin/main', kind: 'branch', now: there, fork: applied } as const;
    const snapshot = open(applied, [branch, lost]);
    assert.deepEqual(said(snapshot), [
      `applied-revision-deleted at 0003: ${message} origin/main has it; bring it here.`,
    ]);
    assert.deepEqual(fixed(applied, snapshot, 'applied-revision-deleted'), there);
    assert.deepEqual(said(open(there, [branch, lost])), []);
  });

  test('does not decide what is new: that is the branch’s matter', () => {
    const snapshot = open(applied, [databaseAt(['0003'])]);
    for (const file of snapshot.files) assert.equal(snapshot.isNew(file), true);
  });
});
