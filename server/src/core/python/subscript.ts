/** Subscripts and slices of known containers and strings, and the module's names through `globals()`. */

import type { Span } from '../text/span.ts';
import { isSequence, plain, reasonOf } from './constant.ts';
import { type Machine, unknown } from './machine.ts';
import { sliceString } from './string.ts';
import type { Expression } from './syntax.ts';
import type { StringValue, Value } from './value.ts';

export function subscriptValue(
  machine: Machine,
  { object, index, span }: Extract<Expression, { kind: 'subscript' }>,
): Value {
  const container = machine.evaluate(object);
  const [first] = index;
  if (first?.kind === 'slice') return sliceValue(machine, container, first, span);
  const keys = index.map((key) => machine.evaluate(key));
  const [key] = keys;
  if (key && index.length === 1) {
    if (container.kind === 'reference' && container.path === 'builtins.globals()')
      return globalsItem(machine, key, span);
    const found = itemAt(container, key);
    if (found) return { ...found, span };
  }
  return { kind: 'operator', operator: '[]', operands: [container, ...keys], span };
}

function itemAt(container: Value, key: Value): Value | undefined {
  if (container.kind === 'dict') {
    const wanted = plain(key);
    if (wanted === undefined || container.entries.some((entry) => plain(entry.key) === undefined)) return undefined;
    return container.entries.findLast((entry) => plain(entry.key) === wanted)?.value;
  }
  if (key.kind !== 'number') return undefined;
  if (isSequence(container)) return container.items.at(key.value);
  if (container.kind !== 'string' || container.holes.length > 0) return undefined;
  const at = key.value < 0 ? container.value.length + key.value : key.value;
  return at < container.value.length ? sliceString(container, at, at + 1) : undefined;
}

function sliceValue(
  machine: Machine,
  container: Value,
  { parts }: Extract<Expression, { kind: 'slice' }>,
  span: Span,
): Value {
  const bounds = parts.map((part) => (part ? plain(machine.evaluate(part)) : undefined));
  const given = parts.every((part, i) => !part || typeof bounds[i] === 'number');
  const [start, end, step] = bounds.map((bound) => (typeof bound === 'number' ? bound : undefined));
  if (given && step === undefined) {
    if (isSequence(container)) return { ...container, items: container.items.slice(start ?? 0, end), span };
    if (container.kind === 'string' && isOutsideHoles(container, start ?? 0, end)) {
      const { length } = container.value;
      const from = (start ?? 0) < 0 ? Math.max(0, length + (start ?? 0)) : (start ?? 0);
      const to = end === undefined ? length : end < 0 ? length + end : Math.min(end, length);
      return { ...sliceString(container, Math.min(from, length), Math.max(from, to)), span };
    }
  }
  return { kind: 'operator', operator: '[:]', operands: [container], span };
}

/** Whether a slice takes or leaves every hole whole, however long it turns out to be. */
function isOutsideHoles({ value, holes }: StringValue, start: number, end: number | undefined): boolean {
  const [first, last] = [holes[0], holes.at(-1)];
  if (!first || !last) return true;
  const tail = value.length - last.at - last.length;
  const takesEnd = end === undefined || (end < 0 && -end <= tail);
  return start >= 0 && start <= first.at && (takesEnd || (end >= 0 && end <= first.at));
}

/** `globals()["upgrade_" + engine]`: each function that it may name. */
export function globalsItem(machine: Machine, key: Value, span: Span): Value {
  if (key.kind === 'string') {
    const exact = key.holes.length === 0 ? machine.globals.names.get(key.value) : undefined;
    if (exact) return { ...exact, span };
    const fixed = key.value.slice(0, key.holes[0]?.at ?? 0);
    const operands = [...machine.globals.names].flatMap(([name, value]) =>
      value.kind === 'function' && fixed !== '' && name.startsWith(fixed) ? [value] : [],
    );
    if (key.holes.length > 0 && operands.length > 0) return { kind: 'operator', operator: 'any', operands, span };
  }
  return unknown(machine, reasonOf(key, machine.module.text), span);
}
