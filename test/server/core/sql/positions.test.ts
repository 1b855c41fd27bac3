import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  codePointOffset,
  isLinear,
  type Piece,
  sourceSpan,
  utf8Offsets,
} from '../../../../server/src/core/sql/positions.ts';

suite('bytes to UTF-16', () => {
  const bytesBefore = (text: string, part: string) => Buffer.byteLength(text.slice(0, text.indexOf(part)));

  for (const [name, text] of [
    ['plain', 'SELECT a, here FROM t'],
    ['accents', "SELECT 'año', 'ça', here FROM t"],
    ['emoji', "SELECT '🎉🎉é', here FROM t"],
    ['three bytes', "SELECT '漢字', here FROM t"],
    ['CRLF', "SELECT 'é'\r\n, here FROM t"],
  ] as const) {
    test(name, () => {
      const offsets = utf8Offsets(text);
      assert.equal(offsets(bytesBefore(text, 'here')), text.indexOf('here'));
      assert.equal(offsets(0), 0);
      assert.equal(offsets(Buffer.byteLength(text)), text.length);
      assert.equal(offsets(10_000), text.length);
      for (let i = 0; i <= text.length; i++) {
        if (/[\udc00-\udfff]/.test(text[i] ?? '')) continue;
        assert.equal(offsets(Buffer.byteLength(text.slice(0, i))), i, `at ${i}`);
      }
    });
  }

  test('inside a character', () => {
    assert.equal(utf8Offsets('a🎉b')(3), 1);
  });
});

test('code points to UTF-16', () => {
  assert.equal(codePointOffset('a🎉é b', 2), 3);
  assert.equal(codePointOffset('a🎉é b', 0), 0);
  assert.equal(codePointOffset('é', 9), 1);
});

suite('decoded string to source', () => {
  /** Where the part of the decoded string stands in the source, as text. */
  function inSource(source: string, parts: readonly (readonly [written: string, decoded: string])[], part: string) {
    const { pieces, decoded } = place(source, parts);
    const start = decoded.indexOf(part);
    const found = sourceSpan(pieces, start, start + part.length);
    return {
      text: found && source.slice(found.start, found.end),
      linear: isLinear(pieces, start, start + part.length),
    };
  }

  test('a plain literal', () => {
    assert.deepEqual(inSource('"UPDATE t SET a = 1"', [same('UPDATE t SET a = 1')], 'SET a'), {
      text: 'SET a',
      linear: true,
    });
  });

  test('accents and emoji', () => {
    assert.deepEqual(inSource("'é🎉 UPDATE t'", [same('é🎉 UPDATE t')], 'UPDATE'), { text: 'UPDATE', linear: true });
  });

  test('after escapes', () => {
    const source = String.raw`'a\n\'\u00e9\N{BULLET} UPDATE t'`;
    const parts = [
      same('a'),
      ['\\n', '\n'],
      ["\\'", "'"],
      ['\\u00e9', 'é'],
      ['\\N{BULLET}', '•'],
      same(' UPDATE t'),
    ] as const;
    assert.deepEqual(inSource(source, parts, 'UPDATE'), { text: 'UPDATE', linear: true });
    assert.deepEqual(inSource(source, parts, "'é"), { text: "\\'\\u00e9", linear: false });
    assert.deepEqual(inSource(source, parts, 'é'), { text: '\\u00e9', linear: false });
    assert.deepEqual(inSource(source, parts, '• UPD'), { text: '\\N{BULLET} UPD', linear: false });
  });

  test('part of an atom covers it', () => {
    const source = String.raw`'x\U0001F389y'`;
    assert.equal(inSource(source, [same('x'), ['\\U0001F389', '🎉'], same('y')], '🎉'.slice(1)).text, '\\U0001F389');
  });

  test('triple quotes', () => {
    const source = '"""\n  UPDATE t\n"""';
    assert.deepEqual(inSource(source, [same('\n  UPDATE t\n')], 'UPDATE t'), { text: 'UPDATE t', linear: true });
  });

  test('implicit concatenation', () => {
    const source = `("UPDATE t "\n  'SET a = 1')`;
    const parts = [same('UPDATE t '), same('SET a = 1')];
    assert.deepEqual(inSource(source, parts, 'SET'), { text: 'SET', linear: true });
    assert.deepEqual(inSource(source, parts, 't SET'), { text: `t "\n  'SET`, linear: false });
    assert.deepEqual(inSource(source, parts, 't '), { text: 't ', linear: true });
  });

  test('raw string', () => {
    const source = String.raw`r"SELECT '\d' FROM t"`;
    assert.deepEqual(inSource(source, [same(String.raw`SELECT '\d' FROM t`)], 'FROM'), { text: 'FROM', linear: true });
  });

  test('CRLF, which Python reads as one character', () => {
    const source = '"""UPDATE t\r\nSET a = 1"""';
    const parts = [same('UPDATE t'), ['\r\n', '\n'], same('SET a = 1')] as const;
    assert.deepEqual(inSource(source, parts, 'SET'), { text: 'SET', linear: true });
    assert.deepEqual(inSource(source, parts, 't\nSET'), { text: 't\r\nSET', linear: false });
  });

  test('an escape that stands for nothing', () => {
    const source = '"a\\\n b"';
    assert.equal(inSource(source, [same('a'), ['\\\n', ''], same(' b')], ' b').text, ' b');
  });

  test('an empty range', () => {
    const { pieces } = place("'ab\\nc'", [same('ab'), ['\\n', '\n'], same('c')]);
    assert.deepEqual(sourceSpan(pieces, 1, 1), { start: 2, end: 2 });
    assert.deepEqual(sourceSpan(pieces, 4, 4), { start: 6, end: 6 });
    assert.equal(sourceSpan([], 0, 0), undefined);
  });
});

function same(text: string): readonly [string, string] {
  return [text, text];
}

function place(source: string, parts: readonly (readonly [written: string, decoded: string])[]) {
  const pieces: Piece[] = [];
  let at = 0;
  let from = 0;
  for (const [written, decoded] of parts) {
    const start = source.indexOf(written, from);
    assert.notEqual(start, -1, written);
    from = start + written.length;
    pieces.push({ at, length: decoded.length, span: { start, end: from }, linear: written === decoded });
    at += decoded.length;
  }
  return { pieces, decoded: parts.map(([, decoded]) => decoded).join('') };
}
