/** One revision file, read: its header, what it does in either direction, and what a fix needs to know to write in it. */

import type { MigrationFunction, OtherCall, Problem, Style } from '../operations/function.ts';
import type { Operation } from '../operations/operation.ts';
import { type ReadingOptions, readOperations } from '../operations/read.ts';
import { readNames } from '../python/free-names.ts';
import { parsePython } from '../python/parse.ts';
import type { Expression, Module, Statement } from '../python/syntax.ts';
import { type Change, changeBetween } from '../text/change.ts';
import { type Located, type Span, slice } from '../text/span.ts';
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
  /** What the file's names are bound to, and where it does more than define. */
  readonly module: ModuleFacts;
}

export interface ModuleFacts {
  /** Every name that the file binds, in whatever scope. */
  readonly bound: ReadonlySet<string>;
  /** Uses of names that nothing in the file defines; empty where `import *` may. */
  readonly free: readonly Located<string>[];
  /** Calls of `op` outside of functions, which run whenever Alembic loads the file: the callee as written. */
  readonly loose: readonly Located<string>[];
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
  const facts: ModuleFacts = { ...readNames(module), loose: looseCalls(module, style.op) };
  const read = { upgrade, downgrade, functions, style, comments, problems, calls, module: facts };
  const migration = { file, text, header, ...read };
  if (previous) trails.set(migration, { module, whole: module.errors.length > 0 ? whole : undefined });
  return migration;
}

/** Calls of `op.…` and of its connection among the statements of the module itself, whatever tests stand around them. */
function looseCalls({ text, body }: Module, op: string | undefined): readonly Located<string>[] {
  const found: Located<string>[] = [];
  const expression = (value: Expression | undefined) => {
    if (value?.kind !== 'call') return;
    const { callee } = value;
    const root = rootOf(callee);
    if (op !== undefined && callee !== root && root.kind === 'name' && root.name === op)
      found.push({ value: slice(text, callee.span), span: callee.span });
  };
  const statement = (each: Statement): void => {
    if (each.kind === 'expression' || each.kind === 'assign') expression(each.value);
    else if (each.kind === 'with' || each.kind === 'for') each.body.statements.forEach(statement);
  };
  body.forEach(statement);
  // `op.f("name")` only makes a string.
  return found.filter(({ value }) => value !== `${op}.f`);
}

/** The name at the beginning of `op.get_bind().execute`. */
function rootOf(expression: Expression): Expression {
  if (expression.kind === 'attribute') return rootOf(expression.object);
  return expression.kind === 'call' ? rootOf(expression.callee) : expression;
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
