/** The value of an expression, as far as it is known without running anything. Calls are told to the visitor. */

import type { Span } from '../text/span.ts';
import { arithmetic } from './builtins.ts';
import { callFunction } from './call.ts';
import { comparison } from './compare.ts';
import { comprehensionValue } from './comprehension.ts';
import { equals, itemsOf, plain, reasonOf, shorten, truth, unknownOf } from './constant.ts';
import { formatField, formatPercent } from './format.ts';
import { bind, frameOf, inScene, lookUp, type Machine, outermost, sourceOf, unknown } from './machine.ts';
import { anchorString, computedString, concatStrings, decodeString, holeString } from './string.ts';
import { subscriptValue } from './subscript.ts';
import type { Argument, Call, Expression, Field } from './syntax.ts';
import type { CallArgument, StringValue, Value } from './value.ts';

type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** Evaluations within evaluations beyond this are not made, so that they can't exhaust the stack. */
const maxDepth = 500;

export function evaluate(machine: Machine, expression: Expression): Value {
  if (machine.depth >= maxDepth) return unknown(machine, 'it is nested too deeply', expression.span);
  machine.depth++;
  const value = expressionValue(machine, expression);
  machine.depth--;
  return value;
}

function expressionValue(machine: Machine, expression: Expression): Value {
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
      return told(machine, attributeValue(evaluate(machine, expression.object), expression.name, span));
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
    'eval exit quit vars dir id hash round abs divmod pow chr ord hex bytes slice format input delattr property ' +
    'staticmethod classmethod issubclass KeyError TypeError Exception ValueError RuntimeError NotImplementedError'
  ).split(' '),
);

function nameValue(machine: Machine, { name, span }: ExpressionOf<'name'>): Value {
  const value = lookUp(machine, name);
  // An unknown is shown by the name that stands for it here.
  if (value?.kind === 'unknown') return { ...value, source: name, span };
  if (value) return foreignValue(machine, { ...value, span });
  if (builtins.has(name)) return { kind: 'reference', path: `builtins.${name}`, span };
  const path = conventions[name];
  if (path) return { kind: 'reference', path, span };
  const stars = [...outermost(machine).names.keys()].filter((key) => key.startsWith('*'));
  for (const key of stars) {
    const found = machine.library.resolve(`${key.slice(1)}.${name}`);
    if (found) return anchored(found, span);
  }
  const [star] = stars;
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

/** What an imported name stands for, where the module is one of the project's; the reference itself otherwise. */
function foreignValue(machine: Machine, value: Value): Value {
  const found = value.kind === 'reference' ? machine.library.resolve(value.path) : undefined;
  return found ? anchored(found, value.span) : value;
}

/** A value of another module as it is used here: nothing of it stands in this file. */
function anchored(value: Value, at: Span): Value {
  if (value.kind === 'string') return anchorString({ ...value, span: at }, at);
  return { ...value, span: at };
}

/** What is watching may know an attribute better. */
function told(machine: Machine, value: Value): Value {
  if (value.kind !== 'member') return foreignValue(machine, value);
  const known = machine.visitor.attribute?.(value);
  return known ? { ...known, span: value.span } : value;
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
  if (isDefaulted(machine, test, consequent, a, b)) return { ...a, span };
  return unknown(machine, `it depends on ${shorten(sourceOf(machine, test))}`, span);
}

/** `x + "." if x else ""`: nothing but the unknown x, at most with a dot; nothing is lost by taking it as given. */
function isDefaulted(machine: Machine, test: Expression, given: Expression, a: Value, b: Value): boolean {
  const isEmpty = b.kind === 'none' || plain(b) === '';
  if (!isEmpty || !sourceOf(machine, given).startsWith(sourceOf(machine, test))) return false;
  if (a.kind !== 'string') return sourceOf(machine, given) === sourceOf(machine, test);
  const [hole, second] = a.holes;
  return hole?.at === 0 && !second && /^\.?$/.test(a.value.slice(hole.length));
}

function yieldValue(machine: Machine, { value, span }: ExpressionOf<'yield'>): Value {
  const given: Value = value ? evaluate(machine, value) : { kind: 'none', span };
  return frameOf(machine).onYield?.(given) ?? unknown(machine, 'it is sent into a generator', span);
}
