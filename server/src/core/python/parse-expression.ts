/** Expressions of the library's tree as those of `syntax.ts`. Parentheses leave no node of their own. */

import type { Span } from '../text/span.ts';
import { readStringPart } from './parse-string.ts';
import type { Argument, Comprehension, Expression, Parameter } from './syntax.ts';
import { damage, eachChild, here, maxNesting, type Part, passOver, spanOf, splitParts, type Walk } from './tree.ts';

type Builder = (walk: Walk, span: Span) => Expression;

/** The expression under the cursor; an `error` expression where there is none. */
export function readExpression(walk: Walk): Expression {
  const build = builders[walk.cursor.name];
  const span = here(walk);
  if (!build || walk.depth > maxNesting) {
    passOver(walk);
    return { kind: 'error', span };
  }
  walk.depth++;
  const expression = build(walk, span);
  walk.depth--;
  return expression;
}

export function isExpression(name: string): boolean {
  return builders[name] !== undefined;
}

/** The children of the node under the cursor, expressions and argument lists built. */
export function readParts(walk: Walk): Part[] {
  const parts: Part[] = [];
  eachChild(walk, (name) => parts.push(readPart(walk, name)));
  return parts;
}

export function readPart(walk: Walk, name: string): Part {
  const { start, end } = here(walk);
  if (isExpression(name)) return { name, start, end, expression: readExpression(walk) };
  if (name === 'ArgList') return { name, start, end, arguments: readArguments(walk).list };
  if (name === 'ParamList') return { name, start, end, parameters: readParameters(walk) };
  passOver(walk);
  return { name, start, end };
}

/** `a, *b, c` as a tuple, `a` alone as itself. */
export function readTuple(parts: readonly Part[], fallback: Span): Expression {
  const items = readItems(parts);
  const first = parts.find((part) => part.name !== damage);
  const last = parts.findLast((part) => part.name !== damage);
  const only = items[0];
  if (items.length === 1 && only && !parts.some((part) => part.name === ',')) return only;
  if (!first || !last) return { kind: 'error', span: fallback };
  return { kind: 'tuple', items, span: { start: first.start, end: last.end } };
}

/** Comma-separated expressions, `*` and `**` included; damage is left out. */
function readItems(parts: readonly Part[]): Expression[] {
  const items: Expression[] = [];
  let star: Part | undefined;
  for (const part of parts) {
    if (part.name === '*' || part.name === '**') star = part;
    else if (part.expression) {
      items.push(star ? starred(star, part.expression) : part.expression);
      star = undefined;
    }
  }
  return items;
}

function starred(star: Part, value: Expression): Expression {
  return {
    kind: 'star',
    star: star.name === '**' ? '**' : '*',
    value,
    span: { start: star.start, end: value.span.end },
  };
}

const builders: Readonly<Record<string, Builder | undefined>> = {
  VariableName: (walk, span) => ({ kind: 'name', name: walk.text.slice(span.start, span.end), span }),
  Number: (walk, span) => ({ kind: 'number', source: walk.text.slice(span.start, span.end), span }),
  Boolean: (walk, span) => ({ kind: 'constant', value: walk.text[span.start] === 'T', span }),
  None: (_, span) => ({ kind: 'constant', value: null, span }),
  Ellipsis: (_, span) => ({ kind: 'constant', value: '...', span }),
  String: (walk, span) => ({ kind: 'string', parts: [readStringPart(walk, readExpression)], span }),
  FormatString: (walk, span) => ({ kind: 'string', parts: [readStringPart(walk, readExpression)], span }),
  ContinuedString: readContinuedString,
  MemberExpression: readMember,
  CallExpression: readCall,
  ParenthesizedExpression: readParenthesized,
  TupleExpression: (walk, span) => ({ kind: 'tuple', items: readItems(readParts(walk)), span }),
  ArrayExpression: (walk, span) => ({ kind: 'list', items: readItems(readParts(walk)), span }),
  SetExpression: (walk, span) => ({ kind: 'set', items: readItems(readParts(walk)), span }),
  DictionaryExpression: readDictionary,
  UnaryExpression: readUnary,
  BinaryExpression: readBinary,
  ConditionalExpression: readConditional,
  NamedExpression: readNamed,
  LambdaExpression: readLambda,
  AwaitExpression: (walk, span) => ({ kind: 'await', value: readTuple(readParts(walk), span), span }),
  YieldExpression: readYield,
  ComprehensionExpression: (walk, span) => readComprehension(readParts(walk), 'generator', span),
  ArrayComprehensionExpression: (walk, span) => readComprehension(readParts(walk), 'list', span),
  SetComprehensionExpression: (walk, span) => readComprehension(readParts(walk), 'set', span),
  DictionaryComprehensionExpression: (walk, span) => readComprehension(readParts(walk), 'dict', span),
};

