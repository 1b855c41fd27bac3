/** The formats of `lint` for programs, letter by letter, on a project of two findings; and what they do at the edges. */

import assert from 'node:assert/strict';
import path from 'node:path';
import { suite, test } from 'node:test';

import { PROJECT } from '../../../environment/packages.mjs';
import { folderWith } from '../../../support/folder.ts';
import { ini, project, revisionFile } from '../../../support/revision.ts';
import { onlyRules } from '../../../support/settings.ts';
import { runCommand } from '../../../support/terminal.ts';

const samples = path.join(PROJECT, 'migrations-sample');

const file = 'alembic/versions/0002_age.py';
const age = revisionFile({
  id: '0002',
  down: '0001',
  upgrade: 'op.add_column("users", sa.Column("age", sa.Integer(), nullable=False))\nop.drop_table(\n    "logs"\n)',
});
const shop = project({
  [file]: age,
  'alembic-guard.toml': onlyRules('add-column-not-null-no-default', 'drop-table'),
});

suite('lint --format github', () => {
  test('is one annotation per finding, and a summary', async (t) => {
    const folder = await folderWith(t, shop);
    const { code, out, error } = await runCommand(folder, 'lint', '--format', 'github');
    const message = await messageOf(folder, 0);
    assert.equal(code, 1);
    assert.equal(error, '');
    assert.deepEqual(out.replace(/\d+ ms/, 'N ms').split('\n'), [
      `::error file=${file},line=18,endLine=18,col=59,endColumn=73,title=add-column-not-null-no-default::${message}`,
      `::warning file=${file},line=20,endLine=20,col=9,endColumn=15,title=drop-table::${await messageOf(folder, 1)}`,
      '1 error, 1 warning in 2 files (N ms)',
      '',
    ]);
  });

  test('escapes what the runner would take for its own', async (t) => {
    const odd = 'alembic/versions/0002_50%,a:b.py';
    const folder = await folderWith(t, {
      ...project({ [odd]: revisionFile({ id: '0002', down: '0001', upgrade: 'op.drop_table("a%b\\r\\nc")' }) }),
      'alembic-guard.toml': onlyRules('drop-table'),
    });
    const { out } = await runCommand(folder, 'lint', '--format', 'github');
    assert.ok(out.startsWith('::warning file=alembic/versions/0002_50%25%2Ca%3Ab.py,line=18,'), out);
    assert.match(out, /::[^\n]*a%25b%0D%0Ac[^\n]*\n/);
  });

  test('a finding over several lines has no columns', async (t) => {
    const upgrade = 'op.execute("""\nSELEC 1\n""")\nop.execute("UPDATE users SET id =\\\n 1")';
    const folder = await folderWith(t, {
      ...project({ [file]: revisionFile({ id: '0002', down: '0001', upgrade }) }),
      'alembic-guard.toml': onlyRules('sql-parse-error', 'update-without-where'),
    });
    const { out } = await runCommand(folder, 'lint', '--format', 'github');
    const annotations = out.split('\n').filter((line) => line.startsWith('::'));
    assert.ok(annotations.length > 0, out);
    for (const line of annotations) {
      const [, first, last] = /line=(\d+),endLine=(\d+)/.exec(line) ?? [];
      assert.equal(line.includes(',col='), first === last, line);
    }
  });

  test('a problem of a file is an annotation too', async (t) => {
    const folder = await folderWith(t, {
      ...shop,
      'alembic/versions/0003_x.py': 'revision = "0003"\ndown_revision = ',
    });
    const { out } = await runCommand(folder, 'lint', '--format', 'github');
    assert.match(out, /^::error file=alembic\/versions\/0003_x\.py,line=\d+,title=[\w-]+::/m);
  });
});

