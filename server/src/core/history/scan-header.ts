/**
 * Headers as Alembic's templates write them, without a syntax tree: a graph of thousands of files is ready at once. Line
 * by line only what is sure to be simple is taken; at any doubt the answer is none, and the file is parsed instead.
 */

import type { Located, Span } from '../text/span.ts';
import { readDescription } from './description.ts';
import type { RevisionHeader } from './header.ts';
import { mayBindLater } from './header-text.ts';
import { illegalIdMessage } from './illegal-id.ts';

/** What a variable is set to: `None`, a string, or a tuple or list of strings. */
interface PlainList {
  readonly items: readonly Located<string>[];
  /** The whole value. */
  readonly span: Span;
}

/** The header of a text that is written plainly up to its first definition; undefined for any other. */
export function scanHeader(text: string): RevisionHeader | undefined {
  // Ends of lines, pages and the joining of lines are the parser's business.
  if (/[\r\f\0]/.test(text)) return undefined;
  const found = new Map<string, PlainList>();
  let docstring: string | undefined;
  let at = 0;
  for (let first = true; !matches(definition, text, at); ) {
    const after = endOf(empty, text, at);
    if (after !== undefined) {
      at = after;
      continue;
    }
    const next = readVariable(text, at, found) ?? readOther(text, at) ?? (first ? readDocstring(text, at) : undefined);
    if (next === undefined) return undefined;
    if (typeof next === 'object') docstring = next.docstring;
    at = typeof next === 'object' ? next.end : next;
    first = false;
  }
  const down = found.get('down_revision');
  const revision = found.get('revision');
  const [id, ...others] = revision?.items ?? [];
  const isOne = id !== undefined && others.length === 0 && id.span.start === revision?.span.start;
  if (!isOne || down === undefined || illegalIdMessage(id.value) !== undefined) return undefined;
  if (mayBindLater(text.slice(at))) return undefined;
  return {
    state: 'ok',
    revision: id,
    down: down.items,
    downSpan: down.span,
    dependsOn: found.get('depends_on')?.items ?? [],
    branchLabels: found.get('branch_labels')?.items ?? [],
    ...readDescription(docstring ?? ''),
    problems: [],
  };
}

const variables = 'revision|down_revision|branch_labels|depends_on';
const keywords =
  'False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|' +
  'import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield';
/** Neither a keyword nor one of the four variables. */
const name = `(?!(?:${keywords}|${variables})\\b)[A-Za-z_]\\w*`;
const dotted = `${name}(?:\\.${name})*`;
const parameter = `(?:${name}|None)`;
const type = `${parameter}(?:\\[${parameter}(?:\\[${parameter}(?:, ${parameter})*\\])?(?:, ${parameter}(?:\\[${parameter}\\])?)*\\])?`;
/** What may follow a statement on its line. */
const rest = '[ \\t]*(?:#[^\\n]*)?\\n';

const empty = new RegExp(rest, 'y');
const definition = /(?:async[ \t]+def|def|class)[ \t]|@/y;
const variable = new RegExp(`(${variables})(?:: ${type}(?: \\| ${type})*)?[ \\t]*=[ \\t]*(?=["'(\\[N])`, 'y');
const imported = `${name}(?: as ${name})?`;
const list = `${imported}(?:, ${imported})*`;
const lines = `\\(\\s*${imported}(?:,\\s*${imported})*,?\\s*\\)`;
const moduleImport = new RegExp(
  `import ${dotted}(?: as ${name})?(?:, ${dotted}(?: as ${name})?)*${rest}|from (?:\\.*${dotted}|\\.+) import (?:${list}|${lines})${rest}`,
  'y',
);
const none = /None(?=[ \t\n#])/y;
/** Neither empty nor with escapes. */
const literal = `"([^"\\\\\\n]+)"|'([^'\\\\\\n]+)'`;
const string = new RegExp(literal, 'y');
/** Constants and loggers for the functions below. */
const otherVariable = new RegExp(
  `${name}(?:: ${type})? = (?:${literal}|[1-9][0-9]*|${dotted}\\((?:__name__)?\\))${rest}`,
  'y',
);
const space = /[ \t\n]*/y;

function readVariable(text: string, at: number, found: Map<string, PlainList>): number | undefined {
  const match = matches(variable, text, at);
  const key = match?.[1];
  // A second value replaces the first in ways that the parser knows.
  if (key === undefined || found.has(key)) return undefined;
  const value = readValue(text, variable.lastIndex);
  if (value === undefined) return undefined;
  found.set(key, value);
  return endOf(empty, text, value.span.end);
}

function readValue(text: string, start: number): PlainList | undefined {
  const after = endOf(none, text, start);
  if (after !== undefined) return { items: [], span: { start, end: after } };
  const open = text[start];
  if (open === '(' || open === '[') return readSequence(text, start, open === '(' ? ')' : ']');
  const item = readString(text, start);
  return item && { items: [item], span: item.span };
}

/** A tuple or list of at least one string; one string in parentheses is no tuple. */
function readSequence(text: string, start: number, close: string): PlainList | undefined {
  const items: Located<string>[] = [];
  let commas = 0;
  let at = endOf(space, text, start + 1) ?? start;
  while (text[at] !== close) {
    if (items.length > commas) return undefined;
    const item = readString(text, at);
    if (item === undefined) return undefined;
    items.push(item);
    at = endOf(space, text, item.span.end) ?? at;
    if (text[at] !== ',') continue;
    commas++;
    at = endOf(space, text, at + 1) ?? at;
  }
  if (items.length === 0 || (close === ')' && commas === 0)) return undefined;
  return { items, span: { start, end: at + 1 } };
}

function readString(text: string, start: number): Located<string> | undefined {
  const match = matches(string, text, start);
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? undefined : { value, span: { start, end: string.lastIndex } };
}

function readOther(text: string, at: number): number | undefined {
  return endOf(moduleImport, text, at) ?? endOf(otherVariable, text, at);
}

function readDocstring(text: string, at: number): { readonly docstring: string; readonly end: number } | undefined {
  const mark = text.slice(at, at + 3);
  if ((mark !== '"""' && mark !== "'''") || text[at + 3] === mark[0]) return undefined;
  const close = text.indexOf(mark, at + 3);
  const docstring = text.slice(at + 3, close);
  const end = close < 0 || docstring.includes('\\') ? undefined : endOf(empty, text, close + 3);
  return end === undefined ? undefined : { docstring: docstring.trim(), end };
}

function matches(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
