/**
 * SQL of a migration made readable for PostgreSQL's grammar, character by character, so that every offset stays: bind
 * parameters become `$1`, and what is only known at run time becomes a name that no author writes.
 */

import { scanSql, type Token } from './tokens.ts';

/** `text` goes through `sqlalchemy.text()`, where `:name` binds; `driver` reaches the driver as it is, with `%s`. */
export type PlaceholderStyle = 'text' | 'driver';

/** Where a part of the text is only known at run time. */
export interface HoleRange {
  readonly at: number;
  readonly length: number;
}

export interface Bind {
  /** What stands for it in the masked text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

export interface MaskedSql {
  readonly text: string;
  readonly binds: readonly Bind[];
  /** Names that `text()` takes for binds although they stand in a literal, name or comment: they break the statement. */
  readonly quotedBinds: readonly Bind[];
}

/** What is written for a hole; PostgreSQL's grammar takes each in places of its own. */
export type HoleFill = 'name' | 'literal' | 'number' | 'nothing';

export interface Fill {
  readonly bind: 'parameter' | 'literal';
  /** By the hole's index; a name where nothing is said. */
  readonly holes: readonly HoleFill[];
}

/** The text with binds and holes replaced, at its old length. */
export function maskSql(sql: string, style: PlaceholderStyle, holes: readonly HoleRange[], fill: Fill): MaskedSql {
  const inert = fillHoles(sql, holes, []);
  const isProtected = protection(scanSql(inert));
  const found = [...inert.matchAll(bindPatterns[style])].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    name: withoutMarks(match[1] ?? ''),
    quoted: isProtected(match.index),
  }));
  const binds = found.filter(({ quoted }) => !quoted).map((bind) => placeBind(inert, bind));
  const escapes = [...inert.matchAll(escapePatterns[style])].filter((match) => !isProtected(match.index));
  const filled = fillHoles(sql, holes, fill.holes, isProtected);
  const text = replaceAll(filled, [
    ...binds.map((bind) => ({ ...bind, by: bindText(bind.end - bind.start, bind.list, fill) })),
    ...escapes.map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      by: escapeText(match[0]),
    })),
  ]);
  return {
    text,
    binds: binds.map(({ start, end, name }) => ({ start, end, name })),
    quotedBinds: found.filter(({ quoted }) => quoted).map(({ start, end, name }) => ({ start, end, name })),
  };
}

/** The index of the hole whose name-fill the text holds, if it holds one. */
export function holeIn(text: string): number | undefined {
  const mark = /[\ue000-\uf8ff]/.exec(text);
  return mark ? mark[0].charCodeAt(0) - firstMark : undefined;
}

/** The text with an ellipsis where it holds marks. */
export function withoutMarks(text: string): string {
  return text.replaceAll(/[\ue000-\uf8ff]+/g, '…');
}

/** SQL as the server receives it: `text()` takes the backslash of `\:` away, drivers halve `%%`. */
export function unescapeSql(sql: string, style: PlaceholderStyle): string {
  return style === 'text' ? sql.replaceAll(/\\(:[\p{L}\p{N}_]*)(?![:\p{L}\p{N}_])/gu, '$1') : sql.replaceAll('%%', '%');
}

/** The private use area: letters to PostgreSQL, and in nobody's SQL. One mark per hole, so that a name tells its hole. */
const firstMark = 0xe000;
const marks = 0xf8ff - firstMark + 1;

/**
 * SQLAlchemy's own pattern: no colon, word character or backslash before, no colon or word character after. So neither
 * `::int`, `12:30`, `a[1:2]` nor `:lock::jsonb` are binds.
 */
const bindPatterns = {
  text: /(?<![:\p{L}\p{N}_\\\ue000-\uf8ff]):([\p{L}\p{N}_\ue000-\uf8ff]+)(?![:\p{L}\p{N}_])/gu,
  driver: /(?<!%)(?:%%)*%(?:\(([^)]*)\))?s/g,
} as const;

const escapePatterns = { text: /(?:\\:)+/g, driver: /%%/g } as const;

function escapeText(written: string): string {
  if (written === '%%') return '% ';
  const colons = written.length / 2;
  return ' '.repeat(colons) + ':'.repeat(colons);
}

/** Whether an offset lies in a literal, a quoted name or a comment, where the grammar needs no help. */
function protection(tokens: readonly Token[]): (at: number) => boolean {
  const ranges = tokens.filter(({ kind }) => kind === 'string' || kind === 'quoted' || kind === 'comment');
  return (at) => {
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranges[middle]?.end ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return (ranges[low]?.start ?? Number.POSITIVE_INFINITY) <= at;
  };
}

interface PlacedBind extends Bind {
  /** After IN without parentheses, which SQLAlchemy and drivers expand to a list in parentheses. */
  readonly list: boolean;
}

function placeBind(sql: string, bind: Bind): PlacedBind {
  // Escaped percent signs before `%s` belong to the match, since they decide whether it is a bind.
  const start = bind.start + (/^(?:%%)*/.exec(sql.slice(bind.start, bind.end))?.[0].length ?? 0);
  const list = /(?<![\p{L}\p{N}_$"])in\s+$/iu.test(sql.slice(Math.max(0, start - 40), start));
  return { name: bind.name, start: list ? start - 1 : start, end: bind.end, list };
}

function bindText(length: number, list: boolean, fill: Fill): string {
  const value = fill.bind === 'literal' ? "''" : '$1';
  // The shortest bind is two characters, and the space before a list makes three.
  const written = !list ? value : length > 3 ? `(${value})` : '(1)';
  return written.padEnd(length);
}

function fillHoles(
  sql: string,
  holes: readonly HoleRange[],
  fills: readonly HoleFill[],
  isProtected: (at: number) => boolean = () => false,
): string {
  return replaceAll(
    sql,
    holes.map(({ at, length }, index) => {
      const mark = String.fromCharCode(firstMark + (index % marks)).repeat(length);
      return { start: at, end: at + length, by: isProtected(at) ? mark : holeText(mark, fills[index] ?? 'name') };
    }),
  );
}

function holeText(mark: string, kind: HoleFill): string {
  if (kind === 'nothing') return ' '.repeat(mark.length);
  if (kind === 'number') return '1'.repeat(mark.length);
  return kind === 'literal' && mark.length > 1 ? `'${mark.slice(2)}'` : mark;
}

function replaceAll(
  text: string,
  replacements: readonly { readonly start: number; readonly end: number; readonly by: string }[],
): string {
  let result = '';
  let done = 0;
  for (const { start, end, by } of [...replacements].sort((a, b) => a.start - b.start)) {
    if (start < done) continue;
    result += text.slice(done, start) + by;
    done = end;
  }
  return result + text.slice(done);
}
