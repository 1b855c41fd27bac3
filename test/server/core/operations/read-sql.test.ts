import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readSql } from '../../../../server/src/core/operations/read-sql.ts';
import type { Span } from '../../../../server/src/core/text/span.ts';
import { column, one, parser, read, readLiteral } from './sql-in-python.ts';

suite('what is only known at run time', () => {
  test('a table: the operation is opaque, with the reason of its part', () => {
    for (const sql of ['UPDATE {table} SET a = 1', 'ALTER TABLE {table} ADD COLUMN a int', 'DROP TABLE t_{table}']) {
      assert.deepEqual(one(sql), { kind: 'opaque', verb: 'execute', reason: 'table is a parameter', source: sql });
    }
  });

  test('a schema or a column of SET is shown as written', () => {
    const update = one("UPDATE {schema}.t SET {column} = 'x'");
    assert.deepEqual(update['table'], { schema: '{schema}', name: 't', span: '{schema}.t' });
    assert.deepEqual(update['sets'], [
      { column: { value: '{column}', span: '{column}' }, value: { kind: 'literal', value: 'x' } },
    ]);
    assert.equal(update['where'], undefined);
  });

  test('a WHERE that may hide in a hole is unknown, never absent', () => {
    const where = (sql: string) => JSON.stringify(one(sql)['where'] ?? null);
    const unknown = /"kind":"unknown"/;
    assert.match(where('DELETE FROM t {where}'), unknown);
    assert.match(where('UPDATE t SET a = 1 {where}'), unknown);
    assert.match(where('UPDATE t SET a = {value}'), unknown);
    assert.match(where('UPDATE t SET a = 1 WHERE b = 2 {more}'), unknown);
    assert.match(where('UPDATE t SET a = 1 WHERE {condition}'), unknown);
    assert.match(where('UPDATE t SET a = 1 FROM u {joins}'), unknown);
    assert.equal(where("UPDATE t SET a = '{value}'"), 'null');
    assert.deepEqual(JSON.parse(where('DELETE FROM t WHERE tenant_id = {tenant}')), {
      kind: 'compare',
      operator: '=',
      left: { kind: 'column', column: 'tenant_id' },
      right: { kind: 'unknown', reason: 'it is only known when the migration runs' },
    });
  });

  test('names, types and texts that may be unknown', () => {
    const hole = (source: string, span = `{${source}}`) => ({ unknown: `${source} is a parameter`, source, span });
    assert.deepEqual(one('CREATE INDEX {name} ON t (a)')['name'], hole('name'));
    assert.deepEqual(one('ALTER TABLE t DROP CONSTRAINT {name}')['name'], hole('name'));
    assert.deepEqual(one('COMMENT ON TABLE {s}.t IS {text}')['comment'], hole('text'));
    assert.equal(one("CREATE TYPE e AS ENUM ('{a}')")['labels'], undefined);
    const [added] = read('ALTER TABLE t ADD COLUMN c {kind}');
    assert.deepEqual(added?.['column'], {
      ...column('c {kind}', { source: '{kind}' }),
      nullable: hole('kind'),
    });
    assert.deepEqual(one('ALTER TABLE t ADD CHECK (a > {n})')['constraint'], {
      span: 'CHECK (a > {n})',
      provesNotNull: [],
    });
  });

  test('a statement that can not be read for its holes', () => {
    const opaque = (sql: string) => ({ kind: 'opaque', verb: 'execute', reason: `rest is a parameter`, source: sql });
    for (const sql of ['{rest}', 'ALTER TABLE t {rest}', 'ALTER TABLE t ADD COLUMN a int {rest}']) {
      assert.deepEqual(one(sql), opaque(sql));
    }
  });
});

suite('statements that can not be parsed', () => {
  test('the others are read', () => {
    assert.deepEqual(
      read("SELEC 1; DROP TABLE t; UPDATE 'é'").map(({ kind, span, reason }) => ({ kind, span, reason })),
      [
        { kind: 'opaque', span: 'SELEC 1', reason: `it can't be parsed: syntax error at or near "SELEC"` },
        { kind: 'drop_table', span: 'DROP TABLE t', reason: undefined },
        { kind: 'opaque', span: "UPDATE 'é'", reason: `it can't be parsed: syntax error at or near "'é'"` },
      ],
    );
  });

  test('what is deep or long', () => {
    const reasons = (sql: string) => read(sql).map(({ kind, reason }) => reason ?? kind);
    for (const deep of ['NOT ', '- - ', '(a = 1 OR (b = 2 AND ']) {
      const closing = deep.startsWith('(') ? '))' : '';
      const [reason] = reasons(`DELETE FROM t WHERE ${deep.repeat(2500)}a${closing.repeat(2500)}`);
      assert.ok(reason === 'delete' || reason === "it can't be parsed: it is nested too deeply", String(reason));
    }
    for (const part of [' JOIN b ON true', ' UNION SELECT 1 FROM a']) {
      assert.deepEqual(reasons(`SELECT 1 FROM a${part.repeat(3000)}`), ["it can't be parsed: it is nested too deeply"]);
    }
    const rows = `INSERT INTO t VALUES ${'(1, 2), '.repeat(40_000)}(1, 2)`;
    assert.deepEqual(reasons(`DROP TABLE t; ${rows}`), [
      'drop_table',
      "it can't be parsed: it is 313 KB long, and only SQL up to 128 KB is read",
    ]);
  });
});

