/**
 * The statements of an SQL text. It is parsed whole; when that fails, each statement is parsed alone, so that one mistake
 * doesn't hide the others. Placeholders are masked in the ways the grammar may accept.
 */

import { isDeeperThan } from './depth.ts';
import { type LikelyDialect, likelyDialect } from './likely-dialect.ts';
import {
  type Bind,
  type Fill,
  type HoleFill,
  type HoleRange,
  type MaskedSql,
  maskSql,
  type PlaceholderStyle,
  withoutMarks,
} from './mask.ts';
import type { ParsedStatement, SqlParser } from './parser.ts';
import { codePointOffset, utf8Offsets } from './positions.ts';
import type { StatementSource } from './source.ts';
import { commentText, scanSql, type Token } from './tokens.ts';

export interface SqlText {
  readonly sql: string;
  readonly style: PlaceholderStyle;
  readonly holes: readonly HoleRange[];
}

/** A statement that PostgreSQL's grammar refuses. */
export interface UnreadableStatement {
  readonly start: number;
  readonly end: number;
  /** PostgreSQL's own message. */
  readonly error: string;
  /** Where the error was noticed. */
  readonly at: number;
  /** The database that would understand it, where something tells. */
  readonly likelyDialect?: LikelyDialect;
}

export type SqlStatement = StatementSource | UnreadableStatement;

/** All statements in order. Nothing of the text is left out but white space, comments and semicolons. */
export function parseStatements(text: SqlText, parser: SqlParser): readonly SqlStatement[] {
  const mask = masks(text);
  const { text: masked } = mask(plain);
  const tokens = scanSql(masked);
  if (tokens.every(isIdle)) return [];
  const whole = { start: 0, end: text.sql.length };
  const attempt = parseFilled(text, whole, mask, false, parser);
  if (attempt.statements !== undefined) return readWhole(text, attempt.masked, attempt.statements);
  return piecesOf(masked, tokens, topSemicolons(tokens)).flatMap((piece) => parseAlone(text, piece, mask, parser));
}

/** A stretch of the text that holds one statement, from the end of the one before, comments included. */
interface Piece {
  readonly start: number;
  readonly end: number;
}

interface Failure {
  readonly statements?: undefined;
  readonly error: string;
  readonly at: number;
}

interface Success {
  readonly masked: MaskedSql;
  readonly statements: readonly ParsedStatement[];
  /** Some holes were left out. */
  readonly partial: boolean;
}

const plain: Fill = { bind: 'parameter', holes: [] };

/** The masked text for each fill, made once. */
type Mask = (fill: Fill) => MaskedSql;

function masks({ sql, style, holes }: SqlText): Mask {
  const made = new Map<string, MaskedSql>();
  return (fill) => {
    const key = [fill.bind, ...fill.holes].join(' ');
    const masked = made.get(key) ?? maskSql(sql, style, holes, fill);
    made.set(key, masked);
    return masked;
  };
}

/** Parses a stretch, with placeholders filled in the way that the grammar accepts; the error is that of the first way. */
function parseFilled(text: SqlText, piece: Piece, mask: Mask, mayOmit: boolean, parser: SqlParser): Success | Failure {
  let failed: Failure | undefined;
  let fill: Fill | undefined = plain;
  for (let tries = 0; fill !== undefined && tries < mostTries; tries++) {
    const masked: MaskedSql = mask(fill);
    const sql = masked.text.slice(piece.start, piece.end);
    const { statements, error } = parser.parse(sql);
    if (statements !== undefined) {
      if (isTooDeep(sql, statements)) return { error: 'it is nested too deeply', at: piece.start };
      const partial = fill.holes.includes('nothing');
      if (failed !== undefined && (statements.length === 0 || (partial && !statements.every(changesOrReadsRows))))
        break;
      return { masked, statements, partial };
    }
    const at: number = piece.start + codePointOffset(sql, error.cursor);
    failed ??= { error: withoutMarks(error.message), at };
    fill = nextFill(text, masked, fill, at, mayOmit) ?? otherBinds(masked, fill);
  }
  return failed ?? { error: 'syntax error', at: piece.start };
}

/** A short text can't be deep, so that most trees need not be measured. */
function isTooDeep(sql: string, statements: readonly ParsedStatement[]): boolean {
  return sql.length > 2 * deepest && statements.some(({ node }) => isDeeperThan(node, deepest));
}

/** Measured: the readers manage more than twice that with Node's default stack. */
const deepest = 1000;

const mostTries = 12;

/** The grammar wants a literal in some places where psycopg writes a parameter's value: `INTERVAL %s`. */
function otherBinds({ binds }: MaskedSql, fill: Fill): Fill | undefined {
  return binds.length > 0 && fill.bind === 'parameter' ? { bind: 'literal', holes: [] } : undefined;
}

/** Another fill for the hole that the grammar stumbled over: the one at the error, or right before it. */
function nextFill(text: SqlText, masked: MaskedSql, fill: Fill, at: number, mayOmit: boolean): Fill | undefined {
  if (text.holes.length === 0) return undefined;
  const tokens = scanSql(masked.text);
  const index = tokens.findIndex(({ end }) => end > at);
  const near = [tokens[index], tokens[(index < 0 ? tokens.length : index) - 1]];
  for (const token of near) {
    const hole = text.holes.findIndex((each) => token && each.at < token.end && token.start < each.at + each.length);
    const next = fillAfter.get(fill.holes[hole] ?? 'name');
    if (hole < 0 || next === undefined || (next === 'nothing' && !mayOmit)) continue;
    return { ...fill, holes: text.holes.map((_, i) => (i === hole ? next : (fill.holes[i] ?? 'name'))) };
  }
  return undefined;
}

