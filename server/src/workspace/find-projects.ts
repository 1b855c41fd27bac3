/** Finds the Alembic projects of a folder, and reads all that is known of them without Python. */

import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { readConfiguration } from './configuration.ts';
import { foldersUp } from './locations.ts';
import { accessAdvice, problemOf } from './problem.ts';
import type { Discovery, DiscoveryOptions, Project, WorkspaceProblem } from './project.ts';
import { type Draft, draftProjects } from './project-drafts.ts';
import { readEnvironment } from './read-environment.ts';
import { readRevisionFiles } from './read-files.ts';
import { realPath, sharesFolder } from './shared-folders.ts';
import { type Landmarks, walkFolder } from './walk-folder.ts';

/** Every project under a folder. What `include` names is found wherever it lies. */
export async function findProjects(folder: string, options: DiscoveryOptions = {}): Promise<Discovery> {
  const root = path.resolve(folder);
  const top = repositoryOf(root) ?? root;
  const walked = await walkFolder(root);
  const included = await Promise.all((options.include ?? []).map((place) => landmarksAt(path.resolve(place))));
  const found = await draftProjects(together([walked, ...included]), top);
  const drafts = await Promise.all(
    found.drafts.map((draft) => (draft.layout === 'bare' ? configuredAbove(draft, root, top) : draft)),
  );
  return {
    root,
    projects: await complete(drafts, root, top, options),
    problems: [...found.problems, ...walked.unreadable.map(unreadable)],
  };
}

/**
 * The projects that a path belongs to: a revision file, env.py, a configuration, or a folder among or above these. The
 * configurations in the folders above it are tried first, then everything in the repository.
 */
export async function findProjectsOf(place: string, options: DiscoveryOptions = {}): Promise<Discovery> {
  const target = path.resolve(place);
  const start = isFolder(target) ? target : path.dirname(target);
  const top = repositoryOf(start) ?? highestLandmark(start);
  const above = await draftProjects(together(foldersUp(start, top).map(landmarksIn)), top);
  const near = above.drafts.filter((draft) => draft.layout !== 'bare');
  const projects = (await complete(near, top, top, options)).filter((project) => concerns(project, target));
  if (projects.length > 0) return { root: top, projects, problems: above.problems };
  const all = await findProjects(top, options);
  return { ...all, projects: all.projects.filter((project) => concerns(project, target)) };
}

function together(all: readonly Omit<Landmarks, 'unreadable'>[]): Omit<Landmarks, 'unreadable'> {
  const unique = (pick: (each: Omit<Landmarks, 'unreadable'>) => readonly string[]) => [...new Set(all.flatMap(pick))];
  return {
    inis: unique((each) => each.inis),
    pyprojects: unique((each) => each.pyprojects),
    scriptFolders: unique((each) => each.scriptFolders),
  };
}

