/** Assignment to names, tuples of names and items of known dicts and lists. */

import { isSequence, itemsOf, plain, reasonOf, shorten } from './constant.ts';
import { bind, lookUp, type Machine, sourceOf, unknown } from './machine.ts';
import type { Expression, Statement } from './syntax.ts';
import type { Value } from './value.ts';

export function assign(machine: Machine, target: Expression, value: Value): void {
  if (target.kind === 'name') bind(machine, target.name, value);
  else if (target.kind === 'tuple' || target.kind === 'list') unpack(machine, target.items, value);
  else if (target.kind === 'star') assign(machine, target.value, value);
  else if (target.kind === 'subscript' && target.object.kind === 'name') assignItem(machine, target, value);
}

/** Binds every name of a target to an unknown, e.g. that of a loop over rows. */
export function assignUnknown(machine: Machine, target: Expression, reason: string): void {
  for (const name of targetNames(target)) bind(machine, name, unknown(machine, reason, target.span));
}

export function targetNames(target: Expression): string[] {
  if (target.kind === 'name') return [target.name];
  if (target.kind === 'tuple' || target.kind === 'list') return target.items.flatMap(targetNames);
  if (target.kind === 'star') return targetNames(target.value);
  return target.kind === 'subscript' ? targetNames(target.object) : [];
}

function unpack(machine: Machine, targets: readonly Expression[], value: Value): void {
  const items = itemsOf(value);
  const star = targets.findIndex((target) => target.kind === 'star');
  if (!items || (star < 0 ? items.length !== targets.length : items.length < targets.length - 1)) {
    const reason = items ? 'it is unpacked from a value of another length' : reasonOf(value, machine.module.text);
    for (const target of targets) assignUnknown(machine, target, reason);
    return;
  }
  const extra = items.length - targets.length;
  targets.forEach((target, i) => {
    if (i === star) assign(machine, target, { kind: 'list', items: items.slice(i, i + extra + 1), span: target.span });
    else {
      const item = items[star >= 0 && i > star ? i + extra : i];
      if (item) assign(machine, target, item);
    }
  });
}

function assignItem(machine: Machine, target: Extract<Expression, { kind: 'subscript' }>, value: Value): void {
  if (target.object.kind !== 'name') return;
  const { name } = target.object;
  const container = lookUp(machine, name);
  const index = target.index[0];
  if (!container || !index) return;
  const key = machine.evaluate(index);
  if (container.kind === 'dict' && plain(key) !== undefined) {
    const others = container.entries.filter((entry) => plain(entry.key) !== plain(key));
    bind(machine, name, { ...container, entries: [...others, { key, value }] });
  } else if (container.kind === 'list' && key.kind === 'number') {
    bind(machine, name, { ...container, items: container.items.map((item, i) => (i === key.value ? value : item)) });
  } else if (container.kind === 'dict' || isSequence(container)) {
    const reason = `${shorten(sourceOf(machine, target))} is assigned under a key that is not known`;
    bind(machine, name, unknown(machine, reason, target.span));
  }
}

/** The names that statements may bind or change, without those of nested functions. */
export function assignedNames(statements: readonly Statement[], names: Set<string> = new Set()): Set<string> {
  for (const statement of statements) {
    for (const target of targetsOf(statement)) for (const name of targetNames(target)) names.add(name);
    for (const block of blocksOf(statement)) assignedNames(block, names);
  }
  return names;
}

function targetsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'assign':
      return statement.targets;
    case 'annotated':
    case 'augmented':
      return [statement.target];
    case 'for':
      return [statement.target];
    case 'with':
      return statement.items.flatMap((item) => item.target ?? []);
    case 'expression': {
      // A method of a name may change it: `names.append(…)`.
      const call = statement.value;
      const changed = call.kind === 'call' && call.callee.kind === 'attribute' && changing.has(call.callee.name);
      return changed && call.callee.kind === 'attribute' ? [call.callee.object] : [];
    }
    default:
      return [];
  }
}

/** Methods that change their container. */
export const changing: ReadonlySet<string> = new Set([
  'append',
  'add',
  'extend',
  'update',
  'insert',
  'remove',
  'pop',
  'clear',
  'sort',
  'reverse',
  'discard',
  'setdefault',
]);

/** The statements of a statement's blocks. Functions and classes are no part of the flow around them. */
export function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'if':
      return [...statement.branches.map(({ body }) => body), statement.otherwise].map(
        (block) => block?.statements ?? [],
      );
    case 'for':
    case 'while':
      return [statement.body.statements, statement.otherwise?.statements ?? []];
    case 'with':
      return [statement.body.statements];
    case 'match':
      return statement.cases.map(({ body }) => body.statements);
    case 'try':
      return [statement.body, ...statement.handlers.map(({ body }) => body), statement.otherwise, statement.final].map(
        (block) => block?.statements ?? [],
      );
    default:
      return [];
  }
}
