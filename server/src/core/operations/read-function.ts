/** `upgrade()` and `downgrade()` as written, and how their author writes. */

import { decodeString } from '../python/string.ts';
import type { Expression, FunctionDefinition, Module, Statement } from '../python/syntax.ts';
import type { Value } from '../python/value.ts';
import type { MigrationFunction, Style } from './function.ts';

export function readFunction(module: Module, definition: FunctionDefinition): MigrationFunction {
  const { text } = module;
  const { statements } = definition.body;
  const docstring = docstringOf(text, statements[0]);
  const [first] = docstring === undefined ? statements : statements.slice(1);
  return {
    span: definition.span,
    nameSpan: definition.nameSpan,
    body: definition.body.span,
    indent: indentAt(text, definition.body.span.start) ?? `${indentAt(text, definition.span.start) ?? ''}    `,
    empty: statements.every(doesNothing),
    raises:
      first?.kind === 'raise' && first.value ? text.slice(first.value.span.start, first.value.span.end) : undefined,
    docstring,
  };
}

/** White space before an offset, where nothing else stands before it on its line. */
function indentAt(text: string, offset: number): string | undefined {
  const line = text.slice(Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1, offset);
  return /^[ \t]*$/.test(line) ? line : undefined;
}

/** `pass`, `...`, a docstring or a bare `return`. */
function doesNothing(statement: Statement): boolean {
  if (statement.kind === 'pass') return true;
  if (statement.kind === 'return') return statement.value === undefined || isNone(statement.value);
  if (statement.kind !== 'expression') return false;
  return statement.value.kind === 'string' || (statement.value.kind === 'constant' && statement.value.value === '...');
}

function isNone(value: Expression): boolean {
  return value.kind === 'constant' && value.value === null;
}

function docstringOf(text: string, statement: Statement | undefined): string | undefined {
  if (statement?.kind !== 'expression' || statement.value.kind !== 'string') return undefined;
  const { parts, span } = statement.value;
  if (parts.some((part) => part.prefix.includes('f'))) return undefined;
  return decodeString(text, parts, span, () => ({ kind: 'string', value: '', span, segments: [], holes: [] })).value;
}

export function readStyle(module: Module, names: ReadonlyMap<string, Value>, indent: string | undefined): Style {
  const { text } = module;
  const bound = (path: string) =>
    [...names].find(([, value]) => value.kind === 'reference' && value.path === path)?.[0];
  const quotes = text.match(/(?<=[(,=[{ \t])(?:"(?!"")|'(?!''))/g) ?? [];
  const single = quotes.filter((quote) => quote === "'").length;
  return {
    op: bound('alembic.op'),
    sa: bound('sqlalchemy'),
    quote: single > quotes.length / 2 ? "'" : '"',
    indent: indent || '    ',
    newline: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
