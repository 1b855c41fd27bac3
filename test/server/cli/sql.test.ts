/** `sql` after its contract: the script, the document, ranges and refusals. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { folderWith } from '../../support/folder.ts';
import { project, revisionFile } from '../../support/revision.ts';
import { runCommand } from '../../support/terminal.ts';

const file = 'alembic/versions/0002_age.py';
const files = project({
  [file]: revisionFile({
    id: '0002',
    down: '0001',
    upgrade: 'op.add_column("users", sa.Column("age", sa.Integer(), sa.Computed("1")))\nop.execute(run())',
    downgrade: 'op.drop_column("users", "age")',
  }),
});

suite('sql', () => {
  test('a revision is a script that can be run, with a remark on what is not exact', async (t) => {
    const folder = await folderWith(t, files);
    const { code, out } = await runCommand(folder, 'sql', '0002');
    assert.equal(code, 0);
    assert.equal(
      out,
      `BEGIN;

-- Running upgrade 0001 -> 0002

ALTER TABLE users ADD COLUMN age INTEGER GENERATED ALWAYS AS (1) STORED;

-- opaque: "run" is not defined in this file
-- op.execute(run())

UPDATE alembic_version SET version_num='0002' WHERE alembic_version.version_num = '0001';

COMMIT;

`,
    );
  });

  test('json has status, place, locks, rewrites and transaction; Alembic’s own statements have no file', async (t) => {
    const folder = await folderWith(t, files);
    const { code, out } = await runCommand(folder, 'sql', 'base:head', '--format', 'json');
    const document = JSON.parse(out);
    assert.equal(code, 0);
    assert.equal(document.schemaVersion, 1);
    const [table, , , added, opaque, row] = document.statements;
    assert.match(table.sql, /^CREATE TABLE alembic_version/);
    assert.equal('file' in table, false);
    assert.equal('range' in row, false);
    assert.deepEqual(added, {
      revision: '0002',
      direction: 'upgrade',
      sql: 'ALTER TABLE users ADD COLUMN age INTEGER GENERATED ALWAYS AS (1) STORED;',
      status: 'exact',
      file,
      range: { start: { line: 17, character: 4 }, end: { line: 17, character: 76 } },
      locks: [{ relation: 'users', mode: 'ACCESS EXCLUSIVE' }],
      rewrites: ['users'],
      scans: [],
      transaction: 1,
    });
    assert.equal(opaque.status, 'opaque');
    assert.equal(opaque.notes.length, 1);
  });

  test('--down is the way back, newest first', async (t) => {
    const folder = await folderWith(t, files);
    const { out } = await runCommand(folder, 'sql', 'base:head', '--down', '--format', 'json');
    assert.deepEqual(
      JSON.parse(out).statements.map(({ revision, sql }: { revision: string; sql: string }) => [revision, sql]),
      [
        ['0002', 'ALTER TABLE users DROP COLUMN age;'],
        ['0002', "UPDATE alembic_version SET version_num='0001' WHERE alembic_version.version_num = '0002';"],
        ['0001', 'DROP TABLE users;'],
        ['0001', "DELETE FROM alembic_version WHERE alembic_version.version_num = '0001';"],
      ],
    );
  });

  test('the dialect is that of the address, unless another is asked for', async (t) => {
    const address = 'sqlalchemy.url = sqlite:///x.db\n';
    const folder = await folderWith(t, { ...files, 'alembic.ini': `${files['alembic.ini']}${address}` });
    const own = await runCommand(folder, 'sql', '0001');
    assert.match(own.out, /id INTEGER NOT NULL/);
    assert.doesNotMatch(own.out, /BEGIN/);
    const other = await runCommand(folder, 'sql', '0001', '--dialect', 'postgresql');
    assert.match(other.out, /id SERIAL NOT NULL/);
  });

  test('an unknown revision is refused in Alembic’s words', async (t) => {
    const folder = await folderWith(t, files);
    const { code, out, error } = await runCommand(folder, 'sql', 'nowhere', '--format', 'json');
    assert.equal(code, 2);
    assert.match(error, /Can't locate revision identified by 'nowhere'/);
    assert.deepEqual(JSON.parse(out).error.code, 'unknown-revision');
  });
});