/** The landmarks directly in a folder. */
function landmarksIn(folder: string): Omit<Landmarks, 'unreadable'> {
  const names = namesIn(folder);
  const files = (pattern: RegExp) => names.filter((name) => pattern.test(name)).map((name) => path.join(folder, name));
  return {
    inis: files(/\.(ini|cfg)$/),
    pyprojects: files(/^pyproject\.toml$/),
    scriptFolders: names.includes('env.py') ? [folder] : [],
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** A configuration file, or a folder to be searched. */
async function landmarksAt(place: string): Promise<Omit<Landmarks, 'unreadable'>> {
  if (isFolder(place)) return walkFolder(place);
  const isToml = path.basename(place) === 'pyproject.toml';
  return { inis: isToml ? [] : [place], pyprojects: isToml ? [place] : [], scriptFolders: [] };
}

/** Of a script directory that is searched by itself, the configuration lies above. */
async function configuredAbove(draft: Draft, root: string, top: string): Promise<Draft> {
  const folders = foldersUp(path.dirname(root), path.dirname(root).startsWith(top) ? top : path.dirname(root));
  const { drafts } = await draftProjects({ ...together(folders.map(landmarksIn)), scriptFolders: [] }, top);
  return drafts.find((each) => sharesFolder(each, draft)) ?? draft;
}

/** The folder with `.git` that a folder lies in. */
function repositoryOf(folder: string): string | undefined {
  return foldersUp(folder, path.parse(folder).root).find((each) => existsSync(path.join(each, '.git')));
}

const highest = 5;

/** Outside a repository: the uppermost folder near by that holds a configuration or env.py. */
function highestLandmark(folder: string): string {
  const near = foldersUp(folder, path.parse(folder).root).slice(0, highest);
  const holding = near.filter((each) => {
    const { inis, pyprojects, scriptFolders } = landmarksIn(each);
    return inis.length + pyprojects.length + scriptFolders.length > 0;
  });
  return holding.at(-1) ?? folder;
}

function isFolder(place: string): boolean {
  try {
    return statSync(place).isDirectory();
  } catch {
    return false;
  }
}

function concerns(project: Project, target: string): boolean {
  const real = realPath(target);
  const files = new Set(project.files.flatMap((file) => [file.path, realPath(file.path)]));
  const folders = [project.scriptLocation, ...project.versionLocations].filter((one) => one !== undefined);
  return (
    files.has(target) ||
    files.has(real) ||
    folders.some((folder) => within(folder, target) || within(realPath(folder), real)) ||
    [project.root, ...folders].some((place) => within(target, place)) ||
    project.sections.some((section) => section.config === target)
  );
}

function within(folder: string, place: string): boolean {
  return place === folder || place.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

function unreadable({ folder, reason }: Landmarks['unreadable'][number]): WorkspaceProblem {
  const message = `The folder ${folder} can't be searched for migrations ${accessAdvice(reason, folder)}`;
  return problemOf(folder, 'warning', 'unreadable-folder', message);
}

async function complete(
  drafts: readonly Draft[],
  root: string,
  top: string,
  options: DiscoveryOptions,
): Promise<Project[]> {
  const projects: Project[] = [];
  for (const draft of drafts) projects.push(await completed(draft, nameOf(draft, drafts, root), top, options));
  return projects.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

async function completed(draft: Draft, name: string, top: string, options: DiscoveryOptions): Promise<Project> {
  const { part, problems, ...known } = draft;
  const read = await readRevisionFiles(draft);
  const env = await readEnvironment(draft, options.withoutEnvironment ?? false);
  const home = draft.config ? path.dirname(draft.config) : (draft.scriptLocation ?? draft.root);
  const configuration = await readConfiguration(home, top, options.editorSettings);
  return {
    ...known,
    id: idOf(draft),
    name,
    environment: env.facts,
    files: read.files,
    complete: read.complete,
    settings: configuration.settings,
    settingsFile: configuration.file,
    problems: [...problems, ...env.problems, ...read.problems, ...configuration.problems],
  };
}

function idOf({ config, section, scriptLocation, root, part }: Draft): string {
  const place = config ?? scriptLocation ?? root;
  const withSection = config === undefined || section === 'alembic' ? place : `${place}#${section}`;
  return part === undefined ? withSection : `${withSection}/${part}`;
}

/** The folder, and where several projects share it, the first thing that tells this one from the others. */
function nameOf(draft: Draft, all: readonly Draft[], root: string): string {
  const folder = path.relative(root, draft.root).split(path.sep).join('/') || path.basename(draft.root);
  const rivals = all.filter((other) => other !== draft && other.root === draft.root);
  if (rivals.length === 0) return folder;
  const marks: readonly ((each: Draft) => string | undefined)[] = [
    (each) => each.part,
    (each) => each.config && path.basename(each.config),
    (each) => each.section,
    (each) => each.scriptLocation && path.basename(each.scriptLocation),
  ];
  const telling = marks.find(
    (mark) => mark(draft) !== undefined && rivals.every((other) => mark(other) !== mark(draft)),
  );
  return `${folder} (${telling?.(draft) ?? path.relative(draft.root, idOf(draft))})`;
}
