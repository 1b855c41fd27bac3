/** Finds the Python that has the project's Alembic. */

import { access, constants } from 'node:fs/promises';
import path from 'node:path';

import type { FailureData, RunnerData } from '../protocol/messages.ts';
import type { Environment } from './environment.ts';

export interface Interpreter {
  /** Program and leading arguments. */
  readonly argv: readonly string[];
  /** To be read after "Python": `from the setting alembicGuard.interpreter`, `of the virtual environment .venv`. */
  readonly source: string;
}

interface Place {
  /** Where the project's Alembic starts. */
  readonly cwd: string;
  readonly root: string;
}

const environmentFolders = ['.venv', 'venv', 'env'];

/** The first that there is of: the setting, the Python extension's choice, a virtual environment beside the project, PATH. */
export async function findInterpreter(
  place: Place,
  runner: RunnerData,
  env: Environment,
  exists: (file: string) => Promise<boolean> = isFile,
): Promise<Interpreter | FailureData> {
  const [program, ...args] = runner.interpreter;
  if (program !== undefined) {
    const found =
      program.includes('/') || program.includes('\\') ? path.resolve(runner.workspaceFolder, program) : program;
    if (found === program && !path.isAbsolute(program)) return { argv: [program, ...args], source: settingSource };
    return (await exists(found)) ? { argv: [found, ...args], source: settingSource } : missingSetting(found);
  }
  const [selected] = runner.selectedInterpreter;
  if (selected !== undefined && (!path.isAbsolute(selected) || (await exists(selected))))
    return { argv: runner.selectedInterpreter, source: 'selected in the Python extension' };
  for (const folder of foldersUpTo(place, runner.workspaceFolder))
    for (const name of environmentFolders) {
      const python = path.join(folder, name, pythonInside);
      if (await exists(python))
        return { argv: [python], source: `of the virtual environment ${path.join(folder, name)}` };
    }
  return (await onPath(env, exists)) ?? nowhere(place);
}

/** With the virtual environment of the interpreter active, as after its `activate`, so that hooks find its programs. */
export async function activated(
  interpreter: Interpreter,
  env: Environment,
  exists: (file: string) => Promise<boolean> = isFile,
): Promise<Environment> {
  const [program = ''] = interpreter.argv;
  if (!path.isAbsolute(program)) return env;
  const bin = path.dirname(program);
  const home = path.dirname(bin);
  if (!(await exists(path.join(home, 'pyvenv.cfg')))) return env;
  const name = pathVariable(env);
  return { ...env, VIRTUAL_ENV: home, [name]: [bin, env[name]].filter(Boolean).join(path.delimiter) };
}

const settingSource = 'from the setting alembicGuard.interpreter';
const windows = process.platform === 'win32';
const pythonInside = windows ? path.join('Scripts', 'python.exe') : path.join('bin', 'python');

/** The project's folders and those above them, up to the workspace folder; without a common line, these folders alone. */
function foldersUpTo(place: Place, workspaceFolder: string): readonly string[] {
  const found = new Set<string>();
  for (const start of [place.root, place.cwd]) {
    found.add(start);
    const inside = path.relative(workspaceFolder, start);
    if (inside.startsWith('..') || path.isAbsolute(inside)) continue;
    for (let folder = start; folder !== workspaceFolder; folder = path.dirname(folder)) found.add(path.dirname(folder));
  }
  return [...found].sort((a, b) => b.length - a.length);
}

async function onPath(env: Environment, exists: (file: string) => Promise<boolean>): Promise<Interpreter | undefined> {
  const folders = (env[pathVariable(env)] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  for (const name of windows ? ['python.exe', 'py.exe'] : ['python3', 'python'])
    for (const folder of folders)
      if (await exists(path.join(folder, name))) return { argv: [path.join(folder, name)], source: 'found on PATH' };
  return undefined;
}

/** Windows writes `Path`. */
function pathVariable(env: Environment): string {
  return Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
}

function missingSetting(file: string): FailureData {
  return {
    code: 'no-python',
    message: `The Python interpreter ${file}, named by the setting alembicGuard.interpreter, does not exist.`,
    next: 'Correct the setting, or clear it to use a virtual environment beside the project.',
  };
}

function nowhere(place: Place): FailureData {
  return {
    code: 'no-python',
    message: `No Python was found: there is no .venv, venv or env folder at or above ${place.cwd}, and no python3 on PATH.`,
    next: 'Create a virtual environment beside the project, or name the interpreter in the setting alembicGuard.interpreter.',
  };
}

async function isFile(file: string): Promise<boolean> {
  return access(file, constants.F_OK).then(
    () => true,
    () => false,
  );
}
