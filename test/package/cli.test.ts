/** The command line's bundle works where there is no node_modules, on the Node that `npm test` was called with. */

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, suite, test } from 'node:test';

import { execa } from 'execa';

import { node, unpack } from './unpacked.ts';

const INI = '[alembic]\nscript_location = migrations\n';

const HEADER = '"""a revision"""\nimport sqlalchemy as sa\nfrom alembic import op\n\n';

const FIRST = `${HEADER}revision = "a1"
down_revision = None


def upgrade() -> None:
    op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("total", sa.Integer()))


def downgrade() -> None:
    op.drop_table("orders")
`;

/** The statement is readable only through PostgreSQL's grammar, whose WebAssembly must lie beside the bundle. */
const SECOND = `${HEADER}revision = "b2"
down_revision = "a1"


def upgrade() -> None:
    op.execute("UPDATE orders SET total = 0")


def downgrade() -> None:
    op.execute("UPDATE orders SET total = 1 WHERE total = 0")
`;

suite('the command line', () => {
  let extension = '';
  before(async () => {
    extension = await unpack();
    const versions = path.join(extension, 'project/migrations/versions');
    await mkdir(versions, { recursive: true });
    await writeFile(path.join(extension, 'project/alembic.ini'), INI);
    await writeFile(path.join(extension, 'project/migrations/env.py'), '');
    await writeFile(path.join(versions, 'a1_create.py'), FIRST);
    await writeFile(path.join(versions, 'b2_erase.py'), SECOND);
  });

  const run = (...args: string[]) => {
    const env = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' };
    const options = { cwd: path.join(extension, 'project'), env, extendEnv: false, reject: false };
    return execa(node, [path.join(extension, 'server/dist/cli.cjs'), ...args], options);
  };

  test('reads migrations in a thread of its own', async () => {
    const script = `
      const { Worker } = require('node:worker_threads');
      const worker = new Worker(process.argv[1], { workerData: {} });
      worker.on('message', ([packed]) => {
        const migration = require('node:v8').deserialize(require('node:zlib').inflateRawSync(packed));
        console.log(migration.upgrade.map(({ kind }) => kind).join());
        worker.terminate();
      });
      worker.postMessage([{ path: '/b2.py', text: process.argv[2] }]);`;
    const worker = path.join(extension, 'server/dist/reading-worker.cjs');
    assert.equal((await execa(node, ['-e', script, worker, SECOND], { cwd: extension })).stdout, 'update');
  });

  test('lints SQL', async () => {
    const { stdout, stderr, exitCode } = await run('lint', '.', '--format', 'json', '--fail-on', 'info');
    assert.equal(exitCode, 1, stderr);
    const { schemaVersion, findings } = JSON.parse(stdout);
    assert.equal(schemaVersion, 1);
    assert.deepEqual(
      findings.map(({ file, range }: { file: string; range: { start: { line: number } } }) => [file, range.start.line]),
      [['migrations/versions/b2_erase.py', 9]],
    );
  });

  test('reads the graph', async () => {
    const { stdout, stderr, exitCode } = await run('graph', '.', '--format', 'json');
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(JSON.parse(stdout).projects[0].heads, ['b2']);
  });

  test('lists the rules', async () => {
    const { stdout, stderr, exitCode } = await run('rules', '--format', 'json');
    assert.equal(exitCode, 0, stderr);
    assert.ok(JSON.parse(stdout).rules.length > 20);
  });

  test('knows its version', async () => {
    const { stdout } = await run('--version');
    assert.match(stdout, /^\d+\.\d+\.\d+/);
  });
});
