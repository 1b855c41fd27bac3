import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { holeIn, maskSql, type PlaceholderStyle, unescapeSql } from '../../../../server/src/core/sql/mask.ts';

const plain = { bind: 'parameter', holes: [] } as const;

function mask(sql: string, style: PlaceholderStyle = 'text') {
  const masked = maskSql(sql, style, [], plain);
  assert.equal(masked.text.length, sql.length);
  return masked;
}

suite('binds of text()', () => {
  // Each line was run through SQLAlchemy 2.0's text().
  const cases: readonly (readonly [sql: string, masked: string, ...names: string[]])[] = [
    ['a = :x', 'a = $1', 'x'],
    ['a = :name AND b = :other', 'a = $1    AND b = $1    ', 'name', 'other'],
    ['(:año)', '($1  )', 'año'],
    ['a::int', 'a::int'],
    [':lock::jsonb', ':lock::jsonb'],
    ['x:y', 'x:y'],
    [':a:', ':a:'],
    ['a[1:2]', 'a[1:2]'],
    ['a[:x]', 'a[$1]', 'x'],
    ['12:30', '12:30'],
    ['a\\:\\:int', 'a  ::int'],
    ['f(a \\:= 1)', 'f(a  := 1)'],
    ['id IN :ids', 'id IN($1) ', 'ids'],
    ['id IN :x', 'id IN(1)', 'x'],
    ['id NOT IN\n :ids)', 'id NOT IN\n($1) )', 'ids'],
    ['id IN (:ids)', 'id IN ($1  )', 'ids'],
    ['margin :x', 'margin $1', 'x'],
    ["'12 :x'", "'12 :x'"],
    ['"a :x" -- :y', '"a :x" -- :y'],
    ['$f$ :x $f$', '$f$ :x $f$'],
    ['/* :x */ :y', '/* :x */ $1', 'y'],
    ['100 % 5 = %s', '100 % 5 = %s'],
  ];
  for (const [sql, text, ...names] of cases) {
    test(sql, () => {
      const masked = mask(sql);
      assert.equal(masked.text, text);
      assert.deepEqual(
        masked.binds.map(({ name }) => name),
        names,
      );
    });
  }

  test('what text() takes for a bind inside a literal is told apart', () => {
    const masked = mask(`UPDATE t SET a = '{"k":true}', b = :b`);
    assert.deepEqual(
      masked.quotedBinds.map(({ name }) => name),
      ['true'],
    );
    assert.deepEqual(masked.binds, [{ start: 35, end: 37, name: 'b' }]);
  });
});

suite('placeholders of drivers', () => {
  const cases: readonly (readonly [sql: string, masked: string, ...names: string[]])[] = [
    ['a = %s', 'a = $1', ''],
    ['a = %(name)s', 'a = $1      ', 'name'],
    ["a LIKE '%s' AND b = %s", "a LIKE '%s' AND b = $1", ''],
    ['a %% 2', 'a %  2'],
    ['a %%s', 'a % s'],
    ['a IN %s', 'a IN(1)', ''],
    ['a = :x::int', 'a = :x::int'],
  ];
  for (const [sql, text, ...names] of cases) {
    test(sql, () => {
      const masked = mask(sql, 'driver');
      assert.equal(masked.text, text);
      assert.deepEqual(
        masked.binds.map(({ name }) => name),
        names,
      );
    });
  }
});

suite('holes', () => {
  const sql = 'SELECT _h0 FROM x__h1';
  const holes = [
    { at: 7, length: 3 },
    { at: 18, length: 3 },
  ];

  test('a name tells which hole it is', () => {
    const { text } = maskSql(sql, 'text', holes, plain);
    assert.equal(text.length, sql.length);
    assert.deepEqual(text.split(' ').map(holeIn), [undefined, 0, undefined, 1]);
  });

  test('other fills', () => {
    const fill = (hole: 'literal' | 'number' | 'nothing') =>
      maskSql(sql, 'text', holes, { ...plain, holes: [hole, hole] }).text;
    assert.match(fill('literal'), /^SELECT '.' FROM x_'.'$/);
    assert.equal(fill('number'), 'SELECT 111 FROM x_111');
    assert.equal(fill('nothing'), 'SELECT     FROM x_   ');
  });

  test('in a literal it stays a name, and a name behind a colon is a bind', () => {
    const quoted = maskSql(
      "SELECT '_h0 days', :_h1",
      'text',
      [
        { at: 8, length: 3 },
        { at: 20, length: 3 },
      ],
      { ...plain, holes: ['nothing', 'nothing'] },
    );
    assert.equal(holeIn(quoted.text), 0);
    assert.deepEqual(
      quoted.binds.map(({ name }) => name),
      ['…'],
    );
  });
});

test('SQL as the server receives it', () => {
  assert.equal(unescapeSql("a\\:\\:int = ':x' \\:y", 'text'), "a::int = ':x' :y");
  assert.equal(unescapeSql('a %% 2', 'driver'), 'a % 2');
});
