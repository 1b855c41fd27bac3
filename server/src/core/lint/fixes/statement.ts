/** Changes of one Python statement: its arguments, its indentation, lines before and after it. */

import type { Migration } from '../../history/migration.ts';
import type { ArgumentSite, CallSite } from '../../operations/operation.ts';
import { applyEdits, type Edit, insertion, replacement } from '../../text/edit.ts';
import { type Span, slice } from '../../text/span.ts';

/** Whether the call is whole and all there is on its lines, so that the statement can be wrapped or moved. */
export function standsAlone(text: string, call: CallSite): boolean {
  const before = text.slice(call.statement.start, call.span.start);
  const after = text.slice(call.span.end, call.statement.end);
  return call.alone && text[call.close] === ')' && before.trim() === '' && /^[ \t]*(#.*)?$/.test(after);
}

/** The statement after edits whose spans are those of the file. */
export function edited(text: string, statement: Span, edits: readonly Edit[]): string {
  const shifted = edits.map(({ span, newText }) =>
    replacement({ start: span.start - statement.start, end: span.end - statement.start }, newText),
  );
  return applyEdits(slice(text, statement), shifted);
}

/** Sets `name=value`, as the last argument where the call has none of that name. */
export function setArgument(text: string, call: CallSite, name: string, value: string): readonly Edit[] {
  return setArguments(text, call, [[name, value]]);
}

/** The same for several; new ones get lines of their own where the last argument has one. */
export function setArguments(
  text: string,
  call: CallSite,
  values: readonly (readonly [name: string, value: string])[],
): readonly Edit[] {
  const changed = values.flatMap(([name, value]) => {
    const given = call.arguments.get(name);
    return given === undefined ? [] : [replacement(given.valueSpan, value)];
  });
  const added = values.filter(([name]) => !call.arguments.has(name)).map(([name, value]) => `${name}=${value}`);
  return added.length === 0 ? changed : [...changed, ...append(text, call, added)];
}

function append(text: string, call: CallSite, added: readonly string[]): readonly Edit[] {
  const all = inOrder(call);
  const last = all.at(-1);
  if (last === undefined) return [insertion(call.close, added.join(', '))];
  const lineOfClose = startOfLine(text, call.close);
  const before = text.slice(startOfLine(text, last.span.start), last.span.start);
  if (lineOfClose <= last.span.end || before.trim() !== '') {
    return [insertion(last.span.end, added.map((each) => `, ${each}`).join(''))];
  }
  const newline = text[lineOfClose - 2] === '\r' ? '\r\n' : '\n';
  const lines = added.map((each) => before + each).join(`,${newline}`);
  if (call.trailingComma) return [insertion(lineOfClose, `${lines},${newline}`)];
  return [insertion(last.span.end, ','), insertion(lineOfClose, lines + newline)];
}

/** Takes arguments away, with their commas. */
export function removeArguments(call: CallSite, names: readonly string[]): readonly Edit[] {
  const all = inOrder(call);
  const gone = new Set(names.map((name) => call.arguments.get(name)));
  return all.flatMap((site, i) => {
    if (!gone.has(site)) return [];
    const next = all[i + 1];
    const kept = all.slice(0, i).findLast((each) => !gone.has(each));
    const isTail = all.slice(i).every((each) => gone.has(each));
    if (next !== undefined && !(isTail && kept !== undefined)) {
      return [replacement({ start: site.span.start, end: next.span.start }, '')];
    }
    const previous = isTail ? all[i - 1] : undefined;
    return [replacement({ start: previous?.span.end ?? site.span.start, end: site.span.end }, '')];
  });
}

/** What the argument at a place is called in the call's site. */
export function argumentAt(call: CallSite, at: Span): string | undefined {
  return [...call.arguments].find(([, { valueSpan }]) => valueSpan.start === at.start && valueSpan.end === at.end)?.[0];
}

export function inOrder(call: CallSite): readonly ArgumentSite[] {
  return [...call.arguments.values()].sort((a, b) => a.span.start - b.span.start);
}

/** White space at the beginning of the line that holds the offset. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** Code moved to another indentation; lines inside a string over several lines stay as they are. */
export function reindent(code: string, from: string, to: string): string {
  const starts = new Set(linesOutsideStrings(code));
  let offset = 0;
  return code
    .split('\n')
    .map((line) => {
      const movable = starts.has(offset) && line.trim() !== '' && line.startsWith(from);
      offset += line.length + 1;
      return movable ? to + line.slice(from.length) : line;
    })
    .join('\n');
}

/** Offsets of lines that begin outside strings. */
export function linesOutsideStrings(code: string): readonly number[] {
  const starts = [0];
  const token = /#[^\n]*|("""|''')[\s\S]*?(?:(?<!\\)\1|$)|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|\n/g;
  for (const match of code.matchAll(token)) {
    if (match[0] === '\n') starts.push(match.index + 1);
  }
  return starts;
}

/** Lines before and after a statement (or a block), at its indentation. */
export function around(
  { text, style }: Migration,
  place: { readonly statement: Span; readonly indent: string },
  before: readonly string[],
  after: readonly string[],
): readonly Edit[] {
  const { statement, indent } = place;
  const above = before.map((line) => indent + line + style.newline).join('');
  const below = after.map((line) => style.newline + indent + line).join('');
  const end = endOfLine(text, statement.end);
  return [
    ...(above === '' ? [] : [insertion(startOfLine(text, statement.start), above)]),
    ...(below === '' ? [] : [insertion(end, below)]),
  ];
}

export function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Offset of the line's end, without its line break. */
export function endOfLine(text: string, offset: number): number {
  const next = text.indexOf('\n', offset);
  if (next < 0) return text.length;
  return text[next - 1] === '\r' ? next - 1 : next;
}