function readContinuedString(walk: Walk, span: Span): Expression {
  const parts: ReturnType<typeof readStringPart>[] = [];
  eachChild(walk, (name) => {
    if (name === 'String' || name === 'FormatString') parts.push(readStringPart(walk, readExpression));
    else passOver(walk);
  });
  return { kind: 'string', parts, span };
}

/** `a.b`, `a[b]` and the half-typed `a.`. */
function readMember(walk: Walk, span: Span): Expression {
  const [objectPart, mark, ...rest] = readParts(walk);
  const object = objectPart?.expression ?? { kind: 'error', span };
  if (mark?.name === '[') {
    const index = splitParts(
      rest.filter((part) => part.name !== ']'),
      ',',
    );
    // A star in a subscript is valid Python that the grammar takes for damage.
    for (const part of rest) if (part.name === damage && walk.text[part.start] === '*') forgive(walk, part);
    return { kind: 'subscript', object, index: index.filter((piece) => piece.length > 0).map(readIndex), span };
  }
  const property = rest.find((part) => part.name === 'PropertyName');
  const nameSpan = property ? spanOf(property) : { start: span.end, end: span.end };
  return { kind: 'attribute', object, name: walk.text.slice(nameSpan.start, nameSpan.end), nameSpan, span };
}

/** Takes back an error that the grammar saw where Python sees none. */
export function forgive(walk: Walk, span: Span): void {
  const index = walk.errors.findLastIndex((error) => error.start === span.start && error.end === span.end);
  if (index >= 0) walk.errors.splice(index, 1);
}

function readIndex(piece: readonly Part[]): Expression {
  const span = { start: piece[0]?.start ?? 0, end: piece.at(-1)?.end ?? 0 };
  if (!piece.some((part) => part.name === ':')) return readTuple(piece, span);
  const parts = splitParts(piece, ':').map((side) => side.find((part) => part.expression)?.expression);
  return { kind: 'slice', parts, span };
}

function readCall(walk: Walk, span: Span): Expression {
  let callee: Expression = { kind: 'error', span };
  let list: Arguments = { list: [], closed: false };
  let parentheses = { start: span.end, end: span.end };
  eachChild(walk, (name) => {
    if (name === 'ArgList') {
      parentheses = here(walk);
      list = readArguments(walk);
    } else if (isExpression(name)) callee = readExpression(walk);
    else passOver(walk);
  });
  return { kind: 'call', callee, arguments: list.list, parentheses, closed: list.closed, span };
}

interface Arguments {
  readonly list: readonly Argument[];
  readonly closed: boolean;
}

export function readArguments(walk: Walk): Arguments {
  const parts = readParts(walk);
  const closed = parts.at(-1)?.name === ')';
  const inner = parts.filter((part) => part.name !== '(' && part.name !== ')');
  if (inner.some((part) => part.name === 'for')) return { list: generatorArgument(inner), closed };
  const list: Argument[] = [];
  for (const piece of splitParts(inner, ',')) {
    const argument = readArgument(walk, piece);
    if (argument) list.push(argument);
  }
  return { list, closed };
}

/** `f(x for x in y)`, whose parentheses are the call's. */
function generatorArgument(parts: readonly Part[]): Argument[] {
  const span = { start: parts[0]?.start ?? 0, end: parts.at(-1)?.end ?? 0 };
  return [{ value: readComprehension(parts, 'generator', span), valueSpan: span, span }];
}

function readArgument(walk: Walk, piece: readonly Part[]): Argument | undefined {
  const first = piece[0];
  const valuePart = piece.findLast((part) => part.expression);
  const assign = piece.find((part) => part.name === 'AssignOp');
  if (!first) return undefined;
  if (assign) {
    const written = valuePart && valuePart.start >= assign.end ? valuePart : undefined;
    const span = { start: first.start, end: written?.end ?? assign.end };
    const valueSpan = written ? spanOf(written) : { start: assign.end, end: assign.end };
    const name = { value: walk.text.slice(first.start, first.end), span: spanOf(first) };
    return { name, value: written?.expression ?? { kind: 'error', span: valueSpan }, valueSpan, span };
  }
  const value = piece.find((part) => part.expression);
  if (!value?.expression) return undefined;
  const span = { start: first.name === damage ? value.start : first.start, end: value.end };
  const found = { value: value.expression, valueSpan: spanOf(value), span };
  return first.name === '*' || first.name === '**' ? { ...found, star: first.name } : found;
}

