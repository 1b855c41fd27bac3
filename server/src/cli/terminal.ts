/** Where a command writes and what it may ask of its surroundings, so that tests can stand in for a terminal. */

import process from 'node:process';
import colors from 'picocolors';

export interface Terminal {
  /** Working directory, absolute. */
  readonly cwd: string;
  /** Results. */
  out(text: string): void;
  /** Everything else. */
  error(text: string): void;
  /** Colouring functions; plain ones unless stdout is a terminal and NO_COLOR is unset. */
  readonly colors: ReturnType<typeof colors.createColors>;
}

export function processTerminal(): Terminal {
  return {
    cwd: process.cwd(),
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    colors: colors.createColors(process.stdout.isTTY === true && colors.isColorSupported),
  };
}
