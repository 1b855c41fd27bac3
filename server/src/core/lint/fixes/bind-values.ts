/** Values that are written into the text of a statement, bound to it instead. */

import type { Operation, WrittenSql } from '../../operations/operation.ts';
import { sourceSpan } from '../../sql/positions.ts';
import { scanSql, type Token } from '../../sql/tokens.ts';
import { valueColumn } from '../../sql/value-column.ts';
import { type Edit, replacement } from '../../text/edit.ts';
import { contains, type Span, slice } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { stringAt } from './code.ts';
import { edited, inOrder } from './statement.ts';

type Hole = WrittenSql['text']['holes'][number];

/** A hole as it stands in the Python source: what is replaced, and the expression that gives the value. */
interface Place {
  readonly span: Span;
  readonly expression: string;
  /** The closing quote that the replacement must keep, where the string ends with the value. */
  readonly quote: string;
}

/**
 * All values of f-strings, of strings that are filled in and of those that are added up, through `bindparams`; nothing where
 * one of them may be more than a value, or where the statement can have no parameters.
 */
export function bindValues(
  { migration }: RuleContext,
  operation: Operation,
  { text: sql, style }: WrittenSql,
  holes: readonly Hole[],
): readonly Fix[] {
  const { text } = migration;
  const { origin } = operation;
  const [statement] = inOrder(origin.call);
  if (style !== 'text' || origin.kind !== 'sql' || origin.count > 1 || statement === undefined) return [];
  if (!['update', 'delete', 'insert', 'select'].includes(operation.kind)) return [];
  const value = statement.valueSpan;
  const tokens = scanSql(sql.value).filter(({ kind }) => kind !== 'comment');
  const columns = operation.kind === 'insert' ? operation.columns : undefined;
  const names = new Map<string, string | undefined>(bindsOf(tokens).map((name) => [name, undefined]));
  const filling = fillingOf(text, sql, holes);
  const edits: Edit[] = filling === undefined ? [] : [replacement(filling, '')];
  for (const hole of holes) {
    const index = tokens.findIndex(({ end }) => end > hole.at);
    const place = isValue(tokens, index, hole, columns) ? placeOf(text, sql, hole, value, filling) : undefined;
    if (place === undefined) return [];
    const name = nameFor(place.expression, valueColumn(tokens, index, columns), names);
    names.set(name, place.expression);
    edits.push(replacement(place.span, apart(text, place.span, `:${name}`) + place.quote));
  }
  const call = calling(withoutIdleF(edited(text, value, edits)), migration.style.sa);
  if (call === undefined) return [];
  const given = [...names].flatMap(([name, expression]) => (expression === undefined ? [] : [`${name}=${expression}`]));
  const title = holes.length === 1 ? 'Bind the value' : 'Bind the values';
  return [{ title, preferred: true, edits: [replacement(value, `${call}.bindparams(${given.join(', ')})`)] }];
}

/** The words before and behind belong to the statement: `'{x}'WHERE` has no blank between. */
function apart(text: string, { start, end }: Span, bind: string): string {
  const [before = '', after = ''] = [text[start - 1], text[end]];
  return `${/\w/.test(before) ? ' ' : ''}${bind}${/\w/.test(after) ? ' ' : ''}`;
}

/** Whether a parameter may stand there: one whole value, and no list of them. */
function isValue(
  tokens: readonly Token[],
  index: number,
  { at, length }: Hole,
  columns: readonly string[] | undefined,
): boolean {
  const [before, token, after] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (token === undefined || before === undefined) return false;
  const quotes = token.kind === 'string' ? 1 : 0;
  // More of a text than the value, or a cast right behind it, which `text()` would take for a part of the name.
  if (token.start !== at - quotes || token.end !== at + length + quotes) return false;
  if (after?.text === '::' && after.start === token.end) return false;
  if (['is', 'values', 'then', 'else', 'between'].includes(before.text)) return false;
  if (before.text !== ',' && before.text !== '(') return true;
  if (columns !== undefined) return valueColumn(tokens, index, columns) !== undefined;
  // A hole that is the whole list may be several values.
  return before.text === ',' || after?.text !== ')';
}

