/** The dialect of Python's ConfigParser. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { optionOf, readIni } from '../../../server/src/workspace/ini.ts';

const value = (text: string, key: string, section = 'alembic') =>
  optionOf(readIni(text), section, key, { here: '/h' })?.value;
const codes = (text: string) => readIni(text).problems.map((problem) => problem.code);

test('options with = and :, names in lower case', () => {
  const text = '[alembic]\nscript_location = a/b\nPrepend_Sys_Path : .\nx=1=2\n';
  assert.equal(value(text, 'script_location'), 'a/b');
  assert.equal(value(text, 'prepend_sys_path'), '.');
  assert.equal(value(text, 'x'), '1=2');
});

test('a comment is a whole line; at the end of a line it belongs to the value, and so do quotes', () => {
  const text = '[alembic]\n# script_location = no\n  ; neither\nscript_location = "a" ; note\n';
  assert.equal(value(text, 'script_location'), '"a" ; note');
});

test('a more indented line continues the value, also after an empty line', () => {
  const text = '[alembic]\nversion_locations = a\n    b\n\n    c\n    # not this\nnext = 1\n';
  assert.equal(value(text, 'version_locations'), 'a\nb\n\nc');
  assert.equal(value(text, 'next'), '1');
});

test('a value may begin on the next line', () => {
  assert.equal(value('[alembic]\nversion_locations =\n  a\n  b\n', 'version_locations'), '\na\nb');
});

test('[DEFAULT] is inherited by sections that exist', () => {
  const text = '[DEFAULT]\nx = 1\n[one]\ny = 2\n';
  assert.equal(value(text, 'x', 'one'), '1');
  assert.equal(value(text, 'x', 'two'), undefined);
});

test('section names keep their case', () => {
  assert.deepEqual([...readIni('[Alembic]\n[a.b]\n').sections.keys()], ['Alembic', 'a.b']);
});

test('%(name)s is looked up in the section, [DEFAULT] and what Alembic adds', () => {
  const text = '[DEFAULT]\nbase = /d\n[alembic]\na = %(here)s/x\nb = %(base)s/%(A)s\nc = 100%%\n';
  assert.equal(value(text, 'a'), '/h/x');
  assert.equal(value(text, 'b'), '/d//h/x');
  assert.equal(value(text, 'c'), '100%');
});

const failures: readonly (readonly [string, string, string, RegExp])[] = [
  ['a lone %', 'postgresql://u:p%40@h/d', '%', /'%' must be followed by '%' or '\('/],
  ['a reference without s', '%(here)/x', '%', /bad interpolation variable reference/],
  ['an unknown name', 'a/%(there)s', '%', /%\(there\)s, which is not an option/],
  ['itself', '%(x)s', '%', /nested too deeply/],
];

for (const [title, raw, at, words] of failures) {
  test(`interpolation of ${title} is a problem at its place`, () => {
    const text = `[alembic]\nx = ${raw}\n`;
    const found = optionOf(readIni(text), 'alembic', 'x', { here: '/h' });
    assert.equal(found?.value, undefined);
    assert.match(found?.problem?.message ?? '', words);
    assert.equal(text.slice(found?.problem?.span.start, found?.problem?.span.end), at);
    assert.doesNotMatch(found?.problem?.message ?? '', /u:p/);
  });
}

test('what ConfigParser refuses is a problem, and the rest is read', () => {
  assert.deepEqual(codes('x = 1\n[alembic]\ny = 2\n'), ['no-section']);
  assert.deepEqual(codes('[alembic]\nx = 1\nX = 2\n'), ['duplicate-option']);
  assert.deepEqual(codes('[alembic]\nx = 1\n[alembic]\ny = 2\n'), ['duplicate-section']);
  assert.deepEqual(codes('[alembic]\njust words\ny = 2\n'), ['bad-line']);
  assert.equal(value('[alembic]\njust words\ny = 2\n', 'y'), '2');
});

test('positions hold with windows line ends', () => {
  const text = '[alembic]\r\nscript_location = a/b\r\nversion_locations = c\r\n  d\r\n';
  const options = readIni(text).sections.get('alembic')?.options;
  const script = options?.get('script_location');
  assert.equal(text.slice(script?.valueSpan.start, script?.valueSpan.end), 'a/b');
  assert.equal(options?.get('version_locations')?.raw, 'c\nd');
});

test('no cut of a file makes the reader throw', () => {
  const text = '[DEFAULT]\na = %(here)s\n[alembic]\nscript_location: %(a)s/x\n  more\n\n[loggers]\nkeys = root\n';
  for (let end = 0; end <= text.length; end++) optionOf(readIni(text.slice(0, end)), 'alembic', 'script_location', {});
  assert.deepEqual(codes(text), []);
});

test('an empty file has no sections', () => assert.equal(readIni('').sections.size, 0));
