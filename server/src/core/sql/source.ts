/**
 * One parsed statement with its text: the grammar's tree says what is meant, the tokens say where it stands. Offsets are
 * UTF-16 units of the whole text that the statement comes from.
 */

import type { Node } from '@pgsql/types';
import { type Bind, type HoleRange, holeIn, type PlaceholderStyle } from './mask.ts';
import type { Token } from './tokens.ts';

export interface StatementSource {
  readonly node: Node;
  /** The whole text as the author wrote it. */
  readonly sql: string;
  readonly style: PlaceholderStyle;
  /** The statement, without white space, comments and semicolon around it. */
  readonly start: number;
  readonly end: number;
  /** Of the statement alone and of the masked text, without comments. */
  readonly tokens: readonly Token[];
  /** What the comments in and beside the statement say. */
  readonly comments: readonly string[];
  readonly binds: readonly Bind[];
  readonly holes: readonly HoleRange[];
  /** Some holes were left out to make it readable: what they add to the statement is unknown. */
  readonly partial: boolean;
  /** The offset of a location of the tree, which counts bytes; the grammar leaves a zero out. */
  offset(location: number | undefined): number;
}

/** Index of the token that holds the offset, else of the next one; the number of tokens when there is none. */
export function tokenIndex(source: StatementSource, offset: number): number {
  let low = 0;
  let high = source.tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((source.tokens[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The name of the bind that stands at the offset. */
export function bindAt(source: StatementSource, offset: number): string | undefined {
  return source.binds.find(({ start, end }) => start <= offset && offset < end)?.name;
}

/** The index of the hole that the offset lies in. */
export function holeAt(source: StatementSource, offset: number): number | undefined {
  const index = source.holes.findIndex(({ at, length }) => at <= offset && offset < at + length);
  return index < 0 ? undefined : index;
}

/** The index of the first hole that touches the range. */
export function holeWithin(source: StatementSource, start: number, end: number): number | undefined {
  const index = source.holes.findIndex(({ at, length }) => at < end && start < at + length);
  return index < 0 ? undefined : index;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The first place at or after `from` where these words follow one another, in lower case; on the given depth only, when
 * one is given.
 */
export function findWords(
  source: StatementSource,
  from: number,
  words: readonly string[],
  depth?: number,
): Range | undefined {
  const { tokens } = source;
  for (let i = tokenIndex(source, from); i < tokens.length; i++) {
    const first = tokens[i];
    if (first === undefined || (depth !== undefined && first.depth !== depth)) continue;
    if (!words.every((word, k) => tokens[i + k]?.text === word)) continue;
    return { start: first.start, end: tokens[i + words.length - 1]?.end ?? first.end };
  }
  return undefined;
}

/** The first place at or after `from` where a dotted name stands, e.g. `"S" . t` for S and t; undefined when it doesn't. */
export function findName(source: StatementSource, from: number, parts: readonly string[]): Range | undefined {
  const { tokens } = source;
  for (let i = tokenIndex(source, from); i < tokens.length; i++) {
    const first = tokens[i];
    if (first === undefined || !parts.every((part, k) => isPart(tokens, i + 2 * k, part, k > 0))) continue;
    return { start: first.start, end: tokens[i + 2 * (parts.length - 1)]?.end ?? first.end };
  }
  return undefined;
}

/** The identifier a token stands for; undefined for other tokens. */
export function nameOf(token: Token): string | undefined {
  if (token.kind === 'word') return token.text;
  return token.kind === 'quoted' ? token.text.slice(1, -1).replaceAll('""', '"') : undefined;
}

/** A name at the offset with the dotted parts that follow it: `"S".t` for the offset of `"S"`. */
export function dottedName(source: StatementSource, offset: number): Range {
  const first = tokenIndex(source, offset);
  let last = first;
  while (source.tokens[last + 1]?.text === '.' && source.tokens[last + 2] !== undefined) last += 2;
  const start = source.tokens[first]?.start ?? source.end;
  return { start, end: source.tokens[last]?.end ?? source.end };
}

/** The token at or after the offset. */
export function tokenAt(source: StatementSource, offset: number): Token | undefined {
  return source.tokens[tokenIndex(source, offset)];
}

/**
 * From the token at `from` to before a comma, a closing bracket or one of the words, on the depth it began on; to the end
 * of the statement otherwise. The first token never ends it.
 */
export function extent(source: StatementSource, from: number, stops: readonly string[] = []): Range {
  const { tokens } = source;
  const first = tokenIndex(source, from);
  const depth = tokens[first]?.depth ?? 0;
  let last = first;
  for (let i = first + 1; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined || token.depth < depth) break;
    if (token.depth === depth && (isStop(token) || (token.kind === 'word' && stops.includes(token.text)))) break;
    last = i;
  }
  return { start: tokens[first]?.start ?? source.end, end: tokens[last]?.end ?? source.end };
}

/** The same, but to before an offset. */
export function extentBefore(source: StatementSource, from: number, before: number): Range {
  const range = extent(source, from);
  if (range.end <= before) return range;
  const last = source.tokens[tokenIndex(source, before) - 1];
  return { start: range.start, end: Math.max(last?.end ?? range.start, range.start) };
}

/** What stands in the first pair of parentheses at or after `from`. */
export function parenthesised(source: StatementSource, from: number): Range | undefined {
  const { tokens } = source;
  for (let i = tokenIndex(source, from); i < tokens.length; i++) {
    const open = tokens[i];
    if (open?.text !== '(') continue;
    const close = tokens.slice(i + 1).find((token) => token.text === ')' && token.depth === open.depth);
    const first = tokens[i + 1];
    if (first === undefined || close === undefined) return undefined;
    const last = tokens[tokenIndex(source, close.start) - 1] ?? first;
    return first === close ? { start: open.end, end: open.end } : { start: first.start, end: last.end };
  }
  return undefined;
}

/** Whether the name stands for something that is only known at run time. */
export function isHole(name: string | undefined): boolean {
  return name !== undefined && holeIn(name) !== undefined;
}

/**
 * Whether a hole may hold more than the grammar was told: an alias, or the end of a statement without WHERE, may turn out
 * to be the WHERE itself.
 */
export function mayHoldWhere(
  source: StatementSource,
  hasWhere: boolean,
  aliases: readonly (string | undefined)[],
): boolean {
  if (source.partial || aliases.some(isHole)) return true;
  if (hasWhere) return false;
  const last = source.tokens.at(-1);
  return last !== undefined && holeAt(source, last.start) !== undefined;
}

function isPart(tokens: readonly Token[], at: number, part: string, afterDot: boolean): boolean {
  const token = tokens[at];
  if (token === undefined || nameOf(token) !== part) return false;
  return !afterDot || tokens[at - 1]?.text === '.';
}

function isStop(token: Token): boolean {
  return token.text === ',' || token.text === ';';
}