suite('lint --format gitlab', () => {
  test('is a list of issues', async (t) => {
    const folder = await folderWith(t, shop);
    const { code, out } = await runCommand(folder, 'lint', '--format', 'gitlab');
    assert.equal(code, 1);
    const issues = JSON.parse(out);
    const fingerprints = issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    assert.ok(fingerprints.every((one: string) => /^[0-9a-f]{32}$/.test(one)));
    assert.deepEqual(
      issues.map((issue: object) => ({ ...issue, fingerprint: '' })),
      [
        {
          type: 'issue',
          check_name: 'add-column-not-null-no-default',
          description: await messageOf(folder, 0),
          severity: 'critical',
          fingerprint: '',
          location: { path: file, lines: { begin: 18, end: 18 } },
        },
        {
          type: 'issue',
          check_name: 'drop-table',
          description: await messageOf(folder, 1),
          severity: 'major',
          fingerprint: '',
          location: { path: file, lines: { begin: 20, end: 20 } },
        },
      ],
    );
  });

  test('knows a finding again when its line has moved', async (t) => {
    const before = await runCommand(await folderWith(t, shop), 'lint', '--format', 'gitlab');
    const moved = { ...shop, [file]: age.replace('def upgrade', '# a note\n\n\ndef upgrade') };
    const after = await runCommand(await folderWith(t, moved), 'lint', '--format', 'gitlab');
    const known = (out: string) => JSON.parse(out).map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    assert.deepEqual(known(after.out), known(before.out));
    assert.notEqual(after.out, before.out);
  });

  test('two projects with the same revisions are told apart', async (t) => {
    const twice = ['one', 'two'].flatMap((name) =>
      Object.entries(shop).map(([at, text]) => [`${name}/${at}`, text] as const),
    );
    const { out } = await runCommand(await folderWith(t, Object.fromEntries(twice)), 'lint', '--format', 'gitlab');
    const issues: { fingerprint: string; location: { path: string } }[] = JSON.parse(out);
    assert.deepEqual([...new Set(issues.map(({ location }) => location.path))], [`one/${file}`, `two/${file}`]);
    assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, 4);
  });

  test('every finding of every sample has a fingerprint of its own', async () => {
    const { out } = await runCommand(samples, 'lint', '--format', 'gitlab');
    const issues: { fingerprint: string }[] = JSON.parse(out);
    assert.ok(issues.length > 20, `${issues.length} issues`);
    assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, issues.length);
  });
});

suite('at the edges', () => {
  test('no findings', async (t) => {
    const folder = await folderWith(t, project({ 'alembic-guard.toml': onlyRules('drop-table') }));
    const github = await runCommand(folder, 'lint', '--format', 'github');
    assert.deepEqual([github.code, github.out.replace(/\d+ ms/, 'N ms')], [0, 'No findings in 1 file (N ms)\n']);
    const gitlab = await runCommand(folder, 'lint', '--format', 'gitlab');
    assert.deepEqual([gitlab.code, gitlab.out], [0, '[]\n']);
  });

  test('paths with spaces and other letters', async (t) => {
    const odd = 'el año/versions/0002_ñandú y más.py';
    const folder = await folderWith(t, {
      'alembic.ini': ini.replace('/alembic', '/el año'),
      'el año/env.py': 'from alembic import context\n',
      [odd]: revisionFile({ id: '0002', upgrade: 'op.create_table("a", sa.Column("id", sa.Integer()))' }),
      'el año/versions/0003_b.py': revisionFile({ id: '0003', down: '0002', upgrade: 'op.drop_table("a")' }),
      [odd.replace('0002', '0004')]: revisionFile({ id: '0004', down: '0003', upgrade: 'op.drop_table("é😀b")' }),
      'alembic-guard.toml': onlyRules('drop-table'),
    });
    const gitlab = JSON.parse((await runCommand(folder, 'lint', '--format', 'gitlab')).out);
    assert.equal(gitlab[1].location.path, odd.replace('0002', '0004'));
    const github = await runCommand(folder, 'lint', '--format', 'github');
    // Columns count UTF-16 units: the emoji is two.
    assert.match(github.out, /file=el año\/versions\/0004_ñandú y más\.py,line=18,endLine=18,col=19,endColumn=25,/);
  });

  test('problems are told on stderr where stdout is for programs', async (t) => {
    const folder = await folderWith(t, {
      ...shop,
      'alembic/versions/0003_x.py': 'revision = "0003"\ndown_revision = ',
    });
    for (const format of ['gitlab', 'sarif', 'json']) {
      const { out, error, code } = await runCommand(folder, 'lint', '--format', format);
      assert.match(error, /0003_x\.py:\d+: error: /, format);
      assert.equal(code, 1);
      assert.ok(JSON.parse(out));
    }
  });
});

/** What `--format json` says, which other tests hold to its contract. */
async function messageOf(folder: string, index: number): Promise<string> {
  return JSON.parse((await runCommand(folder, 'lint', '--format', 'json')).out).findings[index].message;
}
