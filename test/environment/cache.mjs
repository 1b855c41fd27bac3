/**
 * The folder of fetched components: a Node, a Python environment, PostgreSQL, a VS Code server. Each is a folder made in
 * one go under a lock and marked complete by a stamp at the very end; without a sound stamp it is made again.
 */

import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { say, step } from './progress.mjs';

const STAMP = '.complete';
const POLL_MS = 300;
const HEARTBEAT_MS = 5_000;
const ABANDONED_MS = 60_000;

/** Where the components live; `ALEMBIC_GUARD_CACHE` moves it. */
export function cacheFolder() {
  const { env } = process;
  if (env['ALEMBIC_GUARD_CACHE']) return path.resolve(env['ALEMBIC_GUARD_CACHE']);
  const base =
    process.platform === 'win32'
      ? (env['LOCALAPPDATA'] ?? path.join(os.homedir(), 'AppData', 'Local'))
      : env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache');
  return path.join(base, 'alembic-guard');
}

/**
 * @typedef {object} Component
 * @property {string} name the folder's name; it carries the version, so another version is another component
 * @property {string} title what a person reads
 * @property {readonly string[]} proof files that must be there, relative to the folder
 * @property {boolean} [inPlace] for what cannot be moved after it was made (a Python environment)
 * @property {(folder: string, stage: (text: string) => void) => Promise<void>} make fills the empty folder
 */

/**
 * Answers the component's folder, making it first if need be.
 *
 * @param {Component} component
 */
export async function ensureComponent(component) {
  const folder = path.join(cacheFolder(), component.name);
  if (isSound(folder, component)) return folder;
  await mkdir(cacheFolder(), { recursive: true });
  await locked(`${folder}.lock`, component.title, async () => {
    if (isSound(folder, component)) return;
    await step(component.title, (stage) => make(folder, component, stage));
  });
  return folder;
}

/**
 * @param {string} folder
 * @param {Component} component
 */
function isSound(folder, component) {
  return [STAMP, ...component.proof].every((file) => existsSync(path.join(folder, file)));
}

/**
 * @param {string} folder
 * @param {Component} component
 * @param {(text: string) => void} stage
 */
async function make(folder, component, stage) {
  const place = component.inPlace ? folder : `${folder}.partial`;
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  try {
    await component.make(place, stage);
    const missing = component.proof.find((file) => !existsSync(path.join(place, file)));
    if (missing !== undefined) throw new Error(`${component.title}: ${missing} is missing after the installation`);
    await writeFile(path.join(place, STAMP), `${new Date().toISOString()}\n`);
  } catch (error) {
    await rm(place, { recursive: true, force: true });
    throw error;
  }
  if (place === folder) return;
  await rm(folder, { recursive: true, force: true });
  await rename(place, folder);
}

/**
 * Does work that two runs must not do at once. A lock whose owner is gone is taken over.
 *
 * @template T
 * @param {string} file
 * @param {string} title
 * @param {() => Promise<T>} work
 */
export async function locked(file, title, work) {
  const mine = `${process.pid} ${os.hostname()}\n`;
  for (let told = false; !(await taken(file, mine)); ) {
    if (!told) say(`  ${title}: waiting for another run that is making it`);
    told = true;
    await sleep(POLL_MS);
    if (await isAbandoned(file)) await rm(file, { force: true });
  }
  const heartbeat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => {}), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
}

/**
 * @param {string} file
 * @param {string} mine
 */
async function taken(file, mine) {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(mine);
    await handle.close();
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
async function isAbandoned(file) {
  try {
    const [pid, host] = (await readFile(file, 'utf8')).trim().split(' ');
    if (Date.now() - (await stat(file)).mtimeMs > ABANDONED_MS) return true;
    return host === os.hostname() && !isAlive(Number(pid));
  } catch {
    return false; // released meanwhile
  }
}

/** @param {number} pid */
function isAlive(pid) {
  if (!pid) return true; // being written
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
