/** The argument arrays that start the user's Alembic. No shell ever sees them. */

import path from 'node:path';

import type { RunnerData } from '../protocol/messages.ts';
import type { RunnableProject } from './project.ts';

type Configured = Pick<RunnableProject, 'cwd' | 'config' | 'section' | 'layout' | 'scriptLocation'>;

/** How Alembic is reached: through an interpreter, or through the user's own command. */
export interface Launcher {
  readonly argv: readonly string[];
  /** `flask`: Flask-Migrate's `flask db`, which takes other options than Alembic. */
  readonly dialect: 'alembic' | 'flask';
  /** Whether the program sees this machine's files; in a container, paths may differ. */
  readonly here: boolean;
}

/**
 * `python -m alembic` puts the working folder first on Python's path, and a project's own package `alembic/` would then
 * hide the real one. This starts it with that folder last.
 */
const startBehindFolder =
  "import sys; sys.path.append(sys.path.pop(0)); from alembic.config import main; main(prog='alembic')";

export function pythonLauncher(python: readonly string[], project: Configured, ownAlembicPackage: boolean): Launcher {
  if (project.layout === 'flask-migrate')
    return { argv: [...python, '-m', 'flask', 'db'], dialect: 'flask', here: true };
  const start = ownAlembicPackage ? ['-c', startBehindFolder] : ['-m', 'alembic'];
  return { argv: [...python, ...start], dialect: 'alembic', here: true };
}

/** `alembicGuard.command`, to which Alembic's own arguments are added. */
export function commandLauncher(runner: RunnerData): Launcher {
  const flask = /(^|[\\/])flask(\.exe)?$/.test(runner.command.at(-2) ?? '') && runner.command.at(-1) === 'db';
  return { argv: runner.command, dialect: flask ? 'flask' : 'alembic', here: false };
}

/** The whole argument array for a verb with its arguments, e.g. `upgrade` and `['head', '--sql']`. */
export function commandLine(
  launcher: Launcher,
  project: Configured,
  runner: Pick<RunnerData, 'xArguments'>,
  verb: string,
  args: readonly string[],
): readonly string[] {
  const x = runner.xArguments.flatMap((argument) => ['-x', argument]);
  if (launcher.dialect === 'flask') {
    const safe = args.flatMap((arg) => (/^-\d/.test(arg) ? ['--', arg] : [arg])); // -1 would be an option to Flask
    return [...launcher.argv, verb, ...directory(launcher, project), ...x, ...safe];
  }
  const section = project.section === 'alembic' ? [] : ['-n', project.section];
  return [...launcher.argv, ...configuration(launcher, project), ...section, ...x, verb, ...args];
}

/** As people would type it, for the log. */
export function shownCommand(argv: readonly string[]): string {
  return argv.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}

/** Relative to the working folder, so that it also holds where that folder is mounted somewhere else. */
function configuration(launcher: Launcher, project: Configured): readonly string[] {
  if (project.config === undefined) return [];
  const relative = slashed(path.relative(project.cwd, project.config));
  const isDefault = relative === 'alembic.ini' || relative === 'pyproject.toml';
  return isDefault && !launcher.here ? [] : ['-c', relative];
}

function directory(launcher: Launcher, project: Configured): readonly string[] {
  if (project.scriptLocation === undefined) return [];
  const relative = slashed(path.relative(project.cwd, project.scriptLocation));
  return relative === 'migrations' && !launcher.here ? [] : ['--directory', relative];
}

function slashed(file: string): string {
  return file.split(path.sep).join('/');
}
