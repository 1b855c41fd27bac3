/** Finds and reads the project's own modules that its revisions import from, so that what they bind can be known. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { absoluteModule, type ModuleText } from '../core/python/library.ts';
import { foldersUp } from './locations.ts';
import type { Project } from './project.ts';
import { decodePython } from './source-encoding.ts';

/** A module with the file it was read from. */
export interface ProjectModule extends ModuleText {
  readonly path: string;
}

/** Bounds on what is read: modules, steps from a revision through imports, and bytes of one file. */
const maxModules = 400;
const maxDepth = 3;
const largestModule = 400_000;

/** Packages that are never the project's own, even where a folder bears their name. */
const foreign = new Set(
  (
    'alembic sqlalchemy sqlmodel __future__ typing logging types collections json email os importlib concurrent urllib ' +
    'xml http unittest multiprocessing asyncio ctypes curses dbm encodings html lib2to3 re tomllib wsgiref zoneinfo'
  ).split(' '),
);

type Where = Pick<Project, 'cwd' | 'root' | 'scriptLocation' | 'files'>;

/**
 * By dotted name. A module is looked for as Python would find it: from the working directory, the project's folder and the
 * script directory, then from the folders above that, up to the repository's. Never throws; what can't be read is left out.
 */
export function readProjectModules(where: Where): ReadonlyMap<string, ProjectModule> {
  const found = new Map<string, ProjectModule>();
  const missing = new Set<string>();
  const roots = searchPath(where);
  let wanted = new Set(where.files.flatMap(({ text }) => importedNames(text, undefined)));
  for (let depth = 0; depth < maxDepth; depth++) {
    const next = new Set<string>();
    for (const name of wanted) {
      if (found.has(name) || missing.has(name) || found.size >= maxModules) continue;
      const module = readModule(roots, name);
      if (!module) {
        missing.add(name);
        continue;
      }
      found.set(name, module);
      for (const each of importedNames(module.text, { name, isPackage: module.isPackage })) next.add(each);
    }
    wanted = next;
  }
  return found;
}

/** Folders above the script directory that are searched where no repository ends the search. */
const highest = 6;

function searchPath({ cwd, root, scriptLocation }: Where): readonly string[] {
  const start = scriptLocation ?? root;
  const above = foldersUp(start, path.parse(start).root);
  const top = above.findIndex((folder) => existsSync(path.join(folder, '.git')));
  return [...new Set([cwd, root, ...above.slice(0, Math.min(top < 0 ? highest : top + 1, 10))])];
}

/** Modules that a text may import from, in absolute names: those of `from a.b import c` are `a.b` and `a.b.c`. */
function importedNames(
  text: string,
  module: { readonly name: string; readonly isPackage: boolean } | undefined,
): readonly string[] {
  const names: string[] = [];
  const head = upToLastImport(text);
  for (const [, dots = '', from = '', list = ''] of head.matchAll(fromImport)) {
    const base = absolute(module, dots.length, from);
    if (base === undefined) continue;
    names.push(base, ...[...list.matchAll(/(\w+)(?:\s+as\s+\w+)?/g)].map((match) => `${base}.${match[1]}`));
  }
  for (const [, list = ''] of head.matchAll(plainImport))
    names.push(...list.split(',').map((each) => each.trim().split(/\s+as\s+/)[0] ?? ''));
  return names.filter((name) => name !== '' && !foreign.has(name.split('.')[0] ?? ''));
}

/** Of thousands of files only the beginning is looked through line by line. */
function upToLastImport(text: string): string {
  const last = text.lastIndexOf('import');
  if (last < 0) return '';
  const end = text.indexOf('\n', last);
  if (end < 0) return text;
  const close = text.slice(last, end).includes('(') ? text.indexOf(')', last) : end;
  return close < 0 ? text : text.slice(0, Math.max(end, close + 1));
}

const fromImport = /^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n(]*)/gm;
const plainImport = /^[ \t]*import[ \t]+([\w.]+(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*[\w.]+(?:[ \t]+as[ \t]+\w+)?)*)/gm;

function absolute(
  module: { readonly name: string; readonly isPackage: boolean } | undefined,
  level: number,
  name: string,
): string | undefined {
  if (level === 0) return name;
  // Alembic loads a revision as a module of its own, where relative imports fail.
  return module && absoluteModule(module, level, name);
}

function readModule(roots: readonly string[], name: string): ProjectModule | undefined {
  const inside = name.split('.');
  // A plain name is no more than a neighbour's: only the folder Python is started in is sure to be searched for it.
  for (const root of inside.length > 1 ? roots : roots.slice(0, 1)) {
    const base = path.join(root, ...inside);
    const module = readText(`${base}.py`, false) ?? readText(path.join(base, '__init__.py'), true);
    if (module) return module;
  }
  return undefined;
}

function readText(file: string, isPackage: boolean): ProjectModule | undefined {
  try {
    const entry = statSync(file, { throwIfNoEntry: false });
    if (!entry?.isFile() || entry.size > largestModule) return undefined;
    return { path: file, text: decodePython(readFileSync(file), path.basename(file)).text, isPackage };
  } catch {
    return undefined;
  }
}