/** What fills the placeholders of a string, `.format(…)` or `% …`, where every one of them is a value to bind. */
function fillingOf(text: string, sql: WrittenSql['text'], holes: readonly Hole[]): Span | undefined {
  const last = Math.max(...sql.segments.map(({ span }) => span.end));
  const [, closing = '', how] =
    /^((?:"{3}|'{3}|["'])(?:\s*\))?)\s*(\.format\(|%)/.exec(text.slice(last, sql.span.end)) ?? [];
  if (how === undefined || holes.length !== sql.holes.length) return undefined;
  const filling = { start: last + closing.length, end: sql.span.end };
  const marks = text.slice(sql.span.start, last).match(how === '%' ? /%/g : /[{}]/g) ?? [];
  const isWhole = marks.length === holes.length * (how === '%' ? 1 : 2);
  return isWhole && holes.every(({ unknown }) => contains(filling, unknown.span)) ? filling : undefined;
}

function placeOf(
  text: string,
  sql: WrittenSql['text'],
  hole: Hole,
  value: Span,
  filling: Span | undefined,
): Place | undefined {
  const segment = sql.segments.find(({ at, length }) => at === hole.at && length === hole.length);
  if (segment === undefined || !contains(value, segment.span)) return undefined;
  const written = slice(text, segment.span);
  const isQuoted = sql.value[hole.at - 1] === "'";
  const [start, end] = isQuoted ? [hole.at - 1, hole.at + hole.length + 1] : [hole.at, hole.at + hole.length];
  if (filling !== undefined) {
    const span = sourceSpan(sql.segments, start, end);
    const isPlain = /^(?:%(?:\(\w+\))?[sd]|\{\w*\})$/.test(written);
    if (!isPlain || span === undefined) return undefined;
    return { span, expression: slice(text, hole.unknown.span), quote: '' };
  }
  const inside = /^\{([^{}]*)\}$/.exec(written)?.[1];
  if (inside !== undefined) {
    const span = sourceSpan(sql.segments, start, end);
    const isF = /f/i.test(stringAt(text, segment.span.start)?.prefix ?? '');
    // A format or a conversion makes another value of it.
    if (!isF || span === undefined || /![rsa]$|:|=$/.test(inside.replaceAll(/\[[^\]]*\]|\([^)]*\)/g, '')))
      return undefined;
    return /^(\\?')?\{[^{}]*\}(\\?')?$/.test(slice(text, span))
      ? { span, expression: inside.trim(), quote: '' }
      : undefined;
  }
  return added(text, sql, hole, segment.span, isQuoted);
}

/** `"… = '" + value + "' …"`. */
function added(
  text: string,
  { segments, value }: WrittenSql['text'],
  hole: Hole,
  at: Span,
  isQuoted: boolean,
): Place | undefined {
  const quote = isQuoted ? 1 : 0;
  const before = sourceSpan(segments, hole.at - 1, hole.at);
  const isLast = hole.at + hole.length >= value.length;
  const after = isLast ? undefined : sourceSpan(segments, hole.at + hole.length, hole.at + hole.length + 1);
  if (before === undefined || (after === undefined && !isLast)) return undefined;
  const span = {
    start: quote ? before.start : before.end,
    end: after === undefined ? at.end : quote ? after.end : after.start,
  };
  const [head, tail] = [text.slice(span.start, at.start), text.slice(at.end, span.end)];
  const open = /^(?:\\?')?("""|'''|["'])\s*\+\s*\(?$/.exec(head);
  const close = /^\)?\s*\+\s*("""|'''|["'])(?:\\?')?$/.exec(tail);
  if (open === null || (close === null && !isLast) || (close !== null && close[1] !== open[1])) return undefined;
  const prefix = stringAt(text, before.start)?.prefix;
  const others = after === undefined ? prefix : stringAt(text, after.start)?.prefix;
  const written = slice(text, at);
  if (prefix !== '' || others !== '' || /^repr\(/.test(written)) return undefined;
  // It was made a text only to be added.
  const inner = /^str\(([\s\S]*)\)$/.exec(written)?.[1];
  const expression = inner === hole.unknown.source ? inner : written;
  return { span, expression, quote: isLast ? (open[1] ?? '') : '' };
}

/** Names that the statement binds already. */
function bindsOf(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap(({ kind, text, start }, i) => {
    const colon = tokens[i - 1];
    return kind === 'word' && colon?.text === ':' && colon.end === start ? [text] : [];
  });
}

/** Named after the column, else after the last name in the expression; two values never share a name. */
function nameFor(
  expression: string,
  column: string | undefined,
  names: ReadonlyMap<string, string | undefined>,
): string {
  const wanted = column ?? expression.match(/[A-Za-z_]\w*/g)?.at(-1) ?? 'value';
  const plain = /^[a-z_]\w*$/i.test(wanted) && !keywords.has(wanted) ? wanted : 'value';
  for (let number = 1; ; number++) {
    const name = number === 1 ? plain : `${plain}_${number}`;
    if (!names.has(name) || names.get(name) === expression) return name;
  }
}

const keywords: ReadonlySet<string> = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if
   import in is lambda nonlocal not or pass raise return self try while with yield`.split(/\s+/),
);

/** Literals lose their `f` where nothing is left for it to fill in. */
function withoutIdleF(code: string): string {
  return code.replace(
    /(?<![\w"'])[fF]((?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))/g,
    (whole, string: string) => (/[{}]/.test(string) ? whole : string),
  );
}

/** The statement as a call that binds: `sa.text("…")` around a string, one that is there as it is. */
function calling(code: string, sa: string | undefined): string | undefined {
  if (/^([\w.]+\.)?text\([\s\S]*\)$/.test(code)) return code;
  if (sa === undefined || !/^\(?\s*[a-zA-Z]{0,2}["'][\s\S]*["']\s*\)?$/.test(code)) return undefined;
  return `${sa}.text(${code.replace(/^\(([\s\S]*)\)$/, '$1')})`;
}
