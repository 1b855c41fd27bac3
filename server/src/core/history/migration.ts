/** One revision file, read: its header, what it does in either direction, and what a fix needs to know to write in it. */

import type { MigrationFunction, OtherCall, Problem, Style } from '../operations/function.ts';
import type { Operation } from '../operations/operation.ts';
import { type ReadingOptions, readOperations } from '../operations/read.ts';
import { parsePython } from '../python/parse.ts';
import type { Module } from '../python/syntax.ts';
import { type Change, changeBetween } from '../text/change.ts';
import type { Span } from '../text/span.ts';
import type { RevisionHeader } from './header.ts';
import { readHeader } from './read-header.ts';

export type { MigrationFunction, Problem, Style };

export interface Migration {
  readonly file: string;
  /** The text that all spans here refer to. */
  readonly text: string;
  /**
   * While a string that was just opened swallows the rest of the file: everything here is of the last text that was
   * whole, and this leads from it to the current one.
   */
  readonly stale?: Change;
  readonly header: RevisionHeader;
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  readonly functions: { readonly upgrade?: MigrationFunction; readonly downgrade?: MigrationFunction };
  readonly style: Style;
  readonly comments: readonly Span[];
  readonly problems: readonly Problem[];
  /** Calls of either direction that are no operations. */
  readonly calls: { readonly upgrade: readonly OtherCall[]; readonly downgrade: readonly OtherCall[] };
}

export interface ReadOptions extends ReadingOptions {
  /** What the same file was before; its syntax is reused where the text did not change. */
  readonly previous?: Migration;
}

/** What the next reading of an edited file may use. */
interface Trail {
  /** Syntax, so that the next parse is incremental. */
  readonly module: Module;
  /** The last reading of a text without damage; undefined for the reading itself. */
  readonly whole: Migration | undefined;
}

const trails = new WeakMap<Migration, Trail>();

/** Reads a revision file. Damage costs what is damaged; see `Migration.stale` for damage that swallows the rest. */
export function readMigration(file: string, text: string, options: ReadOptions): Migration {
  const { previous } = options;
  const trail = previous && trails.get(previous);
  const module = parsePython(text, trail?.module);
  const whole = trail?.whole ?? previous;
  if (whole && swallowsRest(module)) {
    const kept: Migration = { ...whole, stale: changeBetween(whole.text, text) };
    trails.set(kept, { module, whole });
    return kept;
  }
  const { upgrade, downgrade, functions, style, problems, calls } = readOperations(module, options);
  const header = readHeader(module, file);
  const { comments } = module;
  const migration = { file, text, header, upgrade, downgrade, functions, style, comments, problems, calls };
  if (previous) trails.set(migration, { module, whole: module.errors.length > 0 ? whole : undefined });
  return migration;
}

/** Whether a triple-quoted string is still open, so that everything after it is its content. */
function swallowsRest(module: Module): boolean {
  return module.errors.length > 0 && hasOpenString(module.body);
}

function hasOpenString(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ('triple' in node && node.triple === true && 'closed' in node && node.closed === false) return true;
  return Object.values(node).some(hasOpenString);
}
