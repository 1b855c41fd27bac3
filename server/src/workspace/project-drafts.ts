/** From configuration files and script directories to the projects they mean, each once, before its files are read. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type AlembicConfig, type ConfigPair, readAlembicConfig } from './alembic-config.ts';
import { type Ini, optionOf, readIni } from './ini.ts';
import { type Locations, locate } from './locations.ts';
import { holdsRevisions, type VersionGroup, versionGroups } from './nested-versions.ts';
import { accessAdvice, problemAt, problemOf, systemCode } from './problem.ts';
import type { FileNaming, Project, ProjectSection, WorkspaceProblem } from './project.ts';
import { realPath, sharesFolder } from './shared-folders.ts';
import { readToml, type TomlTable, tableAt } from './toml.ts';
import type { Landmarks } from './walk-folder.ts';

/** A project whose revision files, env.py and settings are still to be read. */
export interface Draft
  extends Pick<
    Project,
    | 'layout'
    | 'root'
    | 'config'
    | 'section'
    | 'sections'
    | 'scriptLocation'
    | 'versionLocations'
    | 'recursive'
    | 'sourceless'
  > {
  readonly cwd: string;
  readonly url: string | undefined;
  readonly naming: FileNaming;
  /** Tells apart projects that one section holds. */
  readonly part: string | undefined;
  readonly problems: readonly WorkspaceProblem[];
}

type Places = Pick<Landmarks, 'inis' | 'pyprojects' | 'scriptFolders'>;

/** The projects of the configuration files, and of the script directories that none of them names. */
export async function draftProjects(
  places: Places,
  top: string,
): Promise<{ drafts: Draft[]; problems: WorkspaceProblem[] }> {
  const problems: WorkspaceProblem[] = [];
  const configured = mergeShared(await inTurn(configPairs(places, problems), (pair) => draftsOf(pair, top)));
  const claimed = new Set(
    configured.flatMap((draft) => (draft.scriptLocation ? [realPath(draft.scriptLocation)] : [])),
  );
  const unclaimed = places.scriptFolders.filter((folder) => !claimed.has(realPath(folder)));
  const bare = await inTurn(unclaimed, bareDrafts);
  const own = bare.filter((draft) => !configured.some((other) => sharesFolder(draft, other)));
  return { drafts: [...configured, ...mergeShared(own)], problems };
}

async function inTurn<T>(items: readonly T[], drafts: (item: T) => Promise<Draft[]>): Promise<Draft[]> {
  const all: Draft[] = [];
  for (const item of items) all.push(...(await drafts(item)));
  return all;
}

/** The files that belong together: an alembic.ini with the pyproject.toml beside it; any other file alone. */
function configPairs(places: Places, problems: WorkspaceProblem[]): ConfigPair[] {
  const tomls = new Map(
    places.pyprojects.flatMap((file) => {
      const toml = readPyproject(file, problems);
      return toml ? [[path.dirname(file), toml] as const] : [];
    }),
  );
  const inis = places.inis.flatMap((file) => readIniFile(file, problems) ?? []);
  // The usual name first, so that it gives a shared project its name.
  inis.sort((a, b) => Number(isUsual(b.path)) - Number(isUsual(a.path)));
  const pairs: ConfigPair[] = inis.map((ini) => {
    const toml = isUsual(ini.path) ? tomls.get(path.dirname(ini.path)) : undefined;
    if (toml) tomls.delete(path.dirname(ini.path));
    return { ini, toml };
  });
  return [...pairs, ...[...tomls.values()].map((toml) => ({ ini: undefined, toml }))];
}

function isUsual(file: string): boolean {
  return path.basename(file) === 'alembic.ini';
}

function readText(file: string, problems: WorkspaceProblem[]): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return undefined;
    // An ini of another tool is none of our business.
    if (isUsual(file)) {
      const message = `The configuration ${file} can't be read ${accessAdvice(code, file)} Its project is missing until then.`;
      problems.push(problemOf(file, 'error', 'unreadable-file', message));
    }
    return undefined;
  }
}

/** An alembic.ini always counts; another ini if a section of it names a script directory. */
function readIniFile(file: string, problems: WorkspaceProblem[]): NonNullable<ConfigPair['ini']> | undefined {
  const text = readText(file, problems);
  if (text === undefined || (!isUsual(file) && !/script_location/i.test(text))) return undefined;
  const parsed = readIni(text);
  return isUsual(file) || environments(parsed).length > 0 ? { path: file, text, parsed } : undefined;
}

function readPyproject(file: string, problems: WorkspaceProblem[]): NonNullable<ConfigPair['toml']> | undefined {
  const text = readText(file, problems)?.replace(/^\uFEFF/, '');
  if (!text?.includes('alembic')) return undefined;
  const { root, error } = readToml(text);
  if (error && /^\s*\[\s*tool\s*\.\s*alembic\s*[.\]]/m.test(text)) {
    const message = `pyproject.toml is not valid TOML: ${error.message}. Correct it; [tool.alembic] can't be read until then.`;
    problems.push(problemAt({ path: file, text }, error.span, 'error', 'bad-toml', message));
  }
  const table: TomlTable | undefined = tableAt(root, 'tool', 'alembic');
  return table && { path: file, text, table };
}

const loggingSection = /^(loggers|handlers|formatters|post_write_hooks|(logger|handler|formatter)_.*)$/;

/** Sections that are environments of their own: those with a script location, which [DEFAULT] may give them. */
function environments(ini: Ini): string[] {
  return [...ini.sections.keys()].filter(
    (name) => !loggingSection.test(name) && optionOf(ini, name, 'script_location', {}) !== undefined,
  );
}

