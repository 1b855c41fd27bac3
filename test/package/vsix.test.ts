/** What a person installs: everything it needs, and nothing else. */

import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { suite, test } from 'node:test';

import { rules } from '../../server/src/core/lint/rules/index.ts';
import { entries, vsix } from './unpacked.ts';

const LARGEST = 1.5 * 1024 * 1024;

const NEEDED = [
  'extension/package.json',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  'extension/client/dist/extension.cjs',
  'extension/server/dist/server.cjs',
  'extension/server/dist/cli.cjs',
  'extension/server/dist/libpg-query.wasm',
  'extension/server/dist/reading-worker.cjs',
  'extension/docs/alembic-guard.schema.json',
];

const WELCOME = [
  /^extension\/(client|server)\/dist\/part-[0-9A-Z]{8}\.cjs$/,
  /^extension\/(syntaxes|media)\/[\w.-]+\.(json|svg|png)$/,
  /^extension\/docs\/rules\/[\w-]+\.md$/,
  /^extension\/server\/python\/\w+\.py$/,
  /^(\[Content_Types\]\.xml|extension\.vsixmanifest)$/,
];

suite('the package', () => {
  const names = Object.keys(entries());

  test('holds what it needs', () => {
    assert.deepEqual(
      NEEDED.filter((name) => !names.includes(name)),
      [],
    );
  });

  test('holds nothing else', () => {
    assert.deepEqual(
      names.filter((name) => !NEEDED.includes(name) && !WELCOME.some((pattern) => pattern.test(name))),
      [],
    );
  });

  test('holds the page of every rule, to which the editor links', () => {
    assert.deepEqual(
      rules.map(({ name }) => `extension/docs/rules/${name}.md`).filter((name) => !names.includes(name)),
      [],
    );
  });

  test('is small', () => {
    const { size } = statSync(vsix());
    assert.ok(size <= LARGEST, `${size} bytes`);
  });

  test('names only files that are there', () => {
    const manifest = JSON.parse(new TextDecoder().decode(entries()['extension/package.json']));
    const named = [manifest.main, ...Object.values<string>(manifest.bin), ...pathsIn(manifest.contributes)];
    assert.deepEqual(
      named.filter((name) => !names.includes(`extension/${name.replace(/^\.\//, '')}`)),
      [],
    );
  });
});

/** The relative paths that stand anywhere in a value. */
function pathsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('./') ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(pathsIn) : [];
}
