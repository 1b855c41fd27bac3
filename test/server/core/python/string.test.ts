import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePython } from '../../../../server/src/core/python/parse.ts';
import { computedString, concatStrings, decodeString, sliceString } from '../../../../server/src/core/python/string.ts';
import type { StringValue } from '../../../../server/src/core/python/value.ts';

/** The first string of a text, fields being filled with their own source in capitals. */
function decode(text: string): StringValue {
  const [statement] = parsePython(text).body;
  const value = statement?.kind === 'assign' ? statement.value : undefined;
  assert.equal(value?.kind, 'string', `no string in ${text}`);
  if (value?.kind !== 'string') throw new Error('unreachable');
  return decodeString(text, value.parts, value.span, (field) =>
    computedString(text.slice(field.expression.span.start, field.expression.span.end).toUpperCase(), field.span),
  );
}

/** The pieces of the map as `decoded ← source`, `=` for linear ones and `~` for atoms. */
function pieces(text: string, value: StringValue): string[] {
  return value.segments.map(({ at, length, span, linear }) => {
    const source = text.slice(span.start, span.end);
    const decoded = value.value.slice(at, at + length);
    if (linear) assert.equal(length, span.end - span.start, 'a linear piece is as long as its source');
    return `${decoded} ${linear ? '=' : '~'} ${source}`;
  });
}

function check(text: string, decoded: string, map: readonly string[]): void {
  const value = decode(text);
  assert.equal(value.value, decoded);
  assert.deepEqual(pieces(text, value), map);
  assert.equal(
    value.segments.reduce((sum, segment) => sum + segment.length, 0),
    decoded.length,
    'the map covers the whole string',
  );
}

test('plain ASCII is one linear piece', () => check('x = "UPDATE t"', 'UPDATE t', ['UPDATE t = UPDATE t']));

test('the content starts after prefix and quotes', () => {
  const text = 'x = """ab"""';
  assert.deepEqual(decode(text).segments[0]?.span, { start: 7, end: 9 });
  assert.deepEqual(decode(text).span, { start: 4, end: 12 });
});

test('accents and emoji count UTF-16 units', () => {
  check('x = "día 🎉 fin"', 'día 🎉 fin', ['día 🎉 fin = día 🎉 fin']);
  const value = decode('x = "é🎉" "z"');
  assert.deepEqual(
    value.segments.map(({ at, span }) => [at, span.start]),
    [
      [0, 5],
      [3, 11],
    ],
  );
});

test('escapes are atoms', () => {
  check(String.raw`x = "a\nb"`, 'a\nb', ['a = a', String.raw`${'\n'} ~ \n`, 'b = b']);
  check(String.raw`x = "\x41\u00e9\U0001F389\101"`, 'Aé🎉A', [
    String.raw`A ~ \x41`,
    String.raw`é ~ \u00e9`,
    String.raw`🎉 ~ \U0001F389`,
    String.raw`A ~ \101`,
  ]);
  check(String.raw`x = 'it\'s'`, "it's", ['it = it', String.raw`' ~ \'`, 's = s']);
});

test('a named character is one unit', () => {
  const value = decode(String.raw`x = "a\N{EURO SIGN}b"`);
  assert.equal(value.value.length, 3);
  assert.deepEqual(value.segments[1]?.span, { start: 6, end: 19 });
});

test('an unknown escape keeps its backslash', () => {
  check(String.raw`x = "a\d\:b"`, String.raw`a\d\:b`, [String.raw`a\d\:b = a\d\:b`]);
  check(String.raw`x = "\xZZ \U99999999"`, String.raw`\xZZ \U99999999`, [
    String.raw`\xZZ \U99999999 = \xZZ \U99999999`,
  ]);
});

test('raw strings keep backslashes', () => {
  check(String.raw`x = r"\d+\n"`, String.raw`\d+\n`, [String.raw`\d+\n = \d+\n`]);
});

test('bytes know no \\u', () => check(String.raw`x = b"\u0041"`, String.raw`\u0041`, [String.raw`\u0041 = \u0041`]));

test('a backslash at a line end joins lines', () => {
  check('x = "ab\\\ncd"', 'abcd', ['ab = ab', 'cd = cd']);
  check('x = "ab\\\r\ncd"', 'abcd', ['ab = ab', 'cd = cd']);
});

test('CRLF of the source is one line feed', () => {
  check('x = """a\r\nb"""', 'a\nb', ['a = a', '\n ~ \r\n', 'b = b']);
  check('x = r"""a\r\nb"""', 'a\nb', ['a = a', '\n ~ \r\n', 'b = b']);
});

test('implicit concatenation, also over lines and with other prefixes', () => {
  check('x = ("a"\n     r"\\b" """c""")', 'a\\bc', ['a = a', '\\b = \\b', 'c = c']);
});

test('fields of f-strings are atoms, doubled braces too', () => {
  check('x = f"a{b}c{{d}}"', 'aBc{d}', ['a = a', 'B ~ {b}', 'c = c', '{ ~ {{', 'd = d', '} ~ }}']);
  check('x = f"é{b!r:>{w}}🎉"', 'éB🎉', ['é = é', 'B ~ {b!r:>{w}}', '🎉 = 🎉']);
  check(String.raw`x = rf"\d{b}"`, String.raw`\dB`, [String.raw`\d = \d`, 'B ~ {b}']);
});

test('braces mean nothing without an f', () => check('x = "{a}{{"', '{a}{{', ['{a}{{ = {a}{{']));

test('an empty string has no pieces', () => check('x = ""', '', []));

test('an unclosed string ends where the parser gives up', () => {
  assert.equal(decode('x = "UPDATE t').value, 'UPDATE t');
  assert.equal(decode('x = """UPDATE\nt').value, 'UPDATE\nt');
});

test('a slice keeps the map', () => {
  const text = String.raw`x = "ab\ncd🎉e"`;
  const value = sliceString(decode(text), 1, 7);
  assert.equal(value.value, 'b\ncd🎉');
  assert.deepEqual(pieces(text, value), ['b = b', String.raw`${'\n'} ~ \n`, 'cd🎉 = cd🎉']);
});

test('concatenation shifts the map and the holes', () => {
  const unknown = { kind: 'unknown', reason: 'r', source: 's', span: { start: 0, end: 1 } } as const;
  const left = { ...computedString('_h0', { start: 0, end: 3 }), holes: [{ at: 0, length: 3, unknown }] };
  const joined = concatStrings([computedString('ab', { start: 5, end: 9 }), left], { start: 0, end: 9 });
  assert.equal(joined.value, 'ab_h0');
  assert.deepEqual(
    joined.holes.map(({ at, length }) => [at, length]),
    [[2, 3]],
  );
});
