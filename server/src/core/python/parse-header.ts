/** The parts of statements that hold no statements themselves: decorators, items of a `with`, patterns, imports. */

import type { Span } from '../text/span.ts';
import { forgive, readParts } from './parse-expression.ts';
import type { Expression, Statement } from './syntax.ts';
import { damage, eachChild, type Part, spanOf, splitParts, type Walk } from './tree.ts';

/** `@a.b(c)`, which the grammar spells out instead of building an expression. */
export function readDecorator(walk: Walk): Expression {
  const parts = readParts(walk);
  let expression: Expression | undefined;
  for (const part of parts) {
    const start = expression?.span.start ?? part.start;
    const span = { start, end: part.end };
    if (part.arguments && expression) {
      const parentheses = spanOf(part);
      const closed = walk.text[part.end - 1] === ')';
      expression = { kind: 'call', callee: expression, arguments: part.arguments, parentheses, closed, span };
    } else if (part.name === 'VariableName' || part.name === 'PropertyName') {
      const name = walk.text.slice(part.start, part.end);
      expression = expression
        ? { kind: 'attribute', object: expression, name, nameSpan: spanOf(part), span }
        : { kind: 'name', name, span };
    } else if (part.expression && !expression) expression = part.expression;
  }
  return expression ?? { kind: 'error', span: { start: walk.cursor.from, end: walk.cursor.to } };
}

/** The items of a `with` from all its parts. */
export function readWithItems(parts: readonly Part[]): { context: Expression; target?: Expression }[] {
  const header = parts.filter((part) => !part.block && !['with', 'async', '(', ')', damage].includes(part.name));
  return splitParts(header, ',').flatMap((piece) => readWithItem(piece));
}

/** Parentheses around all items of a `with`; a tuple alone can't be a context manager. */
export function isGroup(name: string): boolean {
  return name === 'ParenthesizedExpression' || name === 'TupleExpression';
}

function readWithItem(piece: readonly Part[]): { context: Expression; target?: Expression }[] {
  const [context, target] = piece.flatMap((part) => part.expression ?? []);
  if (!context) return [];
  return [target && piece.some((part) => part.name === 'as') ? { context, target } : { context }];
}

/** `with (a as b, c):` is valid Python; the grammar stumbles at its `as`, and finds the body again. */
export function forgiveParentheses(walk: Walk, span: Span, parts: readonly Part[]): void {
  const end = parts.find((part) => part.block)?.start;
  if (end === undefined || !parts.some((part) => part.name === 'as')) return;
  const header = walk.text.slice(span.start, end);
  if (!/^(async\s+)?with\s*\(/.test(header) || !/\)\s*$/.test(header)) return;
  for (const error of walk.errors.filter((at) => at.start >= span.start && at.end <= end)) forgive(walk, error);
}

export function caughtName(walk: Walk, clause: readonly Part[]): { name?: string } {
  const as = clause.findIndex((part) => part.name === 'as');
  const name = as < 0 ? undefined : clause.slice(as).find((part) => part.name === 'VariableName');
  return name ? { name: walk.text.slice(name.start, name.end) } : {};
}

/** The names that a pattern binds: not the class of `Point(x=a)`, nor the value `Kind.open`. */
export function collectPatternNames(walk: Walk, names: string[]): void {
  const { name } = walk.cursor;
  if (name === 'VariableName') names.push(walk.text.slice(walk.cursor.from, walk.cursor.to));
  if (name === 'AttributePattern') return;
  eachChild(walk, (child) => {
    if (name !== 'ClassPattern' || child !== 'VariableName') collectPatternNames(walk, names);
  });
}

export function readScope(walk: Walk, span: Span): Statement {
  const names = readParts(walk).filter((part) => part.name === 'VariableName');
  return { kind: 'global', names: names.map((part) => walk.text.slice(part.start, part.end)), span };
}

export function readImport(walk: Walk, span: Span): Statement {
  const parts = readParts(walk);
  const at = parts.findIndex((part) => part.name === 'import');
  const named = parts.slice(at + 1).filter((part) => part.name !== '(' && part.name !== ')');
  const pieces = at < 0 ? [] : splitParts(named, ',');
  const names = pieces.map((piece) => {
    const [whole = [], alias = []] = splitParts(piece, 'as').map((side) => side.map((part) => source(walk, part)));
    return { name: whole.join(''), ...(alias[0] ? { alias: alias[0] } : {}) };
  });
  const known = names.filter((name) => name.name !== '');
  if (parts[0]?.name !== 'from') {
    return { kind: 'import', names: known.map(({ name, ...rest }) => ({ module: name, ...rest })), span };
  }
  const path = parts.slice(1, at < 0 ? parts.length : at).map((part) => source(walk, part));
  const joined = path.join('');
  const level = joined.length - joined.replace(/^\.+/, '').length;
  return { kind: 'from', module: joined.slice(level), level, names: known, span };
}

function source(walk: Walk, part: Part): string {
  return part.name === damage ? '' : walk.text.slice(part.start, part.end);
}
