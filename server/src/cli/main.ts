/** Reads the arguments, runs one command and turns what happens into an exit code. */

import process from 'node:process';
import { Command, CommanderError } from 'commander';
import type { AddCommand } from './command.ts';
import { type ExitCode, exitCodes, UsageError } from './exit.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

/** Each in its own module, of which only the one that is called gets loaded: a command starts the faster for it. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  lint: async () => (await import('./commands/lint.ts')).lintCommand,
  graph: async () => (await import('./commands/graph.ts')).graphCommand,
  plan: async () => (await import('./commands/plan.ts')).planCommand,
  sql: async () => (await import('./commands/sql.ts')).sqlCommand,
  schema: async () => (await import('./commands/schema.ts')).schemaCommand,
  rules: async () => (await import('./commands/rules.ts')).rulesCommand,
  lsp: async () => (await import('./commands/lsp.ts')).lspCommand,
  later: async () => (await import('./commands/later.ts')).laterCommands,
};

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
  for (const add of await commandsFor(args)) {
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

/** The command named first; all of them where none is, for help and for what to say of a wrong name; none for the version. */
function commandsFor([name = '']: readonly string[]): Promise<readonly AddCommand[]> {
  if (name === '--version' || name === '-V') return Promise.resolve([]);
  const named = Object.hasOwn(commands, name) && name !== 'later' ? commands[name] : undefined;
  const wanted = named === undefined ? Object.values(commands) : [named];
  return Promise.all(wanted.map((load) => load()));
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