async function draftsOf(pair: ConfigPair, top: string): Promise<Draft[]> {
  const names = pair.ini ? environments(pair.ini.parsed) : [];
  if (pair.toml && !names.includes('alembic')) names.push('alembic');
  const ordered = [...names].sort((a, b) => Number(b === 'alembic') - Number(a === 'alembic'));
  if (ordered.length === 0) return withoutScriptLocation(pair);
  return inTurn(ordered, async (name) => {
    const config = readAlembicConfig(pair, name);
    return config ? configuredDrafts(pair, config, top) : [];
  });
}

async function configuredDrafts(pair: ConfigPair, config: AlembicConfig, top: string): Promise<Draft[]> {
  if (!config.scriptLocation && config.problems.length === 0) return withoutScriptLocation(pair);
  const found = locate(config, top);
  const draft = draftOf(config, found, iniProblems(pair));
  return config.versionLocations ? [draft] : byVersionGroup(draft);
}

function draftOf(config: AlembicConfig, found: Locations, problems: readonly WorkspaceProblem[]): Draft {
  return {
    layout: 'alembic',
    root: path.dirname(config.source.path),
    config: config.source.path,
    section: config.section,
    sections: [sectionOf(config)],
    scriptLocation: found.scriptLocation,
    versionLocations: found.versionLocations,
    recursive: config.recursive,
    sourceless: config.sourceless,
    cwd: found.cwd,
    url: config.url,
    naming: config.naming,
    part: undefined,
    problems: [...problems, ...config.problems, ...found.problems],
  };
}

function sectionOf(config: AlembicConfig): ProjectSection {
  return { config: config.source.path, name: config.section, url: config.url, databases: config.databases };
}

function iniProblems({ ini }: ConfigPair): WorkspaceProblem[] {
  if (!ini) return [];
  return ini.parsed.problems.map(({ code, message, span }) => problemAt(ini, span, 'error', code, message));
}

/** Flask-Migrate's ini lies in the script directory and leaves the location to Flask; any other such file is a mistake. */
async function withoutScriptLocation(pair: ConfigPair): Promise<Draft[]> {
  const config = readAlembicConfig(pair, 'alembic');
  if (!config) return [];
  const folder = path.dirname(config.source.path);
  const problems = iniProblems(pair);
  if (pair.ini && existsSync(path.join(folder, 'env.py'))) {
    const cwd = path.dirname(folder);
    const versionLocations = [path.join(folder, 'versions')];
    const own = draftOf(config, { scriptLocation: folder, versionLocations, cwd, problems: [] }, problems);
    return byVersionGroup({ ...own, layout: 'flask-migrate', root: cwd });
  }
  const section = pair.ini?.parsed.sections.get('alembic');
  const words = "No 'script_location' key found in configuration.";
  const advice =
    section || !pair.ini
      ? 'Every alembic command stops on it: add script_location = %(here)s/ and the folder of env.py.'
      : 'The file has no section [alembic] with one either: add it, or name the section to use with -n.';
  const span = section?.span ?? { start: 0, end: 0 };
  const missing = problemAt(config.source, span, 'error', 'no-script-location', `${words} ${advice}`);
  const nowhere = { scriptLocation: undefined, versionLocations: [], cwd: folder, problems: [missing] };
  return [draftOf(config, nowhere, problems)];
}

async function bareDrafts(folder: string): Promise<Draft[]> {
  const versions = path.join(folder, 'versions');
  if (!holdsRevisions(versions)) return [];
  const root = path.dirname(folder);
  return byVersionGroup({
    layout: 'bare',
    root,
    config: undefined,
    section: 'alembic',
    sections: [],
    scriptLocation: folder,
    versionLocations: [versions],
    recursive: false,
    sourceless: false,
    cwd: root,
    url: undefined,
    naming: { template: '%(rev)s_%(slug)s', slugLength: 40, timezone: undefined },
    part: undefined,
    problems: [],
  });
}

/** Where the program sets the version locations itself, they lie in folders inside `versions`. */
async function byVersionGroup(draft: Draft): Promise<Draft[]> {
  const [standard] = draft.versionLocations;
  if (draft.recursive || standard === undefined) return [draft];
  const groups = await versionGroups(standard);
  if (groups.length === 0) return [draft];
  return groups.map((group) => ({
    ...draft,
    versionLocations: group.folders,
    part: groups.length > 1 ? group.name : undefined,
    problems: [...draft.problems, nestedNote(standard, group)],
  }));
}

function nestedNote(standard: string, group: VersionGroup): WorkspaceProblem {
  const message =
    `${standard} has revisions in its folders, which alembic reads with version_locations or ` +
    'recursive_version_locations. The program seems to set them itself, so that these folders are read: ' +
    `${group.folders.join(', ')}.`;
  return problemOf(standard, 'info', 'nested-versions', message);
}

/** Sections and files that lead to the same revisions are one project; the first one names it. */
function mergeShared(drafts: readonly Draft[]): Draft[] {
  const merged: Draft[] = [];
  for (const draft of drafts) {
    const at = merged.findIndex((other) => sharesFolder(draft, other));
    const other = merged[at];
    if (other) merged[at] = merge(other, draft);
    else merged.push(draft);
  }
  return merged;
}

function merge(main: Draft, other: Draft): Draft {
  const known = new Set(main.versionLocations.map(realPath));
  const texts = new Set(main.problems.map((problem) => problem.message));
  return {
    ...main,
    sections: [...main.sections, ...other.sections],
    versionLocations: [
      ...main.versionLocations,
      ...other.versionLocations.filter((folder) => !known.has(realPath(folder))),
    ],
    recursive: main.recursive || other.recursive,
    problems: [...main.problems, ...other.problems.filter((problem) => !texts.has(problem.message))],
  };
}
