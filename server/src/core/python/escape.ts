/** Backslash escapes of Python string literals. */

/** An escape: its length in the source, and what it stands for; no value where the backslash stands for itself. */
export interface Escape {
  readonly length: number;
  readonly value: string | undefined;
}

const simple: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const byteCode = /^x[0-9a-fA-F]{2}/;
const characterCode = /^(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/;

/** The escape at a backslash. `bytes` literals know neither `\N` nor `\u`. */
export function decodeEscape(text: string, at: number, end: number, bytes: boolean): Escape {
  const rest = text.slice(at + 1, Math.min(end, at + 10));
  const first = rest[0] ?? '';
  const plain = simple[first];
  if (plain !== undefined) return { length: 2, value: plain };
  // A backslash before a line end joins the lines.
  if (first === '\n') return { length: 2, value: '' };
  if (first === '\r') return { length: rest[1] === '\n' ? 3 : 2, value: '' };
  const octal = /^[0-7]{1,3}/.exec(rest)?.[0];
  if (octal) return { length: 1 + octal.length, value: String.fromCharCode(Number.parseInt(octal, 8)) };
  const hexadecimal = (bytes ? byteCode : characterCode).exec(rest);
  if (hexadecimal) return fromCode(hexadecimal[0].length, hexadecimal[0].slice(1));
  if (first === 'N' && !bytes) return namedCharacter(text, at, end);
  return { length: first === '' ? 1 : 2, value: undefined };
}

function fromCode(length: number, digits: string): Escape {
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff) return { length: 2, value: undefined };
  return { length: 1 + length, value: String.fromCodePoint(code) };
}

/** `\N{NAME}`: one character, which one needs Unicode's list of names; a replacement character stands for it. */
function namedCharacter(text: string, at: number, end: number): Escape {
  const close = text.indexOf('}', at);
  if (text[at + 2] !== '{' || close < 0 || close >= end) return { length: 2, value: undefined };
  return { length: close + 1 - at, value: '\ufffd' };
}
