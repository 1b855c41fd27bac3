/** Fetched components are made once, also when two runs ask at the same time, and made again when they are damaged. */

import assert from 'node:assert/strict';
import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, suite, test } from 'node:test';

import { execa } from 'execa';

import { ensureComponent } from './cache.mjs';
import { temporaryFolder } from './temporary.mjs';

suite('components', () => {
  let made = 0;
  let cache = '';
  const component = {
    name: 'thing-1',
    title: 'Thing',
    proof: ['thing.txt'],
    make: async (folder: string) => {
      made += 1;
      await writeFile(path.join(folder, 'thing.txt'), `made ${made}`);
    },
  };
  const content = (): Promise<string> => readFile(path.join(cache, 'thing-1/thing.txt'), 'utf8');

  beforeEach(async () => {
    made = 0;
    cache = (await temporaryFolder('ag-cache-')).folder;
    process.env['ALEMBIC_GUARD_CACHE'] = cache;
  });

  test('are made once', async () => {
    assert.equal(await ensureComponent(component), path.join(cache, 'thing-1'));
    await Promise.all([ensureComponent(component), ensureComponent(component)]);
    assert.equal(await content(), 'made 1');
  });

  test('are made once by two at the same time', async () => {
    await Promise.all([ensureComponent(component), ensureComponent(component)]);
    assert.equal(await content(), 'made 1');
  });

  test('are made once by two processes at the same time', async () => {
    const log = path.join(cache, 'log.txt');
    const script = `
      import { appendFileSync } from 'node:fs';
      import { ensureComponent } from ${JSON.stringify(import.meta.resolve('./cache.mjs'))};
      await ensureComponent({ name: 'slow', title: 'Slow', proof: [], make: async () => {
        appendFileSync(${JSON.stringify(log)}, 'x');
        await new Promise((resolve) => setTimeout(resolve, 300));
      } });`;
    const once = () => execa(process.execPath, ['--input-type=module', '--eval', script]);
    await Promise.all([once(), once()]);
    assert.equal(await readFile(log, 'utf8'), 'x');
  });

  test('are made again when a file has gone', async () => {
    await ensureComponent(component);
    await rm(path.join(cache, 'thing-1/thing.txt'));
    await ensureComponent(component);
    assert.equal(await content(), 'made 2');
  });

  test('are made again when the last run was cut off', async () => {
    await mkdir(path.join(cache, 'thing-1'));
    await mkdir(path.join(cache, 'thing-1.partial'));
    await writeFile(path.join(cache, 'thing-1/thing.txt'), 'half');
    await writeFile(path.join(cache, 'thing-1.lock'), 'left by a run long ago');
    await utimes(path.join(cache, 'thing-1.lock'), 0, 0);
    await ensureComponent(component);
    assert.equal(await content(), 'made 1');
  });

  test('leave nothing of a failed attempt', async () => {
    const failing = { ...component, make: () => Promise.reject(new Error('no space')) };
    await assert.rejects(ensureComponent(failing), /no space/);
    await ensureComponent(component);
    assert.equal(await content(), 'made 1');
  });
});
