/**
 * The steps of `action.yml`, run as a runner runs them: each `run` in bash with its `env`, expressions filled in. What
 * only GitHub does (annotations on a page, the upload of SARIF) is not here.
 */

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, suite, test } from 'node:test';

import { execa } from 'execa';
import { parse } from 'yaml';

import { folderWith, writeFiles } from '../support/folder.ts';
import { project, revisionFile } from '../support/revision.ts';
import { commitAll, git, repository } from './repository.ts';
import { node } from './unpacked.ts';

interface Action {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

interface Step {
  readonly name: string;
  readonly shell: string;
  readonly run: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

const table = 'op.add_column("users", sa.Column("age", sa.Integer(), nullable=False))';
const broken = project({ 'alembic/versions/0002_age.py': revisionFile({ id: '0002', down: '0001', upgrade: table }) });

suite('the action', () => {
  let checkout = '';
  let action: Action;
  before(async () => {
    ({ checkout } = await repository());
    action = parse(await readFile(path.join(checkout, 'action.yml'), 'utf8'));
  });

  const run = async (workspace: string, inputs: Readonly<Record<string, string>> = {}) => {
    for (const name of Object.keys(inputs)) assert.ok(name in action.inputs, `${name} is no input`);
    const fill = (text: string) =>
      text.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, expression: string) => {
        if (expression === 'github.action_path') return checkout;
        const name = /^inputs\.(.+)$/.exec(expression)?.[1] ?? '';
        assert.ok(name in action.inputs, `${expression} is not known`);
        return inputs[name] ?? action.inputs[name]?.default ?? '';
      });
    let output = '';
    for (const step of action.runs.steps) {
      assert.equal(step.shell, 'bash');
      const script = path.join(checkout, 'step.sh');
      await writeFile(script, fill(step.run));
      const { exitCode, all } = await execa('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
        cwd: step['working-directory'] === undefined ? workspace : fill(step['working-directory']),
        env: {
          ...Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value)])),
          PATH: `${path.dirname(node)}${path.delimiter}${process.env['PATH']}`,
        },
        all: true,
        reject: false,
      });
      output = all;
      if (exitCode !== 0) return { exitCode, output, step: step.name };
    }
    return { exitCode: 0, output, step: undefined };
  };

  test('is a composite action whose inputs are explained', () => {
    assert.equal(action.runs.using, 'composite');
    assert.ok(action.name && action.description);
    for (const { description } of Object.values(action.inputs)) assert.ok(description);
  });

  test('annotates what is broken, and fails', async (t) => {
    const { exitCode, output, step } = await run(await folderWith(t, broken));
    assert.deepEqual([exitCode, step], [1, 'Check migrations'], output);
    assert.match(output, /^::error file=alembic\/versions\/0002_age\.py,line=\d+/m);
  });

  test('writes another format to a file, fails from the level that is named, and takes several paths', async (t) => {
    const both = { ...prefixed('my shop', broken), ...prefixed('b', broken) };
    const folder = await folderWith(t, both);
    const inputs = { paths: 'my shop\nb\n', format: 'sarif', output: 'findings.sarif', 'fail-on': 'never' };
    const { exitCode, output } = await run(folder, inputs);
    assert.deepEqual([exitCode, output], [0, '']);
    const log = JSON.parse(await readFile(path.join(folder, 'findings.sarif'), 'utf8'));
    assert.ok(log.runs[0].results.length >= 2);
  });

  test('looks only at what a branch lacks', async (t) => {
    const folder = await folderWith(t, broken);
    await git(folder, 'init', '--quiet', '--initial-branch=main');
    await commitAll(folder);
    const size = revisionFile({ id: '0003', down: '0002', upgrade: table.replace('"age"', '"size"') });
    await writeFiles(folder, { 'alembic/versions/0003_size.py': size });
    const { exitCode, output } = await run(folder, { since: 'main' });
    assert.equal(exitCode, 1, output);
    assert.match(output, /^::error file=alembic\/versions\/0003_size\.py,/m);
    assert.doesNotMatch(output, /0002_age/);
    const { exitCode: refused, output: why } = await run(folder, { since: 'gone' });
    assert.equal(refused, 2);
    assert.match(why, /gone/);
  });

  test('a path that is not there ends the step with what to do', async (t) => {
    const { exitCode, output } = await run(await folderWith(t, broken), { paths: 'nowhere' });
    assert.equal(exitCode, 2);
    assert.match(output, /nowhere does not exist/);
  });
});

function prefixed(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}
