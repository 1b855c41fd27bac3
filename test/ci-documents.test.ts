/** The definitions for pre-commit and GitHub Actions, and the examples in `docs/ci.md` that name them, agree. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';

import { parse } from 'yaml';

import { PROJECT } from './environment/packages.mjs';
import { runCommand } from './support/terminal.ts';

const read = (file: string) => readFileSync(path.join(PROJECT, file), 'utf8');
const page = read('docs/ci.md');
const action: { inputs: Record<string, unknown> } = parse(read('action.yml'));
const hooks: { id: string; entry: string; files: string; exclude: string }[] = parse(read('.pre-commit-hooks.yaml'));
const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => parse(text));

suite('docs/ci.md', () => {
  test('gives the action inputs that it has', () => {
    const steps = examples
      .flatMap((example) => example.jobs?.lint?.steps ?? [])
      .filter(({ uses }: { uses: string }) => uses.startsWith('<owner>/alembic-guard@'));
    assert.equal(steps.length, 2);
    for (const step of steps) for (const name of Object.keys(step.with)) assert.ok(name in action.inputs, name);
  });

  test('names the hook that there is', () => {
    const named = examples
      .flatMap(({ repos = [] }) => repos)
      .flatMap(({ hooks: own }: { hooks: { id: string }[] }) => own);
    assert.equal(named.length, 2);
    for (const { id } of named)
      assert.ok(
        hooks.some((hook) => hook.id === id),
        id,
      );
  });

  test('tells of every format', async () => {
    const { error } = await runCommand(PROJECT, 'lint', '--format', 'none');
    const formats = [...(/Allowed choices are (.*)\./.exec(error)?.[1] ?? '').split(', ')];
    assert.ok(formats.length >= 5, error);
    for (const format of formats) assert.ok(page.includes(`| \`${format}\``), format);
  });
});

test('the hook is given revisions, and not the module beside them', () => {
  const [hook] = hooks;
  const takes = (file: string) =>
    new RegExp(hook?.files ?? '').test(file) && !new RegExp(hook?.exclude ?? '').test(file);
  assert.ok(takes('backend/alembic/versions/0001_users.py'));
  assert.ok(takes('versions/2026/0001_users.py'));
  assert.ok(!takes('backend/alembic/versions/__init__.py'));
  assert.ok(!takes('backend/alembic/env.py'));
  assert.ok(!takes('backend/subversions/x.py'));
});
