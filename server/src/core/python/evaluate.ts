/** The value of an expression, as far as it is known without running anything. Calls are told to the visitor. */

import type { Span } from '../text/span.ts';
import { assign, assignUnknown } from './assign.ts';
import { arithmetic } from './builtins.ts';
import { callFunction } from './call.ts';
import { equals, isSequence, itemsOf, plain, reasonOf, shorten, truth, unknownOf } from './constant.ts';
import { formatField, formatPercent } from './format.ts';
import { bind, frameOf, inScene, lookUp, type Machine, sourceOf, unknown } from './machine.ts';
import { anchorString, computedString, concatStrings, decodeString, holeString, sliceString } from './string.ts';
import type { Argument, Call, Comprehension, Expression, Field } from './syntax.ts';
import type { CallArgument, StringValue, Value } from './value.ts';

type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

export function evaluate(machine: Machine, expression: Expression): Value {
  const { span } = expression;
  switch (expression.kind) {
    case 'name':
      return nameValue(machine, expression);
    case 'string':
      return decodeString(machine.module.text, expression.parts, span, (field) => fieldValue(machine, field));
    case 'number':
      return numberValue(expression.source, span);
    case 'constant':
      return constantValue(machine, expression);
    case 'attribute':
      return attributeValue(evaluate(machine, expression.object), expression.name, span);
    case 'call':
      return callValue(machine, expression);
    case 'subscript':
      return subscriptValue(machine, expression);
    case 'tuple':
    case 'list':
    case 'set':
      return sequenceValue(machine, expression);
    case 'dict':
      return dictValue(machine, expression);
    case 'unary':
      return unaryValue(expression.operator, evaluate(machine, expression.operand), span);
    case 'binary':
      return binaryValue(machine, expression);
    case 'compare':
      return compareValue(machine, expression);
    case 'conditional':
      return conditionalValue(machine, expression);
    case 'assignment': {
      const value = evaluate(machine, expression.value);
      bind(machine, expression.name, value);
      return { ...value, span };
    }
    case 'lambda':
      machine.closures.set(expression, frameOf(machine).scope);
      return { kind: 'function', definition: expression, span };
    case 'comprehension':
      return comprehensionValue(machine, expression);
    case 'await':
      return { ...evaluate(machine, expression.value), span };
    case 'yield':
      return yieldValue(machine, expression);
    case 'star':
      return evaluate(machine, expression.value);
    default:
      return unknown(machine, `${shorten(sourceOf(machine, expression))} can't be read`, span);
  }
}

/** Names that a half-typed file may use before it imports them. */
const conventions: Readonly<Record<string, string | undefined>> = {
  op: 'alembic.op',
  sa: 'sqlalchemy',
  postgresql: 'sqlalchemy.dialects.postgresql',
};

const builtins = new Set(
  (
    'str repr int float bool len list tuple set frozenset dict iter range enumerate zip sorted reversed map filter any ' +
    'all min max sum isinstance hasattr getattr setattr callable print open type super globals locals object next ' +
    'Exception ValueError RuntimeError NotImplementedError'
  ).split(' '),
);

function nameValue(machine: Machine, { name, span }: ExpressionOf<'name'>): Value {
  const value = lookUp(machine, name);
  if (value) return { ...value, span };
  if (builtins.has(name)) return { kind: 'reference', path: `builtins.${name}`, span };
  const path = conventions[name];
  if (path) return { kind: 'reference', path, span };
  const star = [...machine.globals.names.keys()].find((key) => key.startsWith('*'));
  const reason = star
    ? `"${name}" is not defined in this file; it may come from ${star.slice(1)}`
    : `"${name}" is not defined in this file`;
  return unknown(machine, reason, span);
}

function numberValue(source: string, span: Span): Value {
  const value = Number(source.replaceAll('_', ''));
  return { kind: 'number', value, source, span };
}

function constantValue(machine: Machine, { value, span }: ExpressionOf<'constant'>): Value {
  if (value === '...') return unknown(machine, 'it is an ellipsis', span);
  return value === null ? { kind: 'none', span } : { kind: 'boolean', value, span };
}

function fieldValue(machine: Machine, field: Field): StringValue {
  const source = machine.module.text;
  const value = evaluate(machine, field.expression);
  const shown = { conversion: field.conversion, spec: field.format };
  const text = formatField({ ...value, span: field.expression.span }, shown, field.span, source);
  if (!field.selfDocumenting) return anchorString(text, field.span);
  return anchorString(
    concatStrings([computedString(`${sourceOf(machine, field.expression)}=`, field.span), text], field.span),
    field.span,
  );
}

function attributeValue(object: Value, name: string, span: Span): Value {
  if (object.kind === 'reference') return { kind: 'reference', path: `${object.path}.${name}`, span };
  if (object.kind === 'class') {
    const value = object.attributes.get(name);
    // Members of an enum have a value of their own; columns of a model are named through it.
    if (value && plain(value) !== undefined && !isEnum(object)) return { ...value, span };
  }
  if (object.kind === 'member' && object.object.kind === 'class' && isEnum(object.object)) {
    const value = object.object.attributes.get(object.name);
    if (name === 'value' && value) return { ...value, span };
    if (name === 'name') return computedString(object.name, span);
  }
  return { kind: 'member', object, name, span };
}

