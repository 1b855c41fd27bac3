/** Finds the folders that a configuration names, and the working directory from which they are right. */

import { statSync } from 'node:fs';
import path from 'node:path';
import type { AlembicConfig, Setting } from './alembic-config.ts';
import { problemAt } from './problem.ts';
import type { WorkspaceProblem } from './project.ts';

export interface Locations {
  readonly scriptLocation: string | undefined;
  readonly versionLocations: readonly string[];
  readonly cwd: string;
  readonly problems: readonly WorkspaceProblem[];
}

/** `top` is the uppermost folder in which alembic may be started. */
export function locate(config: AlembicConfig, top: string): Locations {
  const home = path.dirname(config.source.path);
  const problems: WorkspaceProblem[] = [];
  const starts = foldersUp(home, top);
  const script = config.scriptLocation && findFolder(config, config.scriptLocation, starts);
  if (config.scriptLocation && !script) problems.push(missingScriptFolder(config.scriptLocation, starts));
  const cwd = script?.cwd ?? home;
  if (config.scriptLocation && script && script.cwd !== home) problems.push(onlyFrom(config.scriptLocation, script));
  const scriptLocation = script?.folder;
  const versions = config.versionLocations?.map((setting) => versionFolder(config, setting, starts, cwd, problems));
  const standard = scriptLocation === undefined ? [] : [path.join(scriptLocation, 'versions')];
  const own = versions?.filter((folder) => folder !== undefined);
  return { scriptLocation, versionLocations: own && own.length > 0 ? own : standard, cwd, problems };
}

/** The folder itself and those above it, up to `top`. */
export function foldersUp(from: string, top: string): string[] {
  const folders = [from];
  for (let folder = from; folder !== top && path.dirname(folder) !== folder; ) {
    folder = path.dirname(folder);
    folders.push(folder);
  }
  return folders.includes(top) ? folders : [from];
}

interface Found {
  readonly folder: string;
  readonly cwd: string;
}

/** `a/b` and `package:a/b` depend on where alembic starts: the configuration's folder is tried first, then those above. */
function findFolder(config: AlembicConfig, { value }: Setting, starts: readonly string[]): Found | undefined {
  const [home = '.'] = starts;
  if (path.isAbsolute(value)) {
    const folder = path.normalize(value);
    return isFolder(folder) ? { folder, cwd: home } : undefined;
  }
  for (const cwd of starts) {
    const folder = candidates(config, value, cwd).find(isFolder);
    if (folder !== undefined) return { folder, cwd };
  }
  return undefined;
}

function candidates(config: AlembicConfig, value: string, cwd: string): string[] {
  if (!value.includes(':')) return [path.resolve(cwd, value)];
  const [name = '', ...rest] = value.split(':');
  const inside = path.join(...name.split('.'), ...rest);
  // `src` is where installed-in-place packages of many projects live.
  return [...config.prependSysPath, '.', 'src'].map((folder) => path.resolve(cwd, folder, inside));
}

function isFolder(folder: string): boolean {
  try {
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

function missingScriptFolder(setting: Setting, starts: readonly string[]): WorkspaceProblem {
  const { value, source, span } = setting;
  const resource = value.includes(':') && !path.isAbsolute(value);
  const message = resource
    ? `The folder of script_location = ${value} is in no package below ${starts.join(' or ')}. If the package is ` +
      'installed elsewhere, write the path of the folder to have it read.'
    : `Path doesn't exist: ${value}.  Please use the 'init' command to create a new scripts folder. It was looked for ` +
      `in ${starts.join(' and ')}; correct script_location, or start from %(here)s, the folder of this file.`;
  return problemAt(source, span, resource ? 'warning' : 'error', 'missing-script-folder', message);
}

function onlyFrom({ value, source, span }: Setting, found: Found): WorkspaceProblem {
  const message =
    `script_location = ${value} is relative to the folder in which alembic is started, and only ${found.cwd} has it. ` +
    'Start alembic there, or write %(here)s and the way from this file.';
  return problemAt(source, span, 'info', 'depends-on-cwd', message);
}

/** Alembic skips a folder that isn't there without a word, which hides revisions. */
function versionFolder(
  config: AlembicConfig,
  setting: Setting,
  starts: readonly string[],
  cwd: string,
  problems: WorkspaceProblem[],
): string | undefined {
  const here = findFolder(config, setting, [cwd]);
  if (here) return here.folder;
  const { value, source, span } = setting;
  const elsewhere = findFolder(config, setting, starts);
  const where = elsewhere
    ? `From ${cwd} there is no ${value}, but from ${elsewhere.cwd} there is.`
    : `The version location ${value} doesn't exist.`;
  const message = `${where} Alembic passes over a missing folder silently, and its revisions are missing from the history.`;
  problems.push(problemAt(source, span, 'warning', 'missing-version-folder', message));
  if (elsewhere) return elsewhere.folder;
  return value.includes(':') && !path.isAbsolute(value) ? undefined : path.resolve(cwd, value);
}
