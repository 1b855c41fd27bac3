/**
 * A running VS Code server in a folder of its own, and a browser to look at it. Everything ends with the process that
 * started it: the server with all its children, and the folder.
 */

import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { run } from './command.mjs';
import { temporaryFolder } from './temporary.mjs';

const START_MS = 60_000;
const STOP_MS = 5_000;

const SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/**
 * @typedef {object} Session
 * @property {string} authority host and port
 * @property {() => string} log
 * @property {() => Promise<void>} stop
 */

/** @typedef {{ main: string, node: string }} Program the server's main script and the Node it runs on */

/**
 * Installs packages (`.vsix`), by default into the folder where VS Code's server keeps them.
 *
 * @param {Program & { extensions: readonly string[], extensionsDir?: string | undefined }} options
 */
export async function installExtensions({ main, node, extensions, extensionsDir }) {
  const { folder: home, remove } = await temporaryFolder('vs-');
  try {
    const folders = foldersOf(home, extensionsDir);
    const env = environmentOf(home);
    for (const file of extensions) await run(node, [main, '--install-extension', file, ...folders], { env });
  } finally {
    remove();
  }
}

/**
 * Starts the server on a free port of 127.0.0.1.
 *
 * @param {Program & {
 *   extensions?: readonly string[],
 *   extensionsDir?: string | undefined,
 *   settings?: Record<string, unknown>,
 *   tests?: boolean,
 *   trust?: boolean,
 *   token?: string,
 *   env?: NodeJS.ProcessEnv,
 * }} options packages to install first, a folder of installed extensions, a user's settings, whether tests inside the
 *   extension host are accepted, whether workspaces have to be trusted first, a secret that the page's address must carry, variables for the server and the extensions
 * @returns {Promise<Session>}
 */
export async function startSession({ main, node, extensions = [], extensionsDir, settings, tests, trust, token, env }) {
  const { folder: home, remove } = await temporaryFolder('vs-'); // short: it holds sockets, whose paths are limited
  const installed = extensionsDir ?? path.join(home, 'ex');
  try {
    for (const scope of ['User', 'Machine']) {
      await mkdir(path.join(home, 'ud', scope), { recursive: true });
      await writeFile(path.join(home, 'ud', scope, 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }));
    }
    await installExtensions({ main, node, extensions, extensionsDir: installed });
  } catch (error) {
    remove();
    throw error;
  }
  const folders = foldersOf(home, installed);
  const access = token === undefined ? ['--without-connection-token'] : ['--connection-token', token];
  const switches = [
    '--telemetry-level',
    'off',
    ...(trust ? [] : ['--disable-workspace-trust']),
    ...(tests ? ['--enable-smoke-test-driver'] : []),
  ];
  const server = spawn(node, [main, '--host', '127.0.0.1', '--port', '0', ...access, ...switches, ...folders], {
    env: environmentOf(home, env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32', // its own group, so that all its children can be ended with it
  });
  let log = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => (log += text));
  const gone = new Promise((resolve) => server.once('exit', resolve));
  const end = () => {
    endGroup(server);
    remove();
  };
  process.prependOnceListener('exit', end); // before the folder goes
  const stop = async () => {
    process.removeListener('exit', end);
    server.kill();
    await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())]);
    end();
  };

  try {
    const port = await portOf(server, () => log);
    return { authority: `127.0.0.1:${port}`, log: () => log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {string} home
 * @param {string} [extensionsDir]
 */
function foldersOf(home, extensionsDir) {
  const extensions = extensionsDir === undefined ? [] : ['--extensions-dir', extensionsDir];
  const data = ['--user-data-dir', path.join(home, 'ud'), '--server-data-dir', path.join(home, 'sd')];
  return ['--accept-server-license-terms', ...data, ...extensions];
}

/**
 * Sockets and temporary files lie in the session's folder too; without a gallery nothing is asked of the network.
 *
 * @param {string} home
 * @param {NodeJS.ProcessEnv} [more]
 */
function environmentOf(home, more) {
  return { ...process.env, TMPDIR: home, XDG_RUNTIME_DIR: home, EXTENSIONS_GALLERY: '{}', ...more };
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @param {() => string} log
 * @returns {Promise<string>}
 */
async function portOf(server, log) {
  const until = Date.now() + START_MS;
  while (Date.now() < until && server.exitCode === null && server.signalCode === null) {
    const [, port] = /Web UI available at http:\/\/[^:]+:(\d+)/.exec(log()) ?? [];
    if (port !== undefined) return port;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`The VS Code server did not start: ${log().trim().slice(-2000)}`);
}

/** @param {import('node:child_process').ChildProcess} server */
function endGroup(server) {
  try {
    if (server.pid !== undefined) process.kill(process.platform === 'win32' ? server.pid : -server.pid, 'SIGKILL');
  } catch {
    // all of them are gone
  }
}

/**
 * Starts a browser without a window.
 *
 * @param {string} executable
 */
export async function launchBrowser(executable) {
  const { chromium } = await import('playwright-core');
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
  args.push('--disable-background-networking', '--disable-component-update', '--disable-sync');
  return chromium.launch({ executablePath: executable, args });
}
