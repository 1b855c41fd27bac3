/** What a command is: something that adds itself to the program. */

import type { Command } from 'commander';
import type { ExitCode } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** Adds a command to the program; `finish` receives its exit code. */
export type AddCommand = (program: Command, terminal: Terminal, finish: (code: ExitCode) => void) => void;
