/**
 * The modules of the project that a file imports from. They are parsed when a name of theirs is needed, and their text is
 * put behind that of the file, so that one set of offsets tells every place apart.
 */

import type { Library, ModulePlace } from './machine.ts';
import { parsePython } from './parse.ts';
import type { Module, Statement } from './syntax.ts';
import type { Value } from './value.ts';

/** Texts of modules by dotted name; of a package that of its `__init__.py`. */
export type ModuleTexts = ReadonlyMap<string, ModuleText>;

export interface ModuleText {
  readonly text: string;
  readonly isPackage: boolean;
}

/** Runs the body of a module, and gives what it binds. */
export type RunModule = (
  library: Library,
  body: readonly Statement[],
  place: ModulePlace,
) => ReadonlyMap<string, Value>;

/** How many modules one file may draw in, and how many re-exports one name may go through. */
const maxModules = 40;
const maxHops = 8;

export function openLibrary(file: Module, modules: ModuleTexts, run: RunModule): Library {
  let { text, body } = file;
  const known = rootsOf(modules);
  const bound = new Map<string, ReadonlyMap<string, Value>>();
  const namesOf = (name: string): ReadonlyMap<string, Value> | undefined => {
    const names = bound.get(name);
    const source = modules.get(name);
    if (names || !source || bound.size >= maxModules) return names;
    // A module that imports itself in a circle finds nothing in the part that is still to be run.
    bound.set(name, new Map());
    const base = Math.ceil((text.length + 1) / grid) * grid;
    text = `${text.padEnd(base - 1)}\n${source.text}`;
    const statements = parsedAt(source, base);
    body = [...body, ...statements];
    const made = run(library, statements, { name, isPackage: source.isPackage });
    bound.set(name, made);
    return made;
  };
  const follow = (path: string, hops: number): Value | undefined => {
    if (known.size === 0 || hops > maxHops || !known.has(path.split('.')[0] ?? path)) return undefined;
    const found = lookUpPath(path, namesOf, modules);
    return found?.kind === 'reference' ? (follow(found.path, hops + 1) ?? found) : found;
  };
  const library: Library = {
    whole: {
      comments: file.comments,
      errors: file.errors,
      get text() {
        return text;
      },
      get body() {
        return body;
      },
    },
    length: text.length,
    closures: new Map(),
    resolve: (path) => follow(path, 0),
  };
  return library;
}

const roots = new WeakMap<ModuleTexts, ReadonlySet<string>>();

/** The first words of the modules' names, which tell most references apart from them. */
function rootsOf(modules: ModuleTexts): ReadonlySet<string> {
  const known = roots.get(modules) ?? new Set([...modules.keys()].map((name) => name.split('.')[0] ?? name));
  roots.set(modules, known);
  return known;
}

/** Modules begin at multiples of it, so that most files that import the same ones have them at the same places. */
const grid = 16_384;
/** At so many places the syntax of a module is kept. */
const mostPlaces = 4;

const placed = new WeakMap<ModuleText, Map<number, readonly Statement[]>>();

function parsedAt(source: ModuleText, base: number): readonly Statement[] {
  const places = placed.get(source) ?? new Map<number, readonly Statement[]>();
  placed.set(source, places);
  const known = places.get(base);
  if (known) return known;
  const statements = shifted(parsedOnce(source), base);
  for (const oldest of places.size < mostPlaces ? [] : places.keys()) {
    places.delete(oldest);
    break;
  }
  places.set(base, statements);
  return statements;
}

const parsed = new WeakMap<ModuleText, readonly Statement[]>();

/** Many revisions import the same helpers. */
function parsedOnce(source: ModuleText): readonly Statement[] {
  const known = parsed.get(source);
  if (known) return known;
  // Python doesn't import what isn't whole, and half of it would say less than its author wrote.
  const { body, errors } = parsePython(source.text);
  const whole = errors.length === 0 ? body : [];
  parsed.set(source, whole);
  return whole;
}

/** The syntax with all its places moved. */
function shifted<T>(node: T, by: number): T {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map((item) => shifted(item, by)) as T;
  const moved: Record<string, unknown> = {};
  for (const key in node) {
    const member = node[key];
    const isOffset = (key === 'start' || key === 'end') && typeof member === 'number';
    moved[key] = isOffset ? member + by : shifted(member, by);
  }
  return moved as T;
}

/** The longest module that the path begins with, and its name that follows. */
function lookUpPath(
  path: string,
  namesOf: (name: string) => ReadonlyMap<string, Value> | undefined,
  modules: ModuleTexts,
): Value | undefined {
  const parts = path.split('.');
  for (let length = parts.length - 1; length > 0; length--) {
    const module = parts.slice(0, length).join('.');
    if (!modules.has(module)) continue;
    const names = namesOf(module);
    const [name = '', ...rest] = parts.slice(length);
    return attributeOf(names?.get(name) ?? starred(names, name), rest);
  }
  return undefined;
}

/** A name that `from x import *` may bring along; which one of several is tried in their order. */
function starred(names: ReadonlyMap<string, Value> | undefined, name: string): Value | undefined {
  for (const [key, value] of names ?? []) {
    if (key.startsWith('*') && value.kind === 'reference')
      return { kind: 'reference', path: `${value.path}.${name}`, span: value.span };
  }
  return undefined;
}

function attributeOf(value: Value | undefined, path: readonly string[]): Value | undefined {
  const [name, ...rest] = path;
  if (!value || name === undefined) return value;
  if (value.kind === 'reference') return { kind: 'reference', path: [value.path, ...path].join('.'), span: value.span };
  if (value.kind === 'class') return attributeOf(value.attributes.get(name), rest);
  return attributeOf({ kind: 'member', object: value, name, span: value.span }, rest);
}

/** The absolute name of what `from .a import b` names in a module; undefined outside of its package. */
export function absoluteModule(place: ModulePlace, level: number, module: string): string | undefined {
  if (level === 0) return module;
  const parts = place.name.split('.');
  const up = place.isPackage ? level - 1 : level;
  if (up >= parts.length + (place.isPackage ? 1 : 0)) return undefined;
  return [...parts.slice(0, parts.length - up), ...(module === '' ? [] : [module])].join('.');
}
