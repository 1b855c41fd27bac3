import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Condition, Query, Relation, Scalar } from '../../../../server/src/core/sql/condition.ts';
import { readExpression } from '../../../../server/src/core/sql/expression.ts';
import { readQuery } from '../../../../server/src/core/sql/from-tree.ts';
import { parseStatements } from '../../../../server/src/core/sql/statements.ts';
import { loadSqlParser } from '../../../../server/src/workspace/sql-parser.ts';

const parser = await loadSqlParser();

suite('conditions', () => {
  // Parameters read `:name`, literals in JSON, expressions `fn|fn(columns)`, `?` is what nobody can know.
  const cases: readonly (readonly [sql: string, read: string])[] = [
    ['tenant_id = 5', 'tenant_id = 5'],
    ['t.tenant_id = :tenant', 't.tenant_id = :tenant'],
    ['s.t.id = 1.5', 't.id = 1.5'],
    ['a = 0 AND b = FALSE OR NOT c', '(a = 0 & b = false) | !(c = true)'],
    ["a = '' ", 'a = ""'],
    ['a = 1 AND b = 2 AND c = 3', 'a = 1 & b = 2 & c = 3'],
    ['a != 1', 'a <> 1'],
    ['a IN (1, :x, b)', 'a in [1, :x, b]'],
    ['a NOT IN (1, 2)', 'a not in [1, 2]'],
    ['NOT a IN (1)', 'a not in [1]'],
    ['a IN :ids', 'a in [:ids]'],
    ['a IN :x', 'a in [:x]'],
    ['a = ANY(:ids)', 'a in [:ids]'],
    ["a = ANY(ARRAY['x', 'y'])", 'a in ["x", "y"]'],
    ['a > ANY(:ids)', 'other(a)'],
    ['a BETWEEN 1 AND 9', 'a >= 1 & a <= 9'],
    ['a NOT BETWEEN 1 AND 9', '!(a >= 1 & a <= 9)'],
    ["a LIKE 'x%'", 'a LIKE "x%"'],
    ["a NOT ILIKE 'x%'", 'a NOT ILIKE "x%"'],
    ["a SIMILAR TO 'x'", 'a SIMILAR TO similar_to_escape()'],
    ['a IS NULL', 'a is null'],
    ['a IS NOT NULL', 'a is not null'],
    ['NOT (a IS NULL)', 'a is not null'],
    ['a IS DISTINCT FROM b', 'a IS DISTINCT FROM b'],
    ['(a, b) = (1, :x)', 'a = 1 & b = :x'],
    ['(a, b) IN ((1, 2))', '(a, b) in [()]'],
    ['a IS TRUE', 'a = true'],
    ['(a = 1) IS FALSE', '!(a = 1)'],
    ['a IS NOT TRUE', 'other(a)'],
    ['true', 'true'],
    ['NOT true', 'false'],
    ['1 = 1', 'true'],
    ["1 <> 1 OR 'a' = 'b'", 'false | false'],
    ["'t'::boolean", 'true'],
    ['null', 'false'],
    ['active', 'active = true'],
    ['(active)::boolean', 'active = true'],
    ['a::text = :x', 'a = :x'],
    ["a = CAST('5' AS int)", 'a = "5"'],
    ['a COLLATE "C" = b', 'a = b'],
    ['lower(a) = Upper(:x)', 'lower(a) = upper()'],
    ['a + b > now()', '(a, b) > now()'],
    ['a < CURRENT_TIMESTAMP(3)', 'a < current_timestamp()'],
    ['coalesce(a, nullif(b, 1)) = greatest(c, least(d, 1))', 'coalesce|nullif(a, b) = greatest|least(c, d)'],
    ["a = pg_catalog.now() - interval '1 day'", 'a = now()'],
    ['my.check(a)', 'other(a)'],
    ["data ->> 'tenant_id' = :x", '(data) = :x'],
    ['EXISTS (SELECT 1 FROM u WHERE u.id = t.u_id)', 'exists <u where u.id = t.u_id>'],
    ['NOT EXISTS (SELECT 1 FROM u)', '!(exists <u>)'],
    ['a IN (SELECT id FROM u LIMIT 3)', 'a in <u limited>'],
    ['a NOT IN (SELECT id FROM u)', 'a not in <u>'],
    ['a <> ALL (SELECT id FROM u)', 'a not in <u>'],
    ['a > ALL (SELECT id FROM u)', 'other(a)'],
    ['a = (SELECT max(id) FROM u)', 'a = <u>'],
    [':anything', '?'],
    ['a = (:x)::int', 'a = :x'],
  ];
  for (const [sql, read] of cases) {
    test(sql, () => {
      const expression = readExpression(sql, parser);
      assert.equal(expression && show(expression.condition), read);
    });
  }

  test('what is no expression', () => {
    for (const sql of ['', 'a = ', '1; DROP TABLE t', 'a FROM t', 'a, b', 'a WHERE b', 'a b']) {
      assert.equal(readExpression(sql, parser), undefined, sql);
    }
  });

  test('columns and functions', () => {
    const expression = readExpression('now() - t.created > age(b) OR EXISTS (SELECT c FROM u)', parser);
    assert.deepEqual(expression?.columns, [{ table: 't', column: 'created' }, { column: 'b' }]);
    assert.deepEqual(expression?.functions, ['now', 'age']);
  });
});

