/**
 * A running VS Code server in a folder of its own, and a browser to look at it. Everything ends with the process that
 * started it: the server with all its children, and the folder.
 */

import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { run } from './command.mjs';

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

/** No gallery: nothing is asked of the network. */
const ENVIRONMENT = { EXTENSIONS_GALLERY: '{}' };

/**
 * @typedef {object} Session
 * @property {string} authority host and port
 * @property {() => string} log
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the server on a free port of 127.0.0.1.
 *
 * @param {object} options
 * @param {string} options.main
 * @param {string} options.node
 * @param {readonly string[]} [options.extensions] packages (`.vsix`) to install first
 * @param {string} [options.extensionsDir] a folder of installed extensions to use
 * @param {Record<string, unknown>} [options.settings] a user's settings beside the defaults
 * @param {boolean} [options.tests] whether tests inside the extension host are accepted
 * @param {string} [options.token] a secret that the page's address must carry
 * @param {NodeJS.ProcessEnv} [options.env] more variables for the server and the extensions
 * @returns {Promise<Session>}
 */
export async function startSession({ main, node, extensions = [], extensionsDir, settings, tests, token, env }) {
  const home = await mkdtemp(path.join(os.tmpdir(), 'vs-')); // short: it holds sockets, whose paths are limited
  const folders = ['--extensions-dir', extensionsDir ?? path.join(home, 'ex'), '--accept-server-license-terms'];
  folders.push('--user-data-dir', path.join(home, 'ud'), '--server-data-dir', path.join(home, 'sd'));
  const whole = { ...process.env, ...ENVIRONMENT, ...env };
  const remove = () => rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });

  try {
    for (const scope of ['User', 'Machine']) {
      await mkdir(path.join(home, 'ud', scope), { recursive: true });
      await writeFile(path.join(home, 'ud', scope, 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }));
    }
    for (const file of extensions) await run(node, [main, '--install-extension', file, ...folders], { env: whole });
  } catch (error) {
    remove();
    throw error;
  }
  const access = token === undefined ? ['--without-connection-token'] : ['--connection-token', token];
  const switches = [
    '--telemetry-level',
    'off',
    '--disable-workspace-trust',
    ...(tests ? ['--enable-smoke-test-driver'] : []),
  ];
  const server = spawn(node, [main, '--host', '127.0.0.1', '--port', '0', ...access, ...switches, ...folders], {
    env: whole,
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
  process.once('exit', end);
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