const fillAfter: ReadonlyMap<HoleFill, HoleFill> = new Map([
  ['name', 'literal'],
  ['literal', 'number'],
  ['number', 'nothing'],
]);

function readWhole(text: SqlText, masked: MaskedSql, statements: readonly ParsedStatement[]): readonly SqlStatement[] {
  const toOffset = utf8Offsets(masked.text);
  const tokens = scanSql(masked.text);
  const semicolons = statements.flatMap(({ location, length }) => {
    const end = toOffset(location + length);
    const index = length > 0 ? tokens.findIndex((token) => token.start >= end && token.text === ';') : -1;
    return index < 0 ? [] : [index];
  });
  const pieces = piecesOf(masked.text, tokens, semicolons);
  return statements.flatMap((statement, i) => {
    const piece = pieces[i];
    return piece === undefined ? [] : [source(text, masked, statement, piece, toOffset, false)];
  });
}

function parseAlone(text: SqlText, piece: Piece, mask: Mask, parser: SqlParser): readonly SqlStatement[] {
  const { text: masked } = mask(plain);
  const code = scanSql(masked.slice(piece.start, piece.end)).filter((token) => !isIdle(token));
  const [first, last] = [code[0], code.at(-1)];
  if (first === undefined || last === undefined) return [];
  const range = { start: piece.start + first.start, end: piece.start + last.end };
  const attempt = parseFilled(text, range, mask, true, parser);
  if (attempt.statements === undefined) {
    const likely = likelyDialect(code);
    return [{ ...range, ...attempt, ...(likely && { likelyDialect: likely }) }];
  }
  const [statement] = attempt.statements;
  if (statement === undefined) return [];
  const toOffset = utf8Offsets(attempt.masked.text.slice(range.start, range.end));
  return [source(text, attempt.masked, statement, piece, (bytes) => range.start + toOffset(bytes), attempt.partial)];
}

/** Of a statement that changes the schema no part may be missing, or it would say what it doesn't. */
function changesOrReadsRows({ node }: ParsedStatement): boolean {
  return ['UpdateStmt', 'DeleteStmt', 'SelectStmt', 'InsertStmt'].some((name) => name in node);
}

function source(
  text: SqlText,
  masked: MaskedSql,
  { node }: ParsedStatement,
  piece: Piece,
  toOffset: (bytes: number) => number,
  partial: boolean,
): StatementSource {
  const tokens = scanSql(masked.text.slice(piece.start, piece.end)).map((token) => shift(token, piece.start));
  const code = cover(
    tokens.filter((token) => !isIdle(token)),
    masked.binds,
  );
  const end = code.at(-1)?.end ?? piece.end;
  // A hole that was left out has no token, and still belongs to the statement.
  const ends = partial ? text.holes.map(({ at, length }) => at + length).filter((each) => each <= piece.end) : [];
  return {
    node,
    sql: text.sql,
    style: text.style,
    start: code[0]?.start ?? piece.start,
    end: Math.max(end, ...ends),
    tokens: code,
    comments: tokens.filter(({ kind }) => kind === 'comment').map((token) => withoutMarks(commentText(token))),
    binds: masked.binds,
    holes: text.holes,
    partial,
    offset: (location) => toOffset(location ?? 0),
  };
}

/** The tokens with the length of what the author wrote: a mask is shorter than its bind. */
function cover(tokens: readonly Token[], binds: readonly Bind[]): readonly Token[] {
  let next = 0;
  return tokens.map((token, i) => {
    while ((binds[next]?.end ?? Number.POSITIVE_INFINITY) <= token.start) next++;
    const bind = binds[next];
    if (bind === undefined || token.start < bind.start || (tokens[i + 1]?.start ?? bind.end) < bind.end) return token;
    return { ...token, end: bind.end };
  });
}

function shift(token: Token, by: number): Token {
  return by === 0 ? token : { ...token, start: token.start + by, end: token.end + by };
}

function isIdle(token: Token): boolean {
  return token.kind === 'comment' || (token.text === ';' && token.depth === 0);
}

/** The semicolons outside of brackets and of SQL function bodies (`BEGIN ATOMIC … END`), as indices of tokens. */
function topSemicolons(tokens: readonly Token[]): readonly number[] {
  let blocks = 0;
  return tokens.flatMap((token, i) => {
    if (token.text === 'begin' && tokens[i + 1]?.text === 'atomic') blocks++;
    else if (blocks > 0 && token.text === 'case') blocks++;
    else if (blocks > 0 && token.text === 'end') blocks--;
    return token.text === ';' && token.depth === 0 && blocks === 0 ? [i] : [];
  });
}

/** The text cut after the given semicolons; comments behind one on its line speak of the statement that it ends. */
function piecesOf(sql: string, tokens: readonly Token[], semicolons: readonly number[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  for (const semicolon of semicolons) {
    let end = tokens[semicolon]?.end ?? start;
    for (let i = semicolon + 1; tokens[i]?.kind === 'comment'; i++) {
      const comment = tokens[i];
      if (comment === undefined || /[\r\n]/.test(sql.slice(end, comment.start))) break;
      end = comment.end;
    }
    pieces.push({ start, end });
    start = end;
  }
  return [...pieces, { start, end: sql.length }];
}
