/** Reads the arguments, runs one command and turns what happens into an exit code. */

import process from 'node:process';
import { Command, CommanderError } from 'commander';
import type { AddCommand } from './command.ts';
import { graphCommand } from './commands/graph.ts';
import { laterCommands } from './commands/later.ts';
import { lintCommand } from './commands/lint.ts';
import { lspCommand } from './commands/lsp.ts';
import { planCommand } from './commands/plan.ts';
import { rulesCommand } from './commands/rules.ts';
import { sqlCommand } from './commands/sql.ts';
import { type ExitCode, exitCodes, UsageError } from './exit.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

const commands: readonly AddCommand[] = [
  lintCommand,
  graphCommand,
  planCommand,
  sqlCommand,
  rulesCommand,
  lspCommand,
  laterCommands,
];

/** Runs the program with the arguments after its name. Never rejects. */
export async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  const program = new Command('alembic-guard')
    .description('Understands Alembic migrations: lint, graph and rules, in the terminal, in CI and for editors.')
    .version(version, '-V, --version')
    .showHelpAfterError('Run `alembic-guard --help` for the commands and their options.')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.error });
  for (const add of commands) {
    add(program, terminal, (result) => {
      code = result;
    });
  }
  for (const command of program.commands) command.copyInheritedSettings(program);
  try {
    if (args.length === 0) {
      terminal.error(program.helpInformation());
      return exitCodes.usage;
    }
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, terminal);
  }
}

function explain(error: unknown, terminal: Terminal): ExitCode {
  // Commander has printed its own message already; help and version end with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error instanceof UsageError) {
    terminal.error(`alembic-guard: ${error.message}\n`);
    return exitCodes.usage;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.error(
    `alembic-guard: internal fault, which is a bug of ours. Please report it with the command you ran, alembic-guard ${version} and Node ${process.version}:\n${detail}\n`,
  );
  return exitCodes.fault;
}
