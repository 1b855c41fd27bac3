import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { fingerprintOf } from '../../../../server/src/core/lint/fingerprint.ts';
import { openText } from '../../../support/project.ts';
import { revisionFile } from '../../../support/revision.ts';

const file = 'versions/0002_change.py';
const users = revisionFile({ id: '0001', upgrade: 'op.create_table("users", sa.Column("id", sa.Integer()))' });
const twice = 'op.drop_column("users", "a")\nop.drop_column("users", "b")';

function fingerprints(upgrade: string, { id = '0002', path = file } = {}): readonly string[] {
  const change = revisionFile({ id, down: '0001', upgrade });
  const snapshot = openText(`# file: versions/0001_users.py\n${users}# file: ${path}\n${change}`);
  return snapshot
    .findings(path)
    .filter((finding) => finding.direction === 'upgrade')
    .map(fingerprintOf);
}

describe('what a finding is known by', () => {
  test('lines, indentation and folders do not count', () => {
    const before = fingerprints(twice);
    assert.ok(before.length >= 2);
    assert.deepEqual(fingerprints(`# why\n\n# and how\n${twice}`), before);
    assert.deepEqual(fingerprints(twice, { path: 'elsewhere/0002_other_slug.py' }), before);
    assert.deepEqual(fingerprints(`op.execute("SELECT 1")\n${twice}`), before);
  });

  test('each finding has its own, also where the same code is marked twice', () => {
    const all = fingerprints(`${twice}\n${twice}`);
    assert.equal(new Set(all).size, all.length);
    assert.deepEqual(all.slice(0, fingerprints(twice).length).toSorted(), fingerprints(twice).toSorted());
  });

  test('another revision is another finding', () => {
    const others = new Set(fingerprints(twice, { id: '0003' }));
    assert.ok(fingerprints(twice).every((one) => !others.has(one)));
  });

  test('a comment that silences one leaves the others as they are', () => {
    const [, second] = fingerprints('op.drop_table("a")\nop.drop_table("a")');
    assert.deepEqual(
      fingerprints('op.drop_table("a")  # alembic-guard: ignore[drop-table] gone since 2.1\nop.drop_table("a")'),
      [second],
    );
  });
});
