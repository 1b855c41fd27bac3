#!/usr/bin/env node
/**
 * `npm start [-- --once] [--sample NAME]`: everything for trying the extension. It installs, builds, starts a PostgreSQL
 * with the sample's database at an older revision, prints what the linter says, and opens VS Code until Ctrl-C.
 * `--once` does all but the editor.
 */

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { npm } from '../test/environment/command.mjs';
import { ensurePackages, PROJECT } from '../test/environment/packages.mjs';
import { startPglite } from '../test/environment/pglite.mjs';
import { start as startPostgres } from '../test/environment/postgres.mjs';
import { MissingPrerequisite, say, step } from '../test/environment/progress.mjs';
import { ensurePython } from '../test/environment/python.mjs';
import { prepareDatabase, readSamples, SAMPLES, writeSettings } from '../test/environment/samples.mjs';
import { ensureVsCodeServer } from '../test/environment/vscode-server.mjs';
import { startSession } from '../test/environment/vscode-session.mjs';

/** @typedef {import('../test/environment/samples.mjs').Sample} Sample */

const VSIX = path.join(PROJECT, 'test/dist/alembic-guard.vsix');

/** Something a person has typed that means nothing. */
class WrongUsage extends Error {}

/** Ends the wait for Ctrl-C, once there is nothing left to do but wait. @type {(() => void) | undefined} */
let endWaiting;
process.on('SIGINT', () => (endWaiting === undefined ? process.exit(130) : endWaiting()));
process.on('SIGTERM', () => process.exit(143)); // what was started ends with us
process.on('SIGHUP', () => process.exit(129));

process.exitCode = await main().catch((error) => {
  const expected = error instanceof WrongUsage || error instanceof MissingPrerequisite;
  say(expected ? error.message : (error.stack ?? String(error)));
  return expected ? 2 : 1;
});

async function main() {
  const { sample, once } = await readArguments();
  const folder = path.join(SAMPLES, sample.workspace);
  const desktop = once ? undefined : findDesktop();
  const wantsServer = !once && desktop === undefined;
  say(`Alembic Guard on the sample ${sample.name} (${sample.title})`);
  await ensurePackages();
  const [{ python }, vscode] = await Promise.all([
    ensurePython(),
    wantsServer ? ensureVsCodeServer() : undefined,
    step('Extension', (stage) => build(stage, wantsServer)),
  ]);
  const server = await startServer();
  try {
    const { database, env } = await prepareDatabase({ sample, folder, server, python });
    say(`  PostgreSQL: ${database.host}:${database.port}/${database.database} stands at revision ${sample.applied}`);
    process.once('exit', await writeSettings(folder, { python, env }));
    const linted = await lint(folder);
    if (once || linted > 1) return linted > 1 ? 1 : 0;
    if (desktop === undefined || !(await openDesktop(desktop, folder)))
      return await serve(folder, vscode ?? (await ensureVsCodeServer()));
    say('\nVS Code is opening. Ctrl-C ends the database.');
    await untilInterrupted();
    return 0;
  } finally {
    await server.stop();
  }
}

/** Waits for Ctrl-C, which keeps the process alive even where nothing else does. */
async function untilInterrupted() {
  const alive = setInterval(() => {}, 60_000);
  await new Promise((resolve) => {
    endWaiting = () => resolve(undefined);
  });
  clearInterval(alive);
  endWaiting = undefined;
}

async function readArguments() {
  const samples = await readSamples();
  const names = samples.map(({ name }) => name).join(', ');
  const usage = `npm start [-- --once] [--sample NAME]   NAME is one of ${names}`;
  let values;
  try {
    const options = /** @type {const} */ ({ once: { type: 'boolean' }, sample: { type: 'string' } });
    ({ values } = parseArgs({ options }));
  } catch (error) {
    throw new WrongUsage(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
  const wanted = values.sample ?? 'facturacion';
  const sample = samples.find(({ name }) => name === wanted);
  if (sample === undefined) throw new WrongUsage(`There is no sample "${wanted}": choose among ${names}.`);
  return { sample, once: values.once ?? false };
}

/**
 * @param {(text: string) => void} stage
 * @param {boolean} packaged
 */
async function build(stage, packaged) {
  stage('npm run build');
  await npm(['run', 'build', '--silent'], { cwd: PROJECT });
  if (!packaged) return;
  stage('npm run package');
  await mkdir(path.dirname(VSIX), { recursive: true });
  await npm(['run', 'package', '--silent'], { cwd: PROJECT });
}

/** The real server, or the one that runs everywhere. */
async function startServer() {
  try {
    return await startPostgres();
  } catch (error) {
    const server = await startPglite();
    say(`  PostgreSQL: ${error instanceof Error ? error.message : error}`);
    say('  PostgreSQL: PGlite takes its place; it serves one connection at a time, so a second one waits.');
    return server;
  }
}

/**
 * Prints the findings; exit codes 0 and 1 both mean that the linter has done its work.
 *
 * @param {string} folder
 * @returns {Promise<number>}
 */
function lint(folder) {
  const target = path.relative(PROJECT, folder);
  say(`\n$ alembic-guard lint ${target}`);
  const args = [path.join(PROJECT, 'server/dist/cli.cjs'), 'lint', target];
  const child = spawn(process.execPath, args, { cwd: PROJECT, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 3)));
}

/** The desktop's `code`, where there is a desktop to show it on. */
function findDesktop() {
  const screens = ['DISPLAY', 'WAYLAND_DISPLAY', 'VSCODE_IPC_HOOK_CLI', 'WSL_DISTRO_NAME'];
  if (process.platform === 'linux' && !screens.some((name) => process.env[name])) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  return folders.map((place) => path.join(place, name)).find((file) => existsSync(file));
}

/**
 * Whether the desktop VS Code has taken the folder.
 *
 * @param {string} code
 * @param {string} folder
 * @returns {Promise<boolean>}
 */
function openDesktop(code, folder) {
  const shell = process.platform === 'win32'; // a .cmd file needs one there
  const quote = (/** @type {string} */ text) => (shell ? `"${text}"` : text);
  const args = ['--new-window', `--extensionDevelopmentPath=${PROJECT}`, folder].map(quote);
  const child = spawn(quote(code), args, { shell, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (exitCode) => resolve(exitCode === 0));
  });
}

/**
 * Serves VS Code to a browser until Ctrl-C.
 *
 * @param {string} folder
 * @param {{ main: string, node: string }} vscode
 */
async function serve(folder, vscode) {
  const token = randomBytes(12).toString('hex');
  if (!existsSync(VSIX)) await step('Extension', (stage) => build(stage, true));
  const session = await startSession({ ...vscode, extensions: [VSIX], token });
  try {
    const query = new URLSearchParams({ tkn: token, folder });
    say(`\nVS Code is at  http://${session.authority}/?${query}\nCtrl-C ends it and the database.`);
    await untilInterrupted();
    return 0;
  } finally {
    await session.stop();
  }
}
