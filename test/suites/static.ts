/** What the tools say of the sources: types, format and lint, dead code. Each tool counts as one test. */

import path from 'node:path';

import { CommandFailed, run } from '../environment/command.mjs';
import { PROJECT } from '../environment/packages.mjs';
import { say } from '../environment/progress.mjs';
import { add, type Outcome, type Suite } from './suite.ts';

const TSC = 'typescript/bin/tsc';

/** Title, script under node_modules, arguments. */
const CHECKS: readonly (readonly [string, string, readonly string[]])[] = [
  ['types of the core, without Node', TSC, ['-p', 'server/src/core']],
  ['types of the server', TSC, ['-p', 'server']],
  ['types of the client', TSC, ['-p', 'client']],
  ['types of the tests', TSC, ['-p', 'test']],
  ['format and lint', '@biomejs/biome/bin/biome', ['check', '.']],
  ['nothing unused', 'knip/bin/knip.js', ['--no-progress']],
];

export const statics: Suite = {
  name: 'static',
  needs: [],
  async run() {
    let outcome: Outcome = { passed: 0, failed: 0 };
    for (const [title, script, args] of CHECKS) outcome = add(outcome, await check(title, script, args));
    return outcome;
  },
};

async function check(title: string, script: string, args: readonly string[]): Promise<Outcome> {
  try {
    await run(process.execPath, [path.join(PROJECT, 'node_modules', script), ...args], { cwd: PROJECT });
    return { passed: 1, failed: 0 };
  } catch (error) {
    const output = error instanceof CommandFailed ? error.output : String(error);
    say(`\n  FAILED ${title}\n${output.trimEnd().replace(/^(?=.)/gm, '    ')}`);
    return { passed: 0, failed: 1 };
  }
}
