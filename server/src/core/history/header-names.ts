/** Runs the top level of a revision file as far as constants go, and says what each name is bound to at its end. */

import type { Block, Expression, Module, Statement } from '../python/syntax.ts';
import type { Span } from '../text/span.ts';
import { computed, type HeaderValue, headerValue, sameValue } from './header-value.ts';

/** A top-level name at the end of the file. */
export interface Binding {
  readonly value: HeaderValue;
  /** The whole value in the statement that binds it last. */
  readonly span: Span;
}

export interface TopLevel {
  readonly names: ReadonlyMap<string, Binding>;
  /** A `from … import *`, which may have bound anything. */
  readonly star: Span | undefined;
}

interface State {
  readonly text: string;
  readonly names: Map<string, Binding>;
  star: Span | undefined;
}

export function readTopLevel(module: Module): TopLevel {
  const state: State = { text: module.text, names: new Map(), star: undefined };
  for (const statement of module.body) execute(state, statement);
  for (const { names, span } of module.body.flatMap(globalsOf)) {
    for (const name of names) if (state.names.has(name)) bindUnknown(state, name, span);
  }
  return state;
}

function execute(state: State, statement: Statement): void {
  switch (statement.kind) {
    case 'assign':
      for (const target of statement.targets)
        bind(state, target, evaluate(state, statement.value), statement.value.span);
      break;
    case 'annotated':
      if (statement.value) bind(state, statement.target, evaluate(state, statement.value), statement.value.span);
      break;
    case 'augmented': {
      const { target, value, span } = statement;
      const sum: Expression = {
        kind: 'binary',
        operator: statement.operator.replace('=', ''),
        left: target,
        right: value,
        span,
      };
      bind(state, target, evaluate(state, sum), value.span);
      break;
    }
    case 'function':
    case 'class':
      bindUnknown(state, statement.name, statement.span);
      break;
    case 'import':
      for (const each of statement.names) {
        bindUnknown(state, each.alias ?? each.module.split('.')[0] ?? '', statement.span);
      }
      break;
    case 'from':
      for (const each of statement.names) {
        if (each.name === '*') state.star = statement.span;
        else bindUnknown(state, each.alias ?? each.name, statement.span);
      }
      break;
    default:
      executeBlocks(state, statement);
  }
}

function evaluate(state: State, expression: Expression): HeaderValue {
  return headerValue(state.text, expression, (name) => state.names.get(name)?.value);
}

function bind(state: State, target: Expression, value: HeaderValue, span: Span): void {
  if (target.kind === 'name') state.names.set(target.name, { value, span });
  if (target.kind !== 'tuple' && target.kind !== 'list') return;
  const fits = value.kind === 'items' && value.items.length === target.items.length;
  for (const [i, item] of target.items.entries()) {
    const part = fits ? value.items[i] : undefined;
    bind(state, item, part ?? computed(state.text, span), part?.span ?? span);
  }
}

function bindUnknown(state: State, name: string, span: Span): void {
  state.names.set(name, { value: computed(state.text, span), span });
}

/** A name keeps its value where every way through the statement gives it the same one. */
function executeBlocks(state: State, statement: Statement): void {
  const before = new Map(state.names);
  const ends = waysThrough(statement).map((blocks) => {
    const way: State = { text: state.text, names: new Map(before), star: state.star };
    for (const each of blocks.flatMap((block) => block.statements)) execute(way, each);
    state.star ??= way.star;
    return way.names;
  });
  const [first] = ends;
  if (!first) return;
  for (const name of new Set(ends.flatMap((end) => [...end.keys()]))) {
    const binding = first.get(name) ?? ends.find((end) => end.has(name))?.get(name);
    if (!binding) continue;
    const agreed = ends.every((end) => sameValue(end.get(name)?.value, binding.value));
    const untouched = ends.every((end) => end.get(name) === before.get(name));
    if (agreed || untouched) state.names.set(name, binding);
    else bindUnknown(state, name, binding.span);
  }
}

/** The sequences of blocks of which one runs. */
function waysThrough(statement: Statement): readonly (readonly Block[])[] {
  const optional = (block: Block | undefined) => (block ? [block] : []);
  switch (statement.kind) {
    case 'if': {
      const always = statement.branches.find(({ test }) => test.kind === 'constant' && test.value === true);
      if (always === statement.branches[0] && always) return [[always.body]];
      return [...statement.branches.map(({ body }) => [body]), optional(statement.otherwise)];
    }
    case 'try': {
      const final = optional(statement.final);
      const whole = [statement.body, ...optional(statement.otherwise), ...final];
      return [whole, ...statement.handlers.map((handler) => [statement.body, handler.body, ...final])];
    }
    case 'with':
      return [[statement.body]];
    case 'for':
    case 'while':
      return [[], [statement.body, ...optional(statement.otherwise)]];
    case 'match':
      return [[], ...statement.cases.map((each) => [each.body])];
    default:
      return [];
  }
}

interface Globals {
  readonly names: readonly string[];
  readonly span: Span;
}

/** `global` statements in functions: whoever calls those may bind the names anew. */
function globalsOf(statement: Statement): Globals[] {
  switch (statement.kind) {
    case 'function':
    case 'class':
      return statement.body.statements.flatMap(globalsOf);
    case 'global':
      return [{ names: statement.names, span: statement.span }];
    default:
      return waysThrough(statement).flatMap((way) => way.flatMap((block) => block.statements.flatMap(globalsOf)));
  }
}