suite('queries', () => {
  const cases: readonly (readonly [sql: string, read: string])[] = [
    ['SELECT 1', '<>'],
    ['SELECT * FROM a, s.b AS x WHERE a.id = x.id', '<a, s.b x where a.id = x.id>'],
    [
      'SELECT 1 FROM a JOIN b ON a.id = b.a_id LEFT JOIN c USING (t, u)',
      '<a, b, c where a.id = b.a_id & b.t = c.t & b.u = c.u>',
    ],
    ['SELECT 1 FROM a JOIN b ON true WHERE a.x = 1', '<a, b where true & a.x = 1>'],
    ['SELECT 1 FROM a NATURAL JOIN b', '<a, b where ?>'],
    ['SELECT 1 FROM (SELECT id FROM a WHERE x = 1) y', '<y=<a where x = 1>>'],
    ['SELECT 1 FROM generate_series(1, 3) g, ONLY a TABLESAMPLE system (1)', '< g, a>'],
    ['WITH c AS (SELECT id FROM a) SELECT 1 FROM c', '<with c=<a> c>'],
    [
      'WITH c AS (DELETE FROM a USING b WHERE a.id = b.id RETURNING *) SELECT 1 FROM c',
      '<with c=<a, b where a.id = b.id> c>',
    ],
    ['SELECT id FROM a UNION ALL SELECT id FROM b WHERE x = 1', '<=<a>, =<b where x = 1>>'],
    ['VALUES (1), (2)', '<>'],
    ['TABLE a', '<a>'],
    ['SELECT 1 FROM a FETCH FIRST 1 ROW ONLY', '<a limited>'],
    ['SELECT 1 FROM {t} WHERE x = {v}', '< where x = ?>'],
    ['SELECT 1 FROM a {rest}', '<a where ?>'],
    ['SELECT 1 FROM a WHERE x = 1 {rest}', '<a where x = 1 & ?>'],
    ['SELECT 1 FROM a WHERE {condition}', '<a where ?>'],
    ['SELECT 1 FROM {s}.a WHERE {c} = 1', '<a where ? = 1>'],
    ["SELECT 1 FROM a WHERE x = '{v}'", '<a where x = ?>'],
  ];
  for (const [sql, read] of cases) {
    test(sql, () => {
      const holes = [...sql.matchAll(/\{\w+\}/g)].map((match) => ({ at: match.index, length: match[0].length }));
      const [source] = parseStatements({ sql, style: 'text', holes }, parser);
      assert.ok(source && 'node' in source && 'SelectStmt' in source.node);
      assert.equal(showQuery(readQuery(source.node.SelectStmt, source)), read);
    });
  }
});

function show(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
      return condition.conditions.map(show).join(' & ');
    case 'or':
      return condition.conditions.map((each) => (each.kind === 'and' ? `(${show(each)})` : show(each))).join(' | ');
    case 'not':
      return `!(${show(condition.condition)})`;
    case 'compare':
      return `${showScalar(condition.left)} ${condition.operator} ${showScalar(condition.right)}`;
    case 'in': {
      const right =
        'relations' in condition.right ? showQuery(condition.right) : `[${condition.right.map(showScalar).join(', ')}]`;
      return `${showScalar(condition.left)} ${condition.negated ? 'not in' : 'in'} ${right}`;
    }
    case 'null':
      return `${showScalar(condition.operand)} is ${condition.negated ? 'not null' : 'null'}`;
    case 'exists':
      return `exists ${showQuery(condition.query)}`;
    case 'constant':
      return String(condition.value);
    case 'other':
      return `other(${condition.columns.map(showColumn).join(', ')})`;
    case 'unknown':
      return '?';
  }
}

function showScalar(scalar: Scalar): string {
  switch (scalar.kind) {
    case 'column':
      return showColumn(scalar);
    case 'literal':
      return JSON.stringify(scalar.value);
    case 'parameter':
      return `:${scalar.name}`;
    case 'expression':
      return `${scalar.functions.join('|')}(${scalar.columns.map(showColumn).join(', ')})`;
    case 'subquery':
      return showQuery(scalar.query);
    case 'unknown':
      return '?';
  }
}

function showColumn({ table, column }: { table?: string; column: string }): string {
  return table === undefined ? column : `${table}.${column}`;
}

function showQuery(query: Query): string {
  const tables = (query.with ?? []).map(({ name, query: inner }) => `with ${name}=${showQuery(inner)} `).join('');
  const where = query.where ? ` where ${show(query.where)}` : '';
  return `<${tables}${query.relations.map(showRelation).join(', ')}${where}${query.limited ? ' limited' : ''}>`;
}

function showRelation({ schema, name, alias, query }: Relation): string {
  const named = `${schema === undefined ? '' : `${schema}.`}${name ?? ''}`;
  const inner = query ? `=${showQuery(query)}` : '';
  return query ? `${alias ?? ''}${inner}` : `${named}${alias === undefined ? '' : ` ${alias}`}`;
}
