/** Comprehensions over what is known, unrolled. */

import { assign, assignUnknown } from './assign.ts';
import { itemsOf, reasonOf, shorten, truth } from './constant.ts';
import { frameOf, inScene, type Machine, sourceOf, unknown } from './machine.ts';
import type { Comprehension } from './syntax.ts';
import type { Value } from './value.ts';

export function comprehensionValue(machine: Machine, expression: Comprehension): Value {
  const { container, element, key, clauses, span } = expression;
  const found: { key: Value | undefined; value: Value }[] = [];
  const frame = frameOf(machine);
  const outer = frame.scope.names;
  frame.scope.names = new Map(outer);
  let reason: string | undefined;
  let isOrdered = true;
  const run = (depth: number): void => {
    const clause = clauses[depth];
    if (!clause) {
      if (machine.budget-- <= 0) reason ??= 'it takes too many steps';
      else found.push({ key: key && machine.evaluate(key), value: machine.evaluate(element) });
      return;
    }
    const iterable = machine.evaluate(clause.iterable);
    const items = itemsOf(iterable);
    if (!items) {
      reason ??= reasonOf(iterable, machine.module.text);
      assignUnknown(machine, clause.target, reason);
      // Calls in the element are made at least once, as far as anyone can tell.
      inScene(machine, { loop: shorten(sourceOf(machine, expression)) }, () => run(depth + 1));
    }
    if (iterable.kind === 'set' && iterable.items.length > 1) isOrdered = false;
    for (const item of items ?? []) {
      assign(machine, clause.target, item);
      const tests = clause.tests.map((test) => truth(machine.evaluate(test)));
      if (tests.includes(undefined))
        reason ??= `it depends on ${shorten(clause.tests.map((test) => sourceOf(machine, test)).join(' and '))}`;
      if (!tests.includes(false)) run(depth + 1);
    }
  };
  run(0);
  frame.scope.names = outer;
  if (reason) return unknown(machine, reason, span);
  if (container === 'dict') {
    return {
      kind: 'dict',
      entries: found.flatMap((item) => (item.key ? [{ key: item.key, value: item.value }] : [])),
      span,
    };
  }
  // What is made from a set comes in any order, as it does.
  const kind = container === 'set' || !isOrdered ? 'set' : 'list';
  return { kind, items: found.map(({ value }) => value), span };
}
