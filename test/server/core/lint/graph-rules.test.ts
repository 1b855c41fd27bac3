/** Rules about the graph and the header, and the files that fixes make or change for them. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ProjectSnapshot } from '../../../../server/src/core/analysis.ts';
import type { Finding } from '../../../../server/src/core/lint/finding.ts';
import { applyEdits } from '../../../../server/src/core/text/edit.ts';
import { openText } from '../../../support/project.ts';

interface Revision {
  readonly down?: string;
  readonly label?: string;
  readonly dependsOn?: string;
  readonly date?: string;
  readonly file?: string;
}

/** A history of revisions that do nothing; ids are the keys. */
function historyOf(revisions: Readonly<Record<string, Revision>>): ProjectSnapshot {
  const files = Object.entries(revisions).map(([id, { down, label, dependsOn, date = '2026-01-01', file }]) => {
    const quoted = (value: string | undefined) =>
      value === undefined ? 'None' : value.startsWith('(') ? value : `"${value}"`;
    return `# file: versions/${file ?? `${id}_change.py`}
"""Change

Revision ID: ${id}
Revises: ${down ?? ''}
Create Date: ${date}

"""
from alembic import op

revision = "${id}"
down_revision = ${quoted(down)}
branch_labels = ${quoted(label)}
depends_on = ${quoted(dependsOn)}


def upgrade():
    pass


def downgrade():
    pass
`;
  });
  return openText(files.join(''));
}

function said(snapshot: ProjectSnapshot): readonly string[] {
  return snapshot.allFindings().map((finding) => `${finding.revision}: ${finding.rule}`);
}

/** The project after the fix with such a title. */
function fixed(snapshot: ProjectSnapshot, finding: Finding | undefined, title: RegExp): ProjectSnapshot {
  const fix = finding?.fixes().find((each) => title.test(each.title));
  assert.ok(finding && fix, String(title));
  let result = snapshot;
  const edits = [{ file: finding.file, edits: fix.edits }, ...(fix.others ?? [])];
  for (const { file, edits: each } of edits)
    result = result.withFile(file, applyEdits(snapshot.text(file) ?? '', each));
  for (const { file, text } of fix.creates ?? []) result = result.withFile(file, text);
  return result;
}

const first = (snapshot: ProjectSnapshot) => snapshot.allFindings()[0];

describe('several heads', () => {
  test('the oldest is the main line, the others are reported', () => {
    const snapshot = historyOf({ a: {}, z: { down: 'a', date: '2026-01-02' }, b: { down: 'a', date: '2026-01-03' } });
    assert.deepEqual(said(snapshot), ['b: multiple-heads']);
    assert.equal(first(snapshot)?.related[0]?.file, 'versions/z_change.py');
  });

  test('a branch of several revisions moves at its root, in that file', () => {
    const snapshot = historyOf({
      a: {},
      b: { down: 'a', date: '2026-01-02' },
      c: { down: 'a', date: '2026-01-03' },
      d: { down: 'c', date: '2026-01-04' },
    });
    assert.deepEqual(said(snapshot), ['d: multiple-heads']);
    const after = fixed(snapshot, first(snapshot), /^Put c after b$/);
    assert.deepEqual(said(after), []);
    assert.deepEqual(after.graph.history, ['d', 'c', 'b', 'a']);
  });

  test('a merge revision joins them', () => {
    const snapshot = historyOf({ a: {}, b: { down: 'a', date: '2026-01-02' }, c: { down: 'a', date: '2026-01-03' } });
    const after = fixed(snapshot, first(snapshot), /^Merge b and c/);
    assert.deepEqual(said(after), []);
    assert.equal(after.graph.heads.length, 1);
    assert.deepEqual(after.graph.revisions.get(after.graph.heads[0] ?? '')?.down, ['b', 'c']);
  });

  test('branches with labels of their own are meant', () => {
    const labelled = historyOf({ a: {}, b: { down: 'a', label: 'billing' }, c: { down: 'a', label: 'stock' } });
    assert.deepEqual(said(labelled), []);
    assert.deepEqual(said(historyOf({ a: {}, b: { down: 'a' }, c: { down: 'a', label: 'stock' } })), []);
    assert.deepEqual(said(historyOf({ a: { label: 'all' }, b: { down: 'a' }, c: { down: 'a' } })), [
      'c: multiple-heads',
    ]);
  });

  test('a head that another depends on is none', () =>
    assert.deepEqual(said(historyOf({ a: {}, b: {}, c: { down: 'a', dependsOn: 'b' } })), []));
});

describe('a parent that no file has', () => {
  test('is reported, and named where it was only cut short', () => {
    const snapshot = historyOf({ '3f1c9a7e2b4d': {}, b: { down: '3f1c9a7e' } });
    assert.deepEqual(said(snapshot), ['b: broken-down-revision']);
    assert.deepEqual(said(fixed(snapshot, first(snapshot), /3f1c9a7e2b4d/)), []);
  });

  test('short numbers are not guessed', () => {
    const snapshot = historyOf({ '0001': {}, '0003': { down: '0002' } });
    const finding = snapshot.allFindings().find((each) => each.rule === 'broken-down-revision');
    assert.deepEqual(finding?.fixes(), []);
  });

  test('each missing parent of a merge is marked', () => {
    const snapshot = historyOf({ a: {}, b: { down: '("a", "lost1", "lost2")' } });
    const marked = snapshot
      .allFindings()
      .map((each) => snapshot.text(each.file)?.slice(each.span.start, each.span.end));
    assert.deepEqual(marked, ['"lost1"', '"lost2"']);
  });
});

describe('an id that is too long', () => {
  test('is shortened wherever it is named', () => {
    const long = '0002_add_the_table_of_tags_and_its_index';
    const snapshot = historyOf({
      '0001': {},
      [long]: { down: '0001', file: 'x.py' },
      '0003': { down: long, file: 'y.py' },
    });
    assert.deepEqual(said(snapshot), [`${long}: revision-id-too-long`]);
    const after = fixed(snapshot, first(snapshot), /^Shorten/);
    assert.deepEqual(said(after), []);
    assert.deepEqual(after.graph.history, ['0003', '0002_add_the_table_of_tags_and', '0001']);
    assert.match(after.text('versions/x.py') ?? '', /Revision ID: 0002_add_the_table_of_tags_and\n/);
  });

  test('thirty-two characters are allowed', () => assert.deepEqual(said(historyOf({ ['x'.repeat(32)]: {} })), []));
});

describe('names of new revisions', () => {
  const merged = (revisions: Readonly<Record<string, Revision>>) => {
    const snapshot = historyOf(revisions);
    const after = fixed(snapshot, first(snapshot), /^Merge/);
    return after.files.find((file) => !snapshot.files.includes(file));
  };

  test('count on where the project counts', () => {
    assert.equal(
      merged({ '0001': {}, '0002': { down: '0001' }, '0003': { down: '0001' } }),
      'versions/0004_merge_0002_and_0003.py',
    );
  });

  test('keep a date before the id', () => {
    const file = (id: string) => ({ down: 'aa11', file: `2026_01_02_1030_${id}_change.py` });
    const name = merged({ aa11: { file: '2026_01_01_0900_aa11_x.py' }, bb22: file('bb22'), cc33: file('cc33') });
    assert.match(name ?? '', /^versions\/2026_01_02_1030_[0-9a-f]{12}_merge_bb22_and_cc33\.py$/);
  });

  test('the same fix makes the same file', () => {
    const history = { a: {}, b: { down: 'a' }, c: { down: 'a' } };
    assert.equal(merged(history), merged(history));
  });
});
