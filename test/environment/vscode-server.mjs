/**
 * The VS Code server: the workbench, the server and the Node extension host that the npm package `code-server` carries.
 * Only that tree is taken, without its proxy, its login and the parts that would want a compiler and system libraries.
 */

import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ensureComponent } from './cache.mjs';
import { npm, run } from './command.mjs';
import { ensureCurrentNode } from './node.mjs';

const VERSION = '4.139.1';
const TREE = 'package/lib/vscode';
const MAIN = `${TREE}/out/server-main.js`;

/** Not needed to edit, to run extensions or to test; some of them would have to be compiled. */
const LEFT_OUT = [
  '@devcontainers/cli',
  '@github/copilot-sdk',
  '@microsoft/mxc-sdk',
  '@vscode/copilot-api',
  '@vscode/sqlite3',
  'kerberos',
];
/** Compiled where a compiler is there. Without them the server works but writes no log files. */
const COMPILED = ['@vscode/spdlog', '@vscode/native-watchdog'];

/**
 * The server's main script and the Node it runs on.
 *
 * @returns {Promise<{ main: string, node: string }>}
 */
export async function ensureVsCodeServer() {
  const { binary, home } = await ensureCurrentNode();
  const folder = await ensureComponent({
    name: `vscode-${VERSION}`,
    title: 'VS Code server',
    proof: [MAIN],
    make: (place, stage) => make(place, stage, { binary, home }),
  });
  return { main: path.join(folder, MAIN), node: binary };
}

/**
 * @param {string} place
 * @param {(text: string) => void} stage
 * @param {{ binary: string, home: string }} node
 */
async function make(place, stage, node) {
  const tree = path.join(place, TREE);
  stage('1/4 download it from the npm registry');
  await npm(['pack', `code-server@${VERSION}`, '--silent'], { cwd: place });
  stage('2/4 unpack it');
  const tarball = `code-server-${VERSION}.tgz`;
  await run('tar', ['xzf', tarball, TREE], { cwd: place });
  await rm(path.join(place, tarball));
  await rm(path.join(tree, 'extensions/copilot'), { recursive: true, force: true });
  await leaveOut(path.join(tree, 'package.json'));
  stage('3/4 install its packages');
  const env = {
    ...process.env,
    PATH: `${path.dirname(node.binary)}${path.delimiter}${process.env['PATH'] ?? ''}`,
    npm_config_nodedir: node.home, // the headers that belong to this Node, so that nothing is asked of the network
  };
  const options = { cwd: tree, env, node: node.binary };
  await npm(
    ['install', '--prefix', tree, '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'],
    options,
  );
  stage('4/4 compile two small modules');
  await npm(['rebuild', '--prefix', tree, '--ignore-scripts=false', '--silent', ...COMPILED], options).catch(() =>
    stage('4/4 left out: there is no compiler, so the server writes no log files'),
  );
}

/** @param {string} file */
async function leaveOut(file) {
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  for (const name of LEFT_OUT) delete manifest.dependencies[name];
  await writeFile(file, JSON.stringify(manifest, null, 2));
}
