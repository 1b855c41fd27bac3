/** A Python environment with the Alembic, SQLAlchemy, SQLModel and driver versions that the samples and tests run with. */

import { createHash } from 'node:crypto';
import path from 'node:path';

import { ensureComponent } from './cache.mjs';
import { isNetworkFailure, run } from './command.mjs';
import { MissingPrerequisite } from './progress.mjs';

const REQUIREMENTS = ['alembic==1.20.*', 'sqlalchemy>=2.0,<2.1', 'sqlmodel', 'psycopg[binary]'];

const OLDEST_MINOR = 10;
const PROBE = 'import sys, venv, ensurepip; print(sys.version_info[0], sys.version_info[1])';

/** @typedef {{ python: string, bin: string }} PythonEnvironment its interpreter, and the folder of its commands */

/** @returns {Promise<PythonEnvironment>} */
export function ensurePython() {
  return ensureVenv({ name: 'python', title: 'Python environment', requirements: REQUIREMENTS, command: 'alembic' });
}

/**
 * A virtual environment with these packages, of which one brings a command.
 *
 * @param {{ name: string, title: string, requirements: readonly string[], command: string }} wanted
 * @returns {Promise<PythonEnvironment>}
 */
export async function ensureVenv({ name, title, requirements, command }) {
  const system = await findPython();
  const bin = process.platform === 'win32' ? 'Scripts' : 'bin';
  const python = path.join(bin, process.platform === 'win32' ? 'python.exe' : 'python');
  const key = createHash('sha256')
    .update([system.version, ...requirements].join('\n'))
    .digest('hex')
    .slice(0, 12);
  const folder = await ensureComponent({
    name: `${name}-${key}`,
    title,
    proof: [python, path.join(bin, process.platform === 'win32' ? `${command}.exe` : command)],
    inPlace: true,
    make: async (place, stage) => {
      stage(`1/2 create it with Python ${system.version}`);
      await run(system.command, [...system.args, '-m', 'venv', place]);
      stage(`2/2 install ${requirements.join(', ')}`);
      await pip(path.join(place, python), ['install', ...requirements]);
    },
  });
  return { python: path.join(folder, python), bin: path.join(folder, bin) };
}

/**
 * Runs pip quietly.
 *
 * @param {string} python
 * @param {readonly string[]} args the command of pip, and what it takes
 */
export async function pip(python, [command = '', ...args]) {
  try {
    await run(python, ['-m', 'pip', command, '--disable-pip-version-check', '--no-input', '--quiet', ...args]);
  } catch (error) {
    if (!isNetworkFailure(error)) throw error;
    throw new MissingPrerequisite(
      'The Python package index cannot be reached: connect to the network or set pip’s "index-url" and "proxy", then run the command again.',
    );
  }
}

async function findPython() {
  const chosen = process.env['ALEMBIC_GUARD_PYTHON'];
  /** @type {[string, string[]][]} */
  const candidates = chosen
    ? [[chosen, []]]
    : [
        ['python3', []],
        ['python', []],
        ...(process.platform === 'win32' ? [/** @type {[string, string[]]} */ (['py', ['-3']])] : []),
        ...[14, 13, 12, 11, 10].map((minor) => /** @type {[string, string[]]} */ ([`python3.${minor}`, []])),
      ];
  let withoutVenv = '';
  for (const [command, args] of candidates) {
    const answer = await run(command, [...args, '-c', PROBE]).catch((error) => String(error.output ?? ''));
    const [, major, minor] = /^(\d+) (\d+)\s*$/.exec(answer) ?? [];
    if (major === '3' && Number(minor) >= OLDEST_MINOR) return { command, args, version: `${major}.${minor}` };
    if (/No module named '?(venv|ensurepip)/.test(answer)) withoutVenv ||= command;
  }
  if (withoutVenv)
    throw new MissingPrerequisite(
      `${withoutVenv} has no venv module: install it (on Debian and Ubuntu: apt-get install python3-venv).`,
    );
  throw new MissingPrerequisite(
    `Python 3.${OLDEST_MINOR} or newer was not found: install it (on Debian and Ubuntu: apt-get install python3 python3-venv).`,
  );
}
