/** Runs programs without a shell and turns their failures into sentences. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

import { MissingPrerequisite } from './progress.mjs';

/** Of a long output the beginning says what went wrong as often as the end does. */
const EXCERPT = 1000;
const NETWORK =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b|Temporary failure in name resolution|Failed to establish a new connection|Network is unreachable|\(from versions: none\)/;

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] the whole environment
 * @property {string} [input] text for its standard input
 * @property {number} [uid]
 * @property {number} [gid]
 */

/** A program that ended with another exit code than 0, or did not start at all (`code` is then null). */
export class CommandFailed extends Error {
  /**
   * @param {string} command
   * @param {number | null} code
   * @param {string} output
   */
  constructor(command, code, output) {
    super(`${command} ${code === null ? 'did not run' : `ended with exit code ${code}`}: ${excerpt(output.trim())}`);
    this.code = code;
    this.output = output;
  }
}

/** @param {string} text */
function excerpt(text) {
  return text.length <= 2 * EXCERPT ? text : `${text.slice(0, EXCERPT)}\n…\n${text.slice(-EXCERPT)}`;
}

/**
 * Runs a program to its end and answers what it printed.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>}
 */
export function run(command, args, options = {}) {
  const { input, ...rest } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...rest, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    let output = '';
    const name = path.basename(command);
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    child.on('error', (error) => reject(new CommandFailed(name, null, error.message)));
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new CommandFailed(name, code ?? -1, output))));
    child.stdin?.end(input);
  });
}

/**
 * Whether a program runs and ends with 0.
 *
 * @param {string} command
 * @param {readonly string[]} args
 */
export async function runs(command, args) {
  return run(command, args).then(
    () => true,
    () => false,
  );
}

/**
 * Runs npm with the Node that runs us, so that no shell and no `npm.cmd` is needed.
 *
 * @param {readonly string[]} args
 * @param {RunOptions & { node?: string }} [options]
 */
export async function npm(args, { node = process.execPath, ...options } = {}) {
  const cli = npmCli();
  try {
    return await run(node, [cli, ...args], options);
  } catch (error) {
    if (error instanceof CommandFailed && NETWORK.test(error.output))
      throw new MissingPrerequisite(
        'The npm registry cannot be reached: connect to the network or set npm’s "registry" and "proxy", then run the command again.',
      );
    throw error;
  }
}

/**
 * Whether a failed program says that the network is not there.
 *
 * @param {unknown} error
 */
export function isNetworkFailure(error) {
  return error instanceof CommandFailed && NETWORK.test(error.output);
}

function npmCli() {
  const bin = path.dirname(process.execPath);
  const candidates = [
    process.env['npm_execpath'] ?? '',
    path.join(bin, 'node_modules/npm/bin/npm-cli.js'),
    path.join(bin, '../lib/node_modules/npm/bin/npm-cli.js'),
    ...(process.env['PATH'] ?? '')
      .split(path.delimiter)
      .map((folder) => path.join(folder, '../lib/node_modules/npm/bin/npm-cli.js')),
    '/usr/share/nodejs/npm/bin/npm-cli.js',
  ];
  const cli = candidates.find((file) => path.basename(file) === 'npm-cli.js' && existsSync(file));
  if (cli === undefined) throw new MissingPrerequisite('npm was not found beside Node: install npm 10 or newer.');
  return cli;
}
