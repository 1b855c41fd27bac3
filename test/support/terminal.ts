/** The command line run in this process, what it prints caught. */

import colors from 'picocolors';
import { main } from '../../server/src/cli/main.ts';

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs `alembic-guard` with these arguments in a folder. */
export function runCommand(cwd: string, ...args: readonly string[]): Promise<CommandResult> {
  return run(cwd, args, false);
}

/** The same on a terminal that shows colours. */
export function runInColour(cwd: string, ...args: readonly string[]): Promise<CommandResult> {
  return run(cwd, args, true);
}

async function run(cwd: string, args: readonly string[], colour: boolean): Promise<CommandResult> {
  let out = '';
  let error = '';
  const code = await main(args, {
    cwd,
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
    colors: colors.createColors(colour),
  });
  return { code, out, error };
}
