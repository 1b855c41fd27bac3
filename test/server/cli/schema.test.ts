/** `schema` after its contract: the three formats, revisions and refusals. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { folderWith } from '../../support/folder.ts';
import { project, revisionFile } from '../../support/revision.ts';
import { runCommand } from '../../support/terminal.ts';

const file = 'alembic/versions/0002_mail.py';
const files = project({
  [file]: revisionFile({
    id: '0002',
    down: '0001',
    upgrade: 'op.add_column("users", sa.Column("mail", sa.Text(), nullable=False, index=True))\nop.execute(run())',
  }),
});

suite('schema', () => {
  test('text shows each object with the revision that made it', async (t) => {
    const { code, out } = await runCommand(await folderWith(t, files), 'schema');
    assert.equal(code, 0);
    assert.equal(
      out,
      `at 0002

users  -- 0001
  id    int4  NOT NULL numbered by users_id_seq
  mail  text  NOT NULL  -- 0002
  CONSTRAINT users_pkey PRIMARY KEY (id)
  INDEX ix_users_mail ON (mail)  -- 0002

Not read: 1 operations on the way; something may be missing here. \`--format json\` lists them.
`,
    );
  });

  test('json says where everything comes from, and what could not be read', async (t) => {
    const { code, out } = await runCommand(await folderWith(t, files), 'schema', '--format', 'json');
    const document = JSON.parse(out);
    assert.equal(code, 0);
    assert.equal(document.schemaVersion, 1);
    assert.deepEqual(document.at, ['0002']);
    const [table] = document.tables;
    const line = (files[file] ?? '').split('\n').findIndex((text) => text.includes('op.add_column'));
    const length = (files[file] ?? '').split('\n')[line]?.length;
    assert.deepEqual(table.columns[1], {
      name: 'mail',
      type: { name: 'text', schema: null, modifiers: [], dimensions: 0, collation: null, source: 'sa.Text()' },
      nullable: false,
      default: null,
      serial: null,
      identity: null,
      computed: null,
      comment: null,
      by: { revision: '0002', file, range: { start: { line, character: 4 }, end: { line, character: length } } },
    });
    assert.deepEqual(document.sequences[0].ownedBy, { schema: null, name: 'users', column: 'id' });
    assert.equal(document.opaque[0].source, 'op.execute(run())');
  });

  test('sql makes the schema at an earlier revision; a part of an id is enough', async (t) => {
    const folder = await folderWith(t, files);
    const { code, out } = await runCommand(folder, 'schema', '--at', '0001', '--format', 'sql');
    assert.equal(code, 0);
    assert.equal(out, 'CREATE TABLE users (\n    id serial,\n    CONSTRAINT users_pkey PRIMARY KEY (id)\n);\n');
    assert.equal((await runCommand(folder, 'schema', '--at', 'base')).out, 'at base: nothing\n');
  });

  test("an unknown revision is refused in Alembic's words", async (t) => {
    const folder = await folderWith(t, files);
    const { code, out, error } = await runCommand(folder, 'schema', '--at', 'nowhere');
    assert.deepEqual({ code, out }, { code: 2, out: '' });
    assert.equal(error, "alembic-guard: Can't locate revision identified by 'nowhere'\n");
    const { out: document } = await runCommand(folder, 'schema', '--at', 'nowhere', '--format', 'json');
    assert.equal(JSON.parse(document).error.message, "Can't locate revision identified by 'nowhere'");
  });
});
