/** Programs from the Python package index that tests run, each in an environment of its own. */

import path from 'node:path';

import { ensureVenv } from './python.mjs';

/** The linter of SQL that we are compared with; answers the path of its program. */
export async function ensureSquawk() {
  return ensureTool('squawk', 'squawk-cli==2.70.0');
}

/** The runner of hooks; answers the path of its program. */
export async function ensurePreCommit() {
  return ensureTool('pre-commit', 'pre-commit==4.7.0');
}

/**
 * @param {string} command
 * @param {string} requirement
 */
async function ensureTool(command, requirement) {
  const wanted = { name: command, title: command, requirements: [requirement], command };
  const { bin } = await ensureVenv(wanted);
  return path.join(bin, process.platform === 'win32' ? `${command}.exe` : command);
}
