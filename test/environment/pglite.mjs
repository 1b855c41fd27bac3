/**
 * PostgreSQL as WebAssembly, for machines where the real server cannot run. It has one session and one database: whoever
 * connects while another is connected waits.
 */

import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { ensureComponent } from './cache.mjs';
import { npm } from './command.mjs';
import { freePort } from './postgres.mjs';

const ENGINE = '@electric-sql/pglite@0.5.14';
const SOCKET = '@electric-sql/pglite-socket@0.2.17';

/** @typedef {import('./postgres.mjs').Cluster & { single: true }} SingleServer */

/** @returns {Promise<SingleServer>} */
export async function startPglite() {
  const folder = await ensureComponent({
    name: `pglite-${ENGINE.split('@').pop()}`,
    title: 'PGlite',
    proof: ['node_modules/@electric-sql/pglite/package.json', 'node_modules/@electric-sql/pglite-socket/package.json'],
    make: async (place, stage) => {
      stage(`download ${ENGINE} from the npm registry`);
      const quiet = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps'];
      await npm(['install', '--prefix', place, ...quiet, ENGINE, SOCKET], { cwd: place });
    },
  });
  const load = (/** @type {string} */ file) =>
    import(pathToFileURL(path.join(folder, 'node_modules/@electric-sql', file)).href);
  const { PGlite } = await load('pglite/dist/index.js');
  const { PGLiteSocketServer } = await load('pglite-socket/dist/index.js');
  const [host, port] = ['127.0.0.1', await freePort()];
  const db = await PGlite.create();
  const server = new PGLiteSocketServer({ db, host, port });
  await server.start();
  const stop = async () => {
    await server.stop();
    await db.close();
  };
  return { host, port, user: 'postgres', password: 'postgres', single: true, stop, log: () => '' };
}