suite('places in the Python source', () => {
  /** What the spans of a literal's first operation cover: statement, table and condition. */
  function places(python: string) {
    const [operation] = readLiteral(python);
    assert.ok(operation?.kind === 'update', python);
    const text = (span: Span | undefined) => span && python.slice(span.start, span.end);
    const { origin } = operation;
    return {
      statement: text(operation.span),
      table: text(operation.table.span),
      where: text(operation.whereSpan),
      linear: origin.kind === 'sql' && origin.linear,
    };
  }
  const plain = { statement: 'UPDATE t SET a = 1 WHERE b = 2', table: 't', where: 'b = 2', linear: true };

  test('a plain literal, also raw, triple or behind other statements', () => {
    for (const python of [
      '"UPDATE t SET a = 1 WHERE b = 2"',
      "r'UPDATE t SET a = 1 WHERE b = 2'",
      '"""\n  UPDATE t SET a = 1 WHERE b = 2;\n"""',
    ]) {
      assert.deepEqual(places(python), plain);
    }
  });

  test('accents and emoji before and inside', () => {
    const sql = "UPDATE años SET a = '🎉é' WHERE ñ = 'ü🎉'";
    assert.deepEqual(places(`"/* é🎉 */ ${sql} -- 🎉"`), {
      statement: sql,
      table: 'años',
      where: "ñ = 'ü🎉'",
      linear: true,
    });
  });

  test('escapes', () => {
    const sql = String.raw`UPDATE t\nSET a = \'\u00e9\'\nWHERE b = \'\N{BULLET}\'`;
    assert.deepEqual(places(`'\\n${sql}'`), {
      statement: sql,
      table: 't',
      where: String.raw`b = \'\N{BULLET}\'`,
      linear: false,
    });
  });

  test('implicit concatenation', () => {
    const python = `("UPDATE t "\n 'SET a = 1 '\n "WHERE b" " = 2")`;
    assert.deepEqual(places(python), {
      statement: python.slice(2, -2),
      table: 't',
      where: 'b" " = 2',
      linear: false,
    });
  });

  test('CRLF in triple quotes', () => {
    assert.deepEqual(places('"""UPDATE t\r\nSET a = 1\r\nWHERE b = 2"""'), {
      statement: 'UPDATE t\r\nSET a = 1\r\nWHERE b = 2',
      table: 't',
      where: 'b = 2',
      linear: false,
    });
  });

  test('an f-string', () => {
    const python = 'f"UPDATE {schema}.t SET a = 1 WHERE b = {value}"';
    assert.deepEqual(places(python), {
      statement: 'UPDATE {schema}.t SET a = 1 WHERE b = {value}',
      table: '{schema}.t',
      where: 'b = {value}',
      linear: false,
    });
  });

  test('binds keep their length', () => {
    assert.equal(places('"UPDATE t SET a = :a WHERE tenant_id = :tenant"').where, 'tenant_id = :tenant');
    assert.equal(places('"UPDATE t SET a = :a WHERE id IN :ids"').where, 'id IN :ids');
  });

  test('the text of a statement is its own, as written', () => {
    const texts = readLiteral('f"SELECT 1 ; UPDATE {s}.t SET a = \'x\\\\:y\'"').map(({ origin }) =>
      origin.kind === 'sql' ? [origin.text, origin.index, origin.count] : [],
    );
    assert.deepEqual(texts, [
      ['SELECT 1', 0, 2],
      ["UPDATE {s}.t SET a = 'x\\:y'", 1, 2],
    ]);
  });

  test('placeholders of drivers', () => {
    const [operation] = readLiteral('"DELETE FROM t WHERE a = %s AND b LIKE \'%%x\'"', 'driver');
    assert.equal(operation?.kind, 'delete');
    assert.equal(readLiteral('"DELETE FROM t WHERE a = %s"', 'text')[0]?.kind, 'opaque');
  });
});

suite('any beginning of a text', () => {
  const texts = [
    `-- é🎉\nALTER TABLE s.t ADD COLUMN "c d" numeric(10,2) NOT NULL DEFAULT 'a''b'::text CHECK (c > 0), DROP x;
     UPDATE t AS u SET a = :b, (c, d) = (1, E'\\\\n') FROM v JOIN w USING (k) WHERE u.id IN (SELECT id FROM z) /* x */;
     CREATE INDEX CONCURRENTLY i ON t USING btree (lower(a), b) WHERE a IS NOT NULL; DO $body$ BEGIN NULL; END $body$;`,
    `WITH a AS (DELETE FROM b WHERE {x} = 1 RETURNING *) INSERT INTO {t} (c) SELECT * FROM a {rest}; COMMENT ON TABLE {s}.t IS {c}`,
    `CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, v int GENERATED ALWAYS AS (id * 2) VIRTUAL, e {kind} REFERENCES p,
     CONSTRAINT n NOT NULL id, UNIQUE NULLS NOT DISTINCT (id)) PARTITION BY LIST (id); ALTER TABLE t DETACH PARTITION p CONCURRENTLY`,
  ];
  for (const [i, sql] of texts.entries()) {
    test(`text ${i + 1} cut anywhere is read without a fault, in order and inside of itself`, () => {
      for (let end = 0; end <= sql.length; end++) {
        const value = sql.slice(0, end);
        const span = { start: 0, end };
        const holes = [...value.matchAll(/\{\w+\}/g)].map((match) => ({
          at: match.index,
          length: match[0].length,
          unknown: { kind: 'unknown', reason: 'unknown', source: match[0], span } as const,
        }));
        const segments = [{ at: 0, length: end, span, linear: true }];
        const text = { kind: 'string', value, span, segments, holes } as const;
        const call = readLiteral('"SELECT 1"')[0]?.origin.call;
        assert.ok(call);
        const operations = readSql({ text, call, circumstance: {}, parser, style: 'text' });
        for (const operation of operations) {
          assert.ok(
            0 <= operation.span.start && operation.span.start < operation.span.end && operation.span.end <= end,
          );
        }
        assert.equal(operations.length === 0, value.replace(/--.*/g, '').trim() === '', value);
      }
    });
  }
});
