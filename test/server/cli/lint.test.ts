/** `lint` after its contract: documents, exit codes, refusals. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';

import { folderWith, writeFiles } from '../../support/folder.ts';
import { project, revisionFile } from '../../support/revision.ts';
import { runCommand } from '../../support/terminal.ts';

const file = 'alembic/versions/0002_age.py';
const dangerous = project({
  [file]: revisionFile({
    id: '0002',
    down: '0001',
    upgrade: 'op.add_column("users", sa.Column("age", sa.Integer(), nullable=False))',
    downgrade: 'op.drop_column("users", "age")',
  }),
});

suite('lint', () => {
  test('json holds findings with zero-based UTF-16 ranges, relative paths and the fix', async (t) => {
    const folder = await folderWith(t, dangerous);
    const { code, out } = await runCommand(folder, 'lint', '--format', 'json');
    const document = JSON.parse(out);
    assert.equal(code, 1);
    assert.equal(document.schemaVersion, 1);
    assert.deepEqual(
      document.projects.map(({ root, config, section, revisions, heads }: Record<string, unknown>) => ({
        root,
        config,
        section,
        revisions,
        heads,
      })),
      [{ root: '.', config: 'alembic.ini', section: 'alembic', revisions: 2, heads: ['0002'] }],
    );
    assert.equal(document.files, 2);
    assert.equal(document.suppressed, 0);
    assert.equal(document.findings.length, 1);
    const [finding] = document.findings;
    const line = (dangerous[file] ?? '').split('\n').findIndex((text) => text.includes('nullable=False'));
    const character = (dangerous[file] ?? '').split('\n')[line]?.indexOf('nullable=False') ?? -1;
    assert.deepEqual(
      { ...finding, message: undefined, fixes: finding.fixes.length > 0 },
      {
        rule: 'add-column-not-null-no-default',
        severity: 'error',
        message: undefined,
        file,
        revision: '0002',
        direction: 'upgrade',
        range: { start: { line, character }, end: { line, character: character + 'nullable=False'.length } },
        docs: 'docs/rules/add-column-not-null-no-default.md',
        related: [],
        fixes: true,
      },
    );
  });

  test('pretty shows the code, the reason and a summary, and says how tenants were found', async (t) => {
    const folder = await folderWith(t, dangerous);
    const { code, out } = await runCommand(folder, 'lint');
    assert.equal(code, 1);
    assert.match(out, /error {2}add-column-not-null-no-default {2}alembic\/versions\/0002_age\.py:\d+:\d+/);
    assert.match(out, /\^{14}/);
    assert.match(out, /Tenants: /);
    assert.match(out, /PostgreSQL: judged for version 17, a current default; postgres-version names yours\./);
    assert.match(out, /1 error in 2 files/);
    await writeFiles(folder, { 'alembic-guard.toml': 'postgres-version = 15\n' });
    assert.match((await runCommand(folder, 'lint')).out, /PostgreSQL: judged for version 15\.\n/);
  });

  test('json names the version of PostgreSQL and who says it', async (t) => {
    const folder = await folderWith(t, dangerous);
    const said = async () => {
      const [project] = JSON.parse((await runCommand(folder, 'lint', '--format', 'json')).out).projects;
      return [project.postgresVersion, project.postgresVersionOrigin];
    };
    assert.deepEqual(await said(), [17, 'default']);
    await writeFiles(folder, { 'alembic-guard.toml': 'postgres-version = 15\n' });
    assert.deepEqual(await said(), [15, 'configured']);
  });

  test('--fail-on and --rule decide the exit code', async (t) => {
    const folder = await folderWith(t, dangerous);
    const rule = 'add-column-not-null-no-default';
    assert.equal((await runCommand(folder, 'lint', '--fail-on', 'never')).code, 0);
    assert.equal((await runCommand(folder, 'lint', '--rule', `${rule}=warning`)).code, 0);
    assert.equal((await runCommand(folder, 'lint', '--rule', `${rule}=warning`, '--fail-on', 'warning')).code, 1);
    assert.equal((await runCommand(folder, 'lint', '--rule', `${rule}=off`, '--fail-on', 'info')).code, 0);
  });

  test('the configuration file sets levels, and an unknown key is named with the nearest one', async (t) => {
    const folder = await folderWith(t, {
      ...dangerous,
      'alembic-guard.toml': '[tool.alembic-guard.rules]\nadd-column-not-null-no-default = "off"\n',
    });
    assert.equal((await runCommand(folder, 'lint')).code, 0);
    const misspelt = await folderWith(t, {
      ...dangerous,
      'alembic-guard.toml': '[tool.alembic-guard]\npostgres-versio = 16\n',
    });
    const { out } = await runCommand(misspelt, 'lint');
    assert.match(out, /postgres-versio.*postgres-version/);
  });

  test('a file alone is linted with the history of its project', async (t) => {
    const folder = await folderWith(t, dangerous);
    const { out } = await runCommand(folder, 'lint', 'alembic/versions/0001_users.py', '--format', 'json');
    const document = JSON.parse(out);
    assert.deepEqual([document.findings.length, document.files, document.projects[0].revisions], [0, 1, 2]);
  });

  test('--fix writes the preferred fixes and says how many', async (t) => {
    const name = 'alembic/versions/0002_joined.py';
    const folder = await folderWith(
      t,
      project({
        [name]: revisionFile({
          id: '0002',
          down: '0001',
          upgrade: 'op.add_column("users", sa.Column("joined", sa.DateTime(), server_default="now()"))',
          downgrade: 'op.drop_column("users", "joined")',
        }),
      }),
    );
    const { error, code } = await runCommand(folder, 'lint', '--fix');
    assert.match(error, /1 fix applied/);
    assert.equal(code, 0);
    assert.match(
      await readFile(path.join(folder, name), 'utf8'),
      /server_default=sa\.(text\("now\(\)"\)|func\.now\(\))/,
    );
  });
});

suite('wrong usage ends with 2 and says what to do', () => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['a path that does not exist', ['lint', 'nowhere'], /nowhere does not exist/],
    ['a folder without a project', ['lint', 'empty'], /no Alembic project was found under empty/],
    ['a project without revisions', ['lint', 'bare'], /bare\/alembic\.ini:1: The project has no revisions/],
    ['the graph of a project without revisions', ['graph', 'bare'], /has no revisions/],
    [
      'the graph of a project without a script folder',
      ['graph', 'folderless'],
      /folderless\/alembic\.ini:2: Path doesn't exist/,
    ],
    ['an unknown rule', ['lint', '--rule', 'nonsense=off'], /no rule "nonsense"/],
    ['an unknown level', ['lint', '--rule', 'drop-table=loud'], /"loud" is no level/],
    ['an unknown format', ['lint', '--format', 'xml'], /json/],
    ['a branch where there is no repository', ['lint', '--since', 'main'], /--since main: .* is in no git repository/],
    ['an unknown flag', ['lint', '--colour'], /unknown option/],
    ['an unknown command', ['check'], /unknown command/],
    ['a command of a later version', ['verify'], /not part of this version/],
    ['nothing at all', [], /Usage: alembic-guard/],
    ['a rule page that does not exist', ['rules', 'nonsense'], /no rule "nonsense"/],
    ['a rule page that is misspelt', ['rules', 'drop-tabel'], /Did you mean drop-table\?/],
    ['lsp without a transport', ['lsp'], /--stdio/],
  ];
  for (const [title, args, message] of cases) {
    test(title, async (t) => {
      const folder = await folderWith(t, {
        ...dangerous,
        'empty/readme.txt': 'nothing here',
        'bare/alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
        'bare/migrations/env.py': '',
        'bare/migrations/versions/.gitkeep': '',
        'folderless/alembic.ini': '[alembic]\nscript_location = migrations\n',
      });
      const { code, error, out } = await runCommand(folder, ...args);
      assert.match(error, message);
      assert.equal(code, 2);
      assert.equal(out, '');
    });
  }
});

suite('several projects at once', () => {
  test('one without revisions is told, and the others are linted', async (t) => {
    const folder = await folderWith(t, {
      ...Object.fromEntries(Object.entries(dangerous).map(([name, text]) => [`shop/${name}`, text])),
      'bare/alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\n',
      'bare/migrations/env.py': '',
      'bare/migrations/versions/.gitkeep': '',
    });
    const { code, out, error } = await runCommand(folder, 'lint', '--format', 'json');
    assert.equal(JSON.parse(out).findings.length, 1);
    assert.match(error, /bare\/alembic\.ini:1: error: The project has no revisions/);
    assert.equal(code, 2);
  });
});

suite('the other commands', () => {
  test('graph prints text, the JSON contract and mermaid', async (t) => {
    const folder = await folderWith(t, dangerous);
    const { out, code } = await runCommand(folder, 'graph', '--format', 'json');
    const [found] = JSON.parse(out).projects;
    assert.equal(code, 0);
    assert.deepEqual(found.heads, ['0002']);
    assert.deepEqual(found.history, ['0002', '0001']);
    assert.deepEqual(
      found.revisions.map(({ id, down, file: where, state }: Record<string, unknown>) => ({ id, down, where, state })),
      [
        { id: '0001', down: [], where: 'alembic/versions/0001_users.py', state: 'ok' },
        { id: '0002', down: ['0001'], where: file, state: 'ok' },
      ],
    );
    assert.match((await runCommand(folder, 'graph')).out, /0001 -> 0002 \(head\) {2}a change/);
    assert.match((await runCommand(folder, 'graph', '--format', 'mermaid')).out, /flowchart BT/);
  });

  test('plan lists the revisions in order and refuses in the words of Alembic', async (t) => {
    const folder = await folderWith(t, dangerous);
    const up = await runCommand(folder, 'plan', 'upgrade', 'head', '--format', 'json');
    assert.deepEqual(JSON.parse(up.out), {
      schemaVersion: 1,
      direction: 'upgrade',
      target: 'head',
      from: [],
      revisions: ['0001', '0002'],
      rowsAfter: ['0002'],
    });
    const down = await runCommand(folder, 'plan', 'downgrade', '-1', '--format', 'json');
    assert.deepEqual(JSON.parse(down.out).revisions, ['0002']);
    const refused = await runCommand(folder, 'plan', 'upgrade', 'nowhere', '--format', 'json');
    assert.equal(refused.code, 2);
    assert.equal(JSON.parse(refused.out).error.message, "Can't locate revision identified by 'nowhere'");
  });

  test('rules lists all and explains one', async (t) => {
    const folder = await folderWith(t, {});
    const list = JSON.parse((await runCommand(folder, 'rules', '--format', 'json')).out);
    assert.equal(list.schemaVersion, 1);
    const rule = list.rules.find(({ name }: { name: string }) => name === 'drop-table');
    assert.ok(rule.dialects.includes('postgresql'));
    assert.deepEqual(rule.profiles, ['recommended', 'strict', 'all']);
    assert.match((await runCommand(folder, 'rules')).out, /drop-table/);
    assert.match((await runCommand(folder, 'rules', 'drop-table')).out, /# .*drop-table/);
  });
});