export function readParameters(walk: Walk): Parameter[] {
  const parts = readParts(walk).filter((part) => part.name !== '(' && part.name !== ')');
  const parameters: Parameter[] = [];
  for (const piece of splitParts(parts, ',')) {
    const name = piece.find((part) => part.name === 'VariableName');
    const star = piece.find((part) => part.name === '*' || part.name === '**')?.name;
    if (!name && !star) continue;
    const assign = piece.findIndex((part) => part.name === 'AssignOp');
    const value = assign < 0 ? undefined : piece.slice(assign).find((part) => part.expression)?.expression;
    parameters.push({
      name: name ? walk.text.slice(name.start, name.end) : '',
      ...(star === '*' || star === '**' ? { star } : {}),
      ...(value ? { default: value } : {}),
    });
  }
  return parameters;
}

function readParenthesized(walk: Walk, span: Span): Expression {
  const inner = readParts(walk).filter((part) => part.name !== '(' && part.name !== ')');
  return readTuple(inner, span);
}

function readDictionary(walk: Walk, span: Span): Expression {
  const inner = readParts(walk).filter((part) => part.name !== '{' && part.name !== '}');
  const entries: { key?: Expression; value: Expression }[] = [];
  for (const piece of splitParts(inner, ',')) {
    const [left, right] = splitParts(piece, ':').map((side) => side.find((part) => part.expression)?.expression);
    if (piece[0]?.name === '**' && left) entries.push({ value: left });
    else if (left && right) entries.push({ key: left, value: right });
  }
  return { kind: 'dict', entries, span };
}

function readUnary(walk: Walk, span: Span): Expression {
  const parts = readParts(walk);
  const operator = parts[0] ? walk.text.slice(parts[0].start, parts[0].end) : '';
  const operand = parts.slice(1).find((part) => part.expression)?.expression ?? { kind: 'error', span };
  return { kind: 'unary', operator, operand, span };
}

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=', '<>', 'in', 'not in', 'is', 'is not']);

function readBinary(walk: Walk, span: Span): Expression {
  const parts = readParts(walk);
  const left = parts[0]?.expression ?? { kind: 'error', span };
  const right = parts.length > 1 ? parts.findLast((part) => part.expression)?.expression : undefined;
  const signs = parts.slice(1).filter((part) => !part.expression && part.name !== damage);
  const operator = signs.map((part) => walk.text.slice(part.start, part.end)).join(' ');
  const node = {
    operator,
    left,
    right: right && right !== left ? right : ({ kind: 'error', span: { start: span.end, end: span.end } } as const),
    span,
  };
  return comparisons.has(operator) ? { kind: 'compare', ...node } : { kind: 'binary', ...node };
}

function readConditional(walk: Walk, span: Span): Expression {
  const [consequent, test, otherwise] = readItems(readParts(walk));
  const missing = { kind: 'error', span } as const;
  return {
    kind: 'conditional',
    test: test ?? missing,
    consequent: consequent ?? missing,
    otherwise: otherwise ?? missing,
    span,
  };
}

function readNamed(walk: Walk, span: Span): Expression {
  const [target, value] = readItems(readParts(walk));
  const name = target?.kind === 'name' ? target.name : '';
  return { kind: 'assignment', name, value: value ?? { kind: 'error', span }, span };
}

function readLambda(walk: Walk, span: Span): Expression {
  const parts = readParts(walk);
  const parameters = parts.find((part) => part.parameters)?.parameters ?? [];
  const body = parts.findLast((part) => part.expression)?.expression ?? { kind: 'error', span };
  return { kind: 'lambda', parameters, body, span };
}

function readYield(walk: Walk, span: Span): Expression {
  const parts = readParts(walk).filter((part) => part.name !== 'yield' && part.name !== 'from');
  const value = parts.some((part) => part.expression) ? readTuple(parts, span) : undefined;
  // The grammar wants a value; a bare `yield` is valid Python.
  if (!value) forgive(walk, { start: span.end, end: span.end });
  return value ? { kind: 'yield', value, span } : { kind: 'yield', span };
}

function readComprehension(parts: readonly Part[], container: Comprehension['container'], span: Span): Expression {
  const brackets = new Set(['(', ')', '[', ']', '{', '}', 'async']);
  const inner = parts.filter((part) => !brackets.has(part.name));
  const [head = [], ...loops] = splitParts(inner, 'for');
  const missing = { kind: 'error', span } as const;
  const [left, right] = splitParts(head, ':').map((side) => side.find((part) => part.expression)?.expression);
  const clauses = loops.map((loop) => {
    const [target = [], rest = []] = splitParts(loop, 'in');
    const [iterable, ...tests] = splitParts(rest, 'if').map((piece) => readTuple(piece, span));
    return { target: readTuple(target, span), iterable: iterable ?? missing, tests };
  });
  const element = (container === 'dict' ? right : left) ?? missing;
  return container === 'dict' && left
    ? { kind: 'comprehension', container, key: left, element, clauses, span }
    : { kind: 'comprehension', container, element, clauses, span };
}
