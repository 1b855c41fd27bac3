/** The project's own npm packages: `npm ci` where what is installed differs from the lockfile. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { npm } from './command.mjs';
import { step } from './progress.mjs';

export const PROJECT = path.resolve(import.meta.dirname, '../..');

/** Brings `node_modules` to what `package-lock.json` says. */
export async function ensurePackages() {
  if (await isInstalled()) return;
  await step('Packages', async (stage) => {
    stage('npm ci (about 120 MB)');
    await npm(['ci', '--no-audit', '--no-fund'], { cwd: PROJECT });
  });
}

async function isInstalled() {
  const wanted = await lockedPackages(path.join(PROJECT, 'package-lock.json'));
  const installed = await lockedPackages(path.join(PROJECT, 'node_modules/.package-lock.json')).catch(() => undefined);
  if (installed === undefined) return false;
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '' || entry.optional) return true; // optional ones depend on the platform
    return installed[name]?.version === entry.version;
  });
}

/**
 * @param {string} file
 * @returns {Promise<Record<string, { version?: string, optional?: boolean }>>}
 */
async function lockedPackages(file) {
  return JSON.parse(await readFile(file, 'utf8')).packages;
}
