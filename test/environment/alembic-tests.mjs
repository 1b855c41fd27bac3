/** Alembic's own tests, which its source distribution carries, and the pytest that runs them. */

import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { ensureComponent } from './cache.mjs';
import { run } from './command.mjs';
import { pip } from './python.mjs';

/**
 * The tests of the Alembic that an interpreter has.
 *
 * @param {string} python
 * @returns {Promise<{ source: string, packages: string }>} Alembic's source tree with its tests, and the folder to import pytest from
 */
export async function ensureAlembicTests(python) {
  const version = (await run(python, ['-c', 'import alembic; print(alembic.__version__)'])).trim();
  const folder = await ensureComponent({
    name: `alembic-tests-${version}`,
    title: 'Alembic’s own tests',
    proof: ['source/tests/test_revision.py', 'packages/pytest/__init__.py'],
    make: async (place, stage) => {
      stage(`1/2 download the source of Alembic ${version}`);
      await pip(python, ['download', '--no-binary', ':all:', '--no-deps', '--dest', place, `alembic==${version}`]);
      const archive = (await readdir(place)).find((name) => name.endsWith('.tar.gz')) ?? '';
      await run(python, ['-m', 'tarfile', '--extract', path.join(place, archive), place]);
      await rename(path.join(place, archive.replace(/\.tar\.gz$/, '')), path.join(place, 'source'));
      await rm(path.join(place, archive));
      stage('2/2 install pytest');
      await pip(python, ['install', '--target', path.join(place, 'packages'), 'pytest>=8,<10']);
    },
  });
  return { source: path.join(folder, 'source'), packages: path.join(folder, 'packages') };
}
