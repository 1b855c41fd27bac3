/**
 * What Python would run, written so that two texts compare: comments, docstrings, annotations, layout, parentheses and
 * the way strings are quoted or joined do not count.
 */

import { type Span, slice } from '../text/span.ts';
import { computedString, decodeString } from './string.ts';
import type { Expression, Module, Statement } from './syntax.ts';

/** The same for two statements exactly if they do the same. */
export function normalForm(statement: Statement, module: Module): string {
  return JSON.stringify(shape(statement, module));
}

/** The statements of a body without its docstring. */
export function withoutDocstring(statements: readonly Statement[]): readonly Statement[] {
  const [first, ...rest] = statements;
  return first?.kind === 'expression' && first.value.kind === 'string' ? rest : statements;
}

/** Where something stands, or only what a reader of the code needs. */
const passedOver = new Set(['span', 'nameSpan', 'valueSpan', 'parentheses', 'closed', 'annotation']);
/** The tree keeps less of them than Python sees. */
const asWritten = new Set(['error', 'other', 'match', 'try', 'class']);

function shape(node: unknown, module: Module): unknown {
  if (Array.isArray(node)) return node.map((each) => shape(each, module));
  if (typeof node !== 'object' || node === null) return node;
  if (isNode(node)) {
    if (asWritten.has(node.kind)) return words(node.span, module);
    if (node.kind === 'string') return stringShape(node, module);
    if (node.kind === 'annotated' && node.value) {
      return { kind: 'assign', targets: [shape(node.target, module)], value: shape(node.value, module) };
    }
  }
  const entries = Object.entries(node).filter(([key, value]) => !passedOver.has(key) && value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, shape(bodyOf(key, value), module)]));
}

function isNode(node: object): node is Statement | Expression {
  return 'kind' in node && 'span' in node;
}

/** A body that holds nothing but its docstring does what `pass` does. */
function bodyOf(key: string, value: unknown): unknown {
  if (key !== 'statements' || !Array.isArray(value)) return value;
  const statements = withoutDocstring(value).filter(({ kind }) => kind !== 'pass');
  return statements.length === 0 ? [] : statements;
}

function stringShape({ parts, span }: Extract<Expression, { kind: 'string' }>, module: Module): unknown {
  const kinds = parts.map(({ prefix }) => prefix.replace(/[ru]/, ''));
  if (kinds.some((kind) => kind.includes('f'))) {
    return parts.map(({ content, prefix }) => ({ string: slice(module.text, content), prefix }));
  }
  const { value } = decodeString(module.text, parts, span, () => computedString('', span));
  return { string: value, bytes: kinds[0] === 'b' };
}

/** The source without comments and line breaks. */
function words(span: Span, { text, comments }: Module): string {
  let source = '';
  let at = span.start;
  for (const comment of comments) {
    if (comment.start < at || comment.end > span.end) continue;
    source += text.slice(at, comment.start);
    at = comment.end;
  }
  return (source + text.slice(at, span.end)).replaceAll(/\s+/g, ' ').trim();
}