function isEnum(value: Extract<Value, { kind: 'class' }>): boolean {
  return value.bases.some((base) => base.kind === 'reference' && /(^|\.)(Str|Int)?Enum$/.test(base.path));
}

function callValue(machine: Machine, call: Call): Value {
  const callee = evaluate(machine, call.callee);
  const args = call.arguments.flatMap((argument) => argumentValues(machine, argument));
  return callFunction(machine, call, callee, args);
}

/** The values one argument gives: several for `*known` and `**known`. */
function argumentValues(machine: Machine, argument: Argument): CallArgument[] {
  const value = evaluate(machine, argument.value);
  const { span } = argument;
  if (argument.name) return [{ name: argument.name.value, value, span }];
  if (argument.star === '*') {
    const items = itemsOf(value);
    return items ? items.map((item) => ({ value: item, span })) : [{ value, star: '*', span }];
  }
  if (argument.star !== '**') return [{ value, span }];
  if (value.kind !== 'dict' || value.entries.some(({ key }) => key.kind !== 'string'))
    return [{ value, star: '**', span }];
  return value.entries.flatMap((entry) =>
    entry.key.kind === 'string' ? [{ name: entry.key.value, value: entry.value, span }] : [],
  );
}

function subscriptValue(machine: Machine, { object, index, span }: ExpressionOf<'subscript'>): Value {
  const container = evaluate(machine, object);
  const [first] = index;
  if (first?.kind === 'slice') return sliceValue(machine, container, first, span);
  const keys = index.map((key) => evaluate(machine, key));
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

function sliceValue(machine: Machine, container: Value, { parts }: ExpressionOf<'slice'>, span: Span): Value {
  const bounds = parts.map((part) => (part ? plain(evaluate(machine, part)) : undefined));
  const given = parts.every((part, i) => !part || typeof bounds[i] === 'number');
  const [start, end, step] = bounds.map((bound) => (typeof bound === 'number' ? bound : undefined));
  if (given && step === undefined) {
    if (isSequence(container)) return { ...container, items: container.items.slice(start ?? 0, end), span };
    if (container.kind === 'string' && container.holes.length === 0) {
      const { length } = container.value;
      const from = (start ?? 0) < 0 ? Math.max(0, length + (start ?? 0)) : (start ?? 0);
      const to = end === undefined ? length : end < 0 ? length + end : Math.min(end, length);
      return { ...sliceString(container, Math.min(from, length), Math.max(from, to)), span };
    }
  }
  return { kind: 'operator', operator: '[:]', operands: [container], span };
}

/** `globals()["upgrade_" + engine]`: each function that it may name. */
function globalsItem(machine: Machine, key: Value, span: Span): Value {
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

function sequenceValue(machine: Machine, { kind, items, span }: ExpressionOf<'tuple' | 'list' | 'set'>): Value {
  const values: Value[] = [];
  for (const item of items) {
    const value = evaluate(machine, item);
    const spread = item.kind === 'star' ? itemsOf(value) : [value];
    if (!spread)
      return { kind: 'unknown', reason: reasonOf(value, machine.module.text), source: sourceOf(machine, item), span };
    values.push(...spread);
  }
  return { kind, items: values, span };
}

function dictValue(machine: Machine, { entries, span }: ExpressionOf<'dict'>): Value {
  const found: { key: Value; value: Value }[] = [];
  for (const entry of entries) {
    const value = evaluate(machine, entry.value);
    if (entry.key) found.push({ key: evaluate(machine, entry.key), value });
    else if (value.kind === 'dict') found.push(...value.entries);
    else return { ...unknownOf(value, machine.module.text), span };
  }
  return { kind: 'dict', entries: found, span };
}

function unaryValue(operator: string, operand: Value, span: Span): Value {
  if (operator === 'not') {
    const known = truth(operand);
    return known === undefined
      ? { kind: 'operator', operator, operands: [operand], span }
      : { kind: 'boolean', value: !known, span };
  }
  if (operand.kind === 'number' && operator !== '~') {
    const value = operator === '-' ? -operand.value : operand.value;
    return { kind: 'number', value, source: operator === '-' ? `-${operand.source}` : operand.source, span };
  }
  return { kind: 'operator', operator, operands: [operand], span };
}

function binaryValue(machine: Machine, { operator, left, right, span }: ExpressionOf<'binary'>): Value {
  if (operator === 'and' || operator === 'or') return logicalValue(machine, operator, left, right, span);
  const source = machine.module.text;
  const a = evaluate(machine, left);
  const b = evaluate(machine, right);
  const known = arithmetic(operator, a, b, span);
  if (known) return known;
  if (operator === '%' && a.kind === 'string') return formatPercent(a, b, span, source);
  if (operator === '+' && (a.kind === 'string' || b.kind === 'string') && !isSqlValue(a) && !isSqlValue(b)) {
    const part = (value: Value, at: Span) =>
      value.kind === 'string' ? anchorString(value, at) : holeString(unknownOf(value, source), at);
    return concatStrings([part(a, left.span), part(b, right.span)], span);
  }
  return { kind: 'operator', operator, operands: [a, b], span };
}

/** Whether the value is an SQL expression in the making, so that `+` means SQL's own. */
function isSqlValue(value: Value): boolean {
  if (value.kind === 'reference') return value.path.startsWith('sqlalchemy.') || value.path.startsWith('sqlmodel.');
  if (value.kind === 'call') return isSqlValue(value.callee);
  if (value.kind === 'member') return value.object.kind === 'class' || isSqlValue(value.object);
  return value.kind === 'operator' && value.operator !== '[]' && value.operands.some(isSqlValue);
}

function logicalValue(
  machine: Machine,
  operator: 'and' | 'or',
  left: Expression,
  right: Expression,
  span: Span,
): Value {
  const a = evaluate(machine, left);
  const known = truth(a);
  if (known !== undefined)
    return known === (operator === 'and') ? { ...evaluate(machine, right), span } : { ...a, span };
  const b = inScene(machine, { conditional: true }, () => evaluate(machine, right));
  return { kind: 'operator', operator, operands: [a, b], span };
}

function compareValue(machine: Machine, { operator, left, right, span }: ExpressionOf<'compare'>): Value {
  const a = evaluate(machine, left);
  const b = evaluate(machine, right);
  const known = left.kind === 'compare' ? undefined : comparison(operator, a, b);
  return known === undefined
    ? { kind: 'operator', operator, operands: [a, b], span }
    : { kind: 'boolean', value: known, span };
}

function comparison(operator: string, a: Value, b: Value): boolean | undefined {
  const negate = (value: boolean | undefined) => (value === undefined ? undefined : !value);
  if (operator === '==' || operator === 'is') return equals(a, b);
  if (operator === '!=' || operator === 'is not') return negate(equals(a, b));
  if (operator === 'in' || operator === 'not in') {
    const found = membership(a, b);
    return operator === 'in' ? found : negate(found);
  }
  const [x, y] = [plain(a), plain(b)];
  if (typeof x !== typeof y || x === undefined || y === undefined || x === null || y === null) return undefined;
  return { '<': x < y, '<=': x <= y, '>': x > y, '>=': x >= y }[operator];
}

function membership(item: Value, container: Value): boolean | undefined {
  const wanted = plain(item);
  if (container.kind === 'string' && typeof wanted === 'string' && container.holes.length === 0) {
    return container.value.includes(wanted);
  }
  const answers = itemsOf(container)?.map((candidate) => equals(candidate, item));
  if (!answers) return undefined;
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

function conditionalValue(machine: Machine, { test, consequent, otherwise, span }: ExpressionOf<'conditional'>): Value {
  const tested = evaluate(machine, test);
  const known = truth(tested);
  if (known !== undefined) return { ...evaluate(machine, known ? consequent : otherwise), span };
  const [a, b] = inScene(machine, { conditional: true }, () => [
    evaluate(machine, consequent),
    evaluate(machine, otherwise),
  ]);
  const prefer = machine.visitor.test(tested)?.prefer;
  if (prefer) return { ...(prefer === 'holds' ? a : b), span };
  if (equals(a, b)) return { ...a, span };
  return unknown(machine, `it depends on ${shorten(sourceOf(machine, test))}`, span);
}

function comprehensionValue(machine: Machine, expression: Comprehension): Value {
  const { container, element, key, clauses, span } = expression;
  const found: { key: Value | undefined; value: Value }[] = [];
  const frame = frameOf(machine);
  const outer = frame.scope.names;
  frame.scope.names = new Map(outer);
  let reason: string | undefined;
  const run = (depth: number): void => {
    const clause = clauses[depth];
    if (!clause) {
      if (machine.budget-- <= 0) reason ??= 'it takes too many steps';
      else found.push({ key: key && evaluate(machine, key), value: evaluate(machine, element) });
      return;
    }
    const iterable = evaluate(machine, clause.iterable);
    const items = itemsOf(iterable);
    if (!items) {
      reason ??= reasonOf(iterable, machine.module.text);
      assignUnknown(machine, clause.target, reason);
      // Calls in the element are made at least once, as far as anyone can tell.
      inScene(machine, { loop: shorten(sourceOf(machine, expression)) }, () => run(depth + 1));
    }
    for (const item of items ?? []) {
      assign(machine, clause.target, item);
      const tests = clause.tests.map((test) => truth(evaluate(machine, test)));
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
  return { kind: container === 'set' ? 'set' : 'list', items: found.map(({ value }) => value), span };
}

function yieldValue(machine: Machine, { value, span }: ExpressionOf<'yield'>): Value {
  const given: Value = value ? evaluate(machine, value) : { kind: 'none', span };
  return frameOf(machine).onYield?.(given) ?? unknown(machine, 'it is sent into a generator', span);
}
