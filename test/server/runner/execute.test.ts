/** Programs that are started here end by themselves. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { execute } from '../../../server/src/runner/execute.ts';

const node = process.execPath;
const options = { cwd: os.tmpdir(), env: process.env };

test('output comes line by line and as a whole, with the exit code', async () => {
  const lines: string[] = [];
  const code = "console.log('a'); console.error('b'); process.stdout.write('c'); process.exitCode = 3";
  const { finished } = execute([node, '-e', code], {
    ...options,
    onLine: (line, stream) => lines.push(`${stream} ${line}`),
  });
  const { exitCode, stdout, stderr, startError } = await finished;
  assert.deepEqual(
    { exitCode, stdout, stderr, startError },
    { exitCode: 3, stdout: 'a\nc', stderr: 'b', startError: undefined },
  );
  assert.deepEqual(lines.sort(), ['stderr b', 'stdout a', 'stdout c']);
});

test('a program that is not there is an answer, not an exception', async () => {
  assert.equal((await execute(['/nowhere/program'], options).finished).startError, 'ENOENT');
});

test('arguments reach the program as they are', async () => {
  const wild = ['a b', '$(x)', '; y', "'", '"', '*', ''];
  const { stdout } = await execute([node, '-p', 'JSON.stringify(process.argv.slice(1))', ...wild], options).finished;
  assert.deepEqual(JSON.parse(stdout), wild);
});

test('one interrupt is sent, however often it is asked for', async () => {
  const code =
    "let n = 0; process.on('SIGINT', () => n++); console.log('ready'); setTimeout(() => { console.log(n); process.exit() }, 600)";
  const execution = execute([node, '-e', code], {
    ...options,
    onLine: (line) => {
      if (line === 'ready') for (let i = 0; i < 3; i++) execution.interrupt();
    },
  });
  assert.equal((await execution.finished).stdout, 'ready\n1');
});

test('much output ends nothing', async () => {
  const { exitCode, stdout } = await execute(
    [node, '-e', "process.stdout.write(('x'.repeat(1023) + '\\n').repeat(20000))"],
    options,
  ).finished;
  assert.equal(exitCode, 0);
  assert.equal(stdout.length, 20000 * 1024 - 1);
});

test('a program outlives the end of ours', async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ag-execute-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'done');
  const child = `setTimeout(() => require('node:fs').writeFileSync(${JSON.stringify(file)}, 'done'), 1000)`;
  const module = JSON.stringify(new URL('../../../server/src/runner/execute.ts', import.meta.url).href);
  const parent = `const { execute } = await import(${module});
    execute([process.execPath, '-e', ${JSON.stringify(child)}], { cwd: '/', env: process.env });
    setTimeout(() => process.exit(0), 300);`;
  await promisify(execFile)(node, ['--input-type=module', '-e', parent]);
  const deadline = Date.now() + 20_000;
  let text: string | undefined;
  while (text !== 'done' && Date.now() < deadline) {
    text = await readFile(file, 'utf8').catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(text, 'done');
});
