import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseStatements } from '../../../../server/src/core/sql/statements.ts';
import { loadSqlParser } from '../../../../server/src/workspace/sql-parser.ts';

const parser = await loadSqlParser();

/** One line per statement: the name of its node, or the error, and its text. Holes are written `{name}`. */
function statements(sql: string, style: 'text' | 'driver' = 'text'): readonly string[] {
  const holes = [...sql.matchAll(/\{\w+\}/g)].map((match) => ({ at: match.index, length: match[0].length }));
  return parseStatements({ sql, style, holes }, parser).map((statement) => {
    const kind = 'error' in statement ? statement.error : Object.keys(statement.node)[0];
    const partial = 'node' in statement && statement.partial ? ' (partial)' : '';
    return `${kind}${partial}: ${sql.slice(statement.start, statement.end)}`;
  });
}

suite('whole texts', () => {
  test('each statement without what surrounds it', () => {
    assert.deepEqual(statements("-- first\n SELECT 'é🎉' ;\n\n/* second */ DROP TABLE t -- gone\n;;\n"), [
      "SelectStmt: SELECT 'é🎉'",
      'DropStmt: DROP TABLE t',
    ]);
  });

  test('nothing to read', () => {
    for (const sql of ['', '  ', '-- only a comment', ';;']) assert.deepEqual(statements(sql), []);
  });

  test('semicolons inside', () => {
    const rule = 'CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2)';
    const body = 'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN; RETURN 1; END $$';
    assert.deepEqual(statements(`${rule}; ${body}`), [`RuleStmt: ${rule}`, `CreateFunctionStmt: ${body}`]);
  });
});

suite('texts with a mistake', () => {
  test('the other statements are read', () => {
    assert.deepEqual(statements('SELECT 1; SELEC 2; DROP TABLE é; FROB'), [
      'SelectStmt: SELECT 1',
      'syntax error at or near "SELEC": SELEC 2',
      'DropStmt: DROP TABLE é',
      'syntax error at or near "FROB": FROB',
    ]);
  });

  test('a function body is not split', () => {
    const body = 'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END';
    assert.deepEqual(statements(`SELEC; ${body}; SELECT 3`), [
      'syntax error at or near "SELEC": SELEC',
      `CreateFunctionStmt: ${body}`,
      'SelectStmt: SELECT 3',
    ]);
  });

  test('the error has its place', () => {
    const [first] = parseStatements({ sql: "SELECT '🎉é' x y; SELECT 1", style: 'text', holes: [] }, parser);
    assert.equal(first && 'error' in first ? first.at : undefined, 15);
  });
});

suite('comments', () => {
  const comments = (sql: string) =>
    parseStatements({ sql, style: 'text', holes: [] }, parser).map((each) => ('node' in each ? each.comments : []));

  test('before, inside and behind on the same line', () => {
    const sql = '-- one\nSELECT 1 /* two */; -- three\n-- four\nSELECT 2;\n-- five';
    assert.deepEqual(comments(sql), [['one', 'two', 'three'], ['four']]);
    assert.deepEqual(comments('SELECT 2 -- six'), [['six']]);
  });
});

suite('placeholders', () => {
  test('a parameter where the grammar wants a literal', () => {
    assert.deepEqual(statements('SET lock_timeout = :limit; SELECT now() - INTERVAL :age'), [
      'VariableSetStmt: SET lock_timeout = :limit',
      'SelectStmt: SELECT now() - INTERVAL :age',
    ]);
  });

  test('holes of every kind', () => {
    assert.deepEqual(statements('COMMENT ON TABLE t IS {text}'), ['CommentStmt: COMMENT ON TABLE t IS {text}']);
    assert.deepEqual(statements('SELECT {n}0'), ['SelectStmt: SELECT {n}0']);
    assert.deepEqual(statements('UPDATE t SET a = 1 {where}'), ['UpdateStmt (partial): UPDATE t SET a = 1 {where}']);
    assert.deepEqual(statements("SELECT 'a {hole}'"), ["SelectStmt: SELECT 'a {hole}'"]);
  });

  test('holes that the grammar wants filled in different ways', () => {
    const sql = 'COMMENT ON TABLE {schema}.t IS {text}; SELECT now() - INTERVAL {age} FROM {table} LIMIT {n}';
    assert.deepEqual(
      statements(sql).map((each) => each.split(':')[0]),
      ['CommentStmt', 'SelectStmt'],
    );
    assert.match(statements('SELECT CASE {cases} END FROM t {rest}')[0] ?? '', /^SelectStmt \(partial\)|^syntax error/);
  });

  test('a hole that is a statement, or a part of a change of the schema', () => {
    assert.match(statements('{all}; DELETE FROM t')[0] ?? '', /^syntax error .*: \{all\}$/);
    assert.equal(statements('{all}; DELETE FROM t')[1], 'DeleteStmt: DELETE FROM t');
    assert.match(statements('ALTER TABLE t ADD COLUMN c int {rest}')[0] ?? '', /^syntax error/);
    assert.match(statements('{all}')[0] ?? '', /^syntax error/);
  });
});
