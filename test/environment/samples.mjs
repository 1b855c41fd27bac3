/** The workspaces under `migrations-sample/`, and a database for each at the revision its story has reached. */

import { readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { run } from './command.mjs';
import { createDatabase, query } from './database.mjs';
import { PROJECT } from './packages.mjs';

/** @typedef {import('./database.mjs').Connection & { single?: boolean }} Server */
/** @typedef {import('./database.mjs').Database} Database */

/**
 * @typedef {object} Sample
 * @property {string} name
 * @property {string} title
 * @property {string} workspace the folder to open, under `migrations-sample/`
 * @property {string} cwd where Alembic is run, under the workspace
 * @property {string} config the Alembic configuration, under the workspace
 * @property {Record<string, string>} databaseEnv variables with placeholders such as `{host}`
 * @property {string} applied the revision its database stands at
 * @property {string} [seed] a file of SQL for that revision, under the workspace
 * @property {{ revision: string, needsRows: boolean, error: string }[]} refused what PostgreSQL refuses by design
 * @property {{ schema?: string, name: string }} versionTable
 */

export const SAMPLES = path.join(PROJECT, 'migrations-sample');

/** @returns {Promise<Sample[]>} */
export async function readSamples() {
  return JSON.parse(await readFile(path.join(SAMPLES, 'samples.json'), 'utf8'));
}

/**
 * Copies a sample's workspace, without what tools have left in it.
 *
 * @param {Sample} sample
 * @param {string} folder
 */
export async function copySample(sample, folder) {
  const left = new Set(['__pycache__', '.vscode', '.venv']);
  const filter = (/** @type {string} */ source) => !left.has(path.basename(source));
  await cp(path.join(SAMPLES, sample.workspace), folder, { recursive: true, filter });
}

/**
 * The variables by which a sample's own code finds its database.
 *
 * @param {Sample} sample
 * @param {Database} database
 */
export function environmentOf(sample, database) {
  /** @type {Record<string, string | number>} */
  const values = { ...database };
  const fill = (/** @type {string} */ text) =>
    text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  return Object.fromEntries(Object.entries(sample.databaseEnv).map(([name, text]) => [name, fill(text)]));
}

/**
 * Creates a database, upgrades it to the sample's `applied` revision with the real Alembic and fills it.
 *
 * @param {{ sample: Sample, folder: string, server: Server, python: string, name?: string }} options
 * @returns {Promise<{ database: Database, env: Record<string, string> }>}
 */
export async function prepareDatabase({ sample, folder, server, python, name = sample.name }) {
  const database = await createDatabase(server, name);
  const env = environmentOf(sample, database);
  const args = ['-m', 'alembic', '-c', path.join(folder, sample.config), 'upgrade', sample.applied];
  const quiet = { PYTHONDONTWRITEBYTECODE: '1' };
  await run(python, args, { cwd: path.join(folder, sample.cwd), env: { ...process.env, ...env, ...quiet } });
  if (sample.seed) await query(database, await readFile(path.join(folder, sample.seed), 'utf8'));
  return { database, env };
}

/**
 * Tells the extension which interpreter and which environment this workspace has. Other settings are kept.
 *
 * @param {string} folder
 * @param {{ python: string, env: Record<string, string> }} settings
 * @returns {Promise<() => void>} puts back what was there
 */
export async function writeSettings(folder, { python, env }) {
  const place = path.join(folder, '.vscode');
  const file = path.join(place, 'settings.json');
  const before = await readFile(file, 'utf8').catch(() => undefined);
  const ours = { 'alembicGuard.interpreter': [python], 'alembicGuard.env': env };
  await mkdir(place, { recursive: true });
  await writeFile(file, `${JSON.stringify({ ...JSON.parse(before ?? '{}'), ...ours }, null, 2)}\n`);
  return () => {
    if (before !== undefined) return writeFileSync(file, before);
    rmSync(file, { force: true });
    if (readdirSync(place).length === 0) rmdirSync(place);
  };
}
