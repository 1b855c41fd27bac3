/**
 * The words of an SQL text as PostgreSQL's scanner splits them, with offsets in UTF-16 units. Unlike the scanner it takes
 * any text: what is unterminated runs to the end. It serves masks, comments and places that the grammar's trees leave out.
 */

export type TokenKind =
  | 'word'
  /** `"Name"` */
  | 'quoted'
  /** `'…'`, `E'…'`, `$tag$…$tag$`. */
  | 'string'
  | 'number'
  /** `$1` */
  | 'parameter'
  | 'operator'
  /** One of `( ) [ ] , ; : .`, or `::`, `:=`, or a character that SQL has no use for. */
  | 'punctuation'
  | 'comment';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** As written; words in lower case. */
  readonly text: string;
  /** How many brackets are open around it; a bracket itself stands outside of what it encloses. */
  readonly depth: number;
}

/** All tokens of the text, comments included, white space left out. */
export function scanSql(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  for (let start = skipSpace(sql, 0); start < sql.length; ) {
    const [kind, end] = readToken(sql, start);
    const written = sql.slice(start, end);
    if (kind === 'punctuation' && (written === ')' || written === ']')) depth = Math.max(0, depth - 1);
    tokens.push({ kind, start, end, text: kind === 'word' ? written.toLowerCase() : written, depth });
    if (kind === 'punctuation' && (written === '(' || written === '[')) depth++;
    start = skipSpace(sql, end);
  }
  return tokens;
}

/** What a comment says, without its marks. */
export function commentText(token: Token): string {
  return token.text.replace(/^--+|^\/\*+|\*+\/$/g, '').trim();
}

const space = /[ \t\n\r\f\v]*/y;
const identifier = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const number = /(?:\d[\d_]*(?:\.(?!\.)[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?|0[xXoObB][\da-fA-F_]+/y;
const operator = /[-+*/<>=~!@#%^&|`?]+/y;
const parameter = /\$\d+/y;
const dollarQuote = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const escapeString = /(?:[^'\\]+|\\[\s\S]?|'')*'?/y;
const plainString = /(?:[^']+|'')*'?/y;
const quotedName = /(?:[^"]+|"")*"?/y;

function skipSpace(sql: string, at: number): number {
  return match(space, sql, at) ?? at;
}

function readToken(sql: string, at: number): readonly [TokenKind, number] {
  if (sql.startsWith('--', at)) return ['comment', lineEnd(sql, at)];
  if (sql.startsWith('/*', at)) return ['comment', blockCommentEnd(sql, at)];
  const quoted = readQuoted(sql, at);
  if (quoted) return quoted;
  const word = match(identifier, sql, at);
  if (word !== undefined) return ['word', word];
  const digits = match(number, sql, at);
  if (digits !== undefined) return ['number', digits];
  const numbered = match(parameter, sql, at);
  if (numbered !== undefined) return ['parameter', numbered];
  const symbols = match(operator, sql, at);
  if (symbols !== undefined) return ['operator', operatorEnd(sql, at, symbols)];
  if (sql.startsWith('::', at) || sql.startsWith(':=', at)) return ['punctuation', at + 2];
  return ['punctuation', at + 1];
}

function readQuoted(sql: string, at: number): readonly [TokenKind, number] | undefined {
  const [first = '', second = '', third = ''] = sql.slice(at, at + 3);
  if (first === "'") return ['string', match(plainString, sql, at + 1) ?? sql.length];
  if (first === '"') return ['quoted', match(quotedName, sql, at + 1) ?? sql.length];
  if (second === "'" && /[eE]/.test(first)) return ['string', match(escapeString, sql, at + 2) ?? sql.length];
  if (second === "'" && /[bBxXnN]/.test(first)) return ['string', match(plainString, sql, at + 2) ?? sql.length];
  if (/[uU]/.test(first) && second === '&') {
    if (third === "'") return ['string', match(plainString, sql, at + 3) ?? sql.length];
    if (third === '"') return ['quoted', match(quotedName, sql, at + 3) ?? sql.length];
  }
  const opened = first === '$' ? match(dollarQuote, sql, at) : undefined;
  if (opened === undefined) return undefined;
  const closing = sql.indexOf(sql.slice(at, opened), opened);
  return ['string', closing < 0 ? sql.length : closing + opened - at];
}

function lineEnd(sql: string, at: number): number {
  const end = sql.slice(at).search(/[\r\n]/);
  return end < 0 ? sql.length : at + end;
}

/** Block comments nest in PostgreSQL. */
function blockCommentEnd(sql: string, at: number): number {
  let open = 0;
  for (let i = at; i < sql.length; i++) {
    if (sql.startsWith('/*', i)) open++;
    else if (sql.startsWith('*/', i)) open--;
    else continue;
    i++;
    if (open === 0) return i + 1;
  }
  return sql.length;
}

/** An operator ends where a comment begins: `a+--b`. */
function operatorEnd(sql: string, at: number, end: number): number {
  const comment = sql.slice(at, end).search(/--|\/\*/);
  return comment > 0 ? at + comment : end;
}

function match(pattern: RegExp, sql: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(sql) ? pattern.lastIndex : undefined;
}
