/** Everything needed to start a project's Alembic, found out once and used for each command of a request. */

import { access } from 'node:fs/promises';
import path from 'node:path';

import type { FailureData, RunnerData } from '../protocol/messages.ts';
import { commandLauncher, commandLine, type Launcher, pythonLauncher, shownCommand } from './command-line.ts';
import { type Environment, runEnvironment } from './environment.ts';
import { type Execution, execute } from './execute.ts';
import { activated, findInterpreter } from './interpreter.ts';
import type { RunnableProject } from './project.ts';
import { type Redact, redactor } from './redact.ts';

export type Log = (level: 'debug' | 'info' | 'warning' | 'error', message: string) => void;

export interface Invocation {
  readonly project: RunnableProject;
  readonly runner: RunnerData;
  readonly launcher: Launcher;
  /** Program and leading arguments of Python, unless Alembic is reached through `alembicGuard.command`. */
  readonly python: readonly string[] | undefined;
  /** What was chosen, for messages: `Python /x/.venv/bin/python, of the virtual environment /x/.venv`. */
  readonly described: string;
  readonly env: Environment;
  readonly redact: Redact;
}

/** Refuses in an untrusted workspace: `env.py` is code, even for `alembic current`. */
export async function prepare(
  project: RunnableProject,
  runner: RunnerData,
  inherited: Environment = process.env,
): Promise<Invocation | { readonly failure: FailureData }> {
  if (!runner.trusted) return { failure: untrusted };
  const environment = await runEnvironment(runner, inherited);
  if ('failure' in environment) return environment;
  const { env } = environment;
  const redact = redactor(env, [project.url ?? '', runner.databaseUrl ?? '']);
  if (runner.command.length > 0) {
    const launcher = commandLauncher(runner);
    return { project, runner, launcher, python: undefined, described: shownCommand(runner.command), env, redact };
  }
  if (project.layout === 'bare') return { failure: withoutConfiguration(project) };
  const interpreter = await findInterpreter(project, runner, env);
  if ('code' in interpreter) return { failure: interpreter };
  return {
    project,
    runner,
    launcher: pythonLauncher(interpreter.argv, project, await hasOwnAlembicPackage(project.cwd)),
    python: interpreter.argv,
    described: `Python ${interpreter.argv.join(' ')} (${interpreter.source})`,
    env: await activated(interpreter, env),
    redact,
  };
}

/** Starts `alembic VERB ARGS…` and writes what happens to the log. */
export function start(
  invocation: Invocation,
  verb: string,
  args: readonly string[],
  log: Log,
  onLine: (line: string, stream: 'stdout' | 'stderr') => void = () => undefined,
): Execution {
  const argv = commandLine(invocation.launcher, invocation.project, invocation.runner, verb, args);
  return startProgram(invocation, argv, log, onLine);
}

export function startProgram(
  invocation: Invocation,
  argv: readonly string[],
  log: Log,
  onLine: (line: string, stream: 'stdout' | 'stderr') => void,
): Execution {
  const { project, env, redact } = invocation;
  const began = Date.now();
  log('info', redact(`${shownCommand(argv)}  (in ${project.cwd})`));
  const execution = execute(argv, { cwd: project.cwd, env, onLine });
  void execution.finished.then(({ exitCode, signal, startError }) => {
    const end = startError ?? signal ?? `exit code ${exitCode}`;
    log('info', `${invocation.project.name}: ${end} after ${((Date.now() - began) / 1000).toFixed(1)} s`);
  });
  return execution;
}

const untrusted: FailureData = {
  code: 'untrusted',
  message: 'This workspace is not trusted, so nothing of it is run and no database is read.',
  next: 'Trust the workspace first; until then the revisions and findings are shown without the database.',
};

function withoutConfiguration(project: RunnableProject): FailureData {
  return {
    code: 'no-configuration',
    message: `${project.name} has no alembic.ini or pyproject.toml that Alembic could be started with.`,
    next: 'Name the command that runs its migrations in the setting alembicGuard.command.',
  };
}

/** A folder `alembic/` with an `__init__.py`, or a module `alembic.py`, where the program starts. */
async function hasOwnAlembicPackage(cwd: string): Promise<boolean> {
  const candidates = [path.join(cwd, 'alembic', '__init__.py'), path.join(cwd, 'alembic.py')];
  const found = await Promise.all(
    candidates.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
