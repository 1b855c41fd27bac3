/** Joins and inserts that get the tenant they lack, in statements as people write them; others are left alone. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { applyEdits } from '../../../../../server/src/core/text/edit.ts';
import { changed, findingsOf, revisionAfter } from '../../../../support/one-revision.ts';

const history = `op.create_table("tenants", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("slug", sa.Text()))
for name in ("orders", "invoices", "payments"):
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False),
        sa.Column("number", sa.Text()),
    )`;

/** The SQL after the fix; undefined where there is none. It is found no more then. */
function fixed(rule: string, sql: string): string | undefined {
  const body = `op.execute("""${sql}""")`;
  const [finding] = findingsOf(rule, body, { history });
  assert.ok(finding, `nothing is found in ${sql}`);
  const [fix] = finding.fixes();
  if (fix === undefined) return undefined;
  const text = applyEdits(revisionAfter(body, { history }).text(changed) ?? '', fix.edits);
  const after = /op\.execute\("""([\s\S]*?)"""\)/.exec(text)?.[1] ?? '';
  assert.deepEqual(findingsOf(rule, `op.execute("""${after}""")`, { history }), []);
  return after;
}

describe('a join is held to one tenant', () => {
  const join = (sql: string) => fixed('tenant-join-mismatch', sql);

  test('in UPDATE and DELETE', () => {
    assert.equal(
      join(
        'UPDATE invoices i SET number = o.number FROM orders o WHERE o.tenant_id = 7 AND o.number = i.number RETURNING i.id',
      ),
      'UPDATE invoices i SET number = o.number FROM orders o WHERE o.tenant_id = 7 AND o.number = i.number AND o.tenant_id = i.tenant_id RETURNING i.id',
    );
    assert.equal(
      join('DELETE FROM invoices USING orders WHERE orders.tenant_id = :t AND orders.number = invoices.number'),
      'DELETE FROM invoices USING orders WHERE orders.tenant_id = :t AND orders.number = invoices.number AND orders.tenant_id = invoices.tenant_id',
    );
  });

  test('of three tables at once', () =>
    assert.equal(
      join(
        'UPDATE invoices SET number = o.number FROM orders o JOIN payments p ON p.number = o.number WHERE invoices.tenant_id = 7 AND o.number = invoices.number',
      ),
      'UPDATE invoices SET number = o.number FROM orders o JOIN payments p ON p.number = o.number WHERE invoices.tenant_id = 7 AND o.number = invoices.number AND o.tenant_id = invoices.tenant_id AND p.tenant_id = invoices.tenant_id',
    ));

  test('in INSERT, behind WHERE or behind the last ON', () => {
    const insert = 'INSERT INTO invoices (tenant_id, number) SELECT o.tenant_id, p.number FROM orders o';
    const link = 'AND p.tenant_id = o.tenant_id';
    assert.equal(
      join(`${insert} JOIN payments p ON p.number = o.number ORDER BY o.id`),
      `${insert} JOIN payments p ON p.number = o.number ${link} ORDER BY o.id`,
    );
    assert.equal(
      join(`${insert} JOIN payments p ON p.number = o.number WHERE o.id > 3 ON CONFLICT DO NOTHING`),
      `${insert} JOIN payments p ON p.number = o.number WHERE o.id > 3 ${link} ON CONFLICT DO NOTHING`,
    );
  });

  test('not where rows of an outer join would be lost, nor where there is no condition', () => {
    const insert = 'INSERT INTO invoices (tenant_id, number) SELECT o.tenant_id, p.number FROM orders o';
    assert.equal(join(`${insert} LEFT JOIN payments p ON p.number = o.number WHERE o.id > 3`), undefined);
    assert.equal(join(`${insert} LEFT JOIN payments p ON p.number = o.number`), undefined);
    assert.equal(join(`${insert}, payments p`), undefined);
  });
});

describe('inserted rows get a tenant', () => {
  const insert = (sql: string) => fixed('tenant-insert-missing', sql);

  test('each one, where they are given', () => {
    assert.equal(
      insert("INSERT INTO orders (number) VALUES ('0')\n    ON CONFLICT DO NOTHING"),
      "INSERT INTO orders (tenant_id, number) SELECT tenants.id, '0' FROM tenants\n        ON CONFLICT DO NOTHING",
    );
    assert.equal(
      insert("INSERT INTO orders (id, number) VALUES ( nextval('orders_id_seq'), upper('a') )"),
      "INSERT INTO orders (tenant_id, id, number) SELECT tenants.id, nextval('orders_id_seq'), upper('a') FROM tenants",
    );
  });

  test('that of the rows they are made from', () => {
    assert.equal(
      insert('INSERT INTO invoices (number) SELECT orders.number FROM orders'),
      'INSERT INTO invoices (tenant_id, number) SELECT orders.tenant_id, orders.number FROM orders',
    );
    assert.equal(
      insert('INSERT INTO invoices (number) SELECT upper(o.number) FROM tenants t JOIN orders o ON o.tenant_id = t.id'),
      'INSERT INTO invoices (tenant_id, number) SELECT o.tenant_id, upper(o.number) FROM tenants t JOIN orders o ON o.tenant_id = t.id',
    );
  });

  test('but not where another column would make other rows', () => {
    for (const sql of [
      "INSERT INTO orders (number) VALUES ('0'), ('1')",
      'INSERT INTO orders (number) VALUES (DEFAULT)',
      'INSERT INTO invoices (number) SELECT DISTINCT number FROM orders',
      'INSERT INTO invoices (number) SELECT number FROM orders GROUP BY number',
      'INSERT INTO invoices (number) SELECT max(number) FROM orders',
      'INSERT INTO invoices (number) SELECT number FROM orders UNION SELECT number FROM payments',
      'INSERT INTO invoices (number) WITH o AS (SELECT * FROM orders) SELECT number FROM o',
      'INSERT INTO invoices (number) SELECT o.number FROM tenants t LEFT JOIN orders o ON o.tenant_id = t.id',
      'INSERT INTO invoices (number) SELECT slug FROM tenants',
    ]) {
      assert.equal(insert(sql), undefined, sql);
    }
  });
});

/** The body after the preferred fix of the rule's only finding; undefined where there is none. It is found no more then. */
function rewritten(rule: string, body: string): string | undefined {
  const [finding, ...more] = findingsOf(rule, body, { history });
  assert.ok(finding, `nothing is found in ${body}`);
  assert.equal(more.length, 0);
  const [fix] = finding.fixes();
  if (fix === undefined) return undefined;
  const text = applyEdits(revisionAfter(body, { history }).text(changed) ?? '', fix.edits);
  const [, after = ''] = /def upgrade\(\):\n([\s\S]*?)\n\n\ndef downgrade/.exec(text) ?? [];
  const result = after.replace(/^ {4}/gm, '');
  assert.deepEqual(findingsOf(rule, result, { history }), []);
  return result;
}

test('the tenant goes to the head of keys and indexes', () => {
  assert.equal(
    rewritten('tenant-not-in-unique', "op.create_unique_constraint('uq', 'orders', ['number'])"),
    "op.create_unique_constraint('uq', 'orders', ['tenant_id', 'number'])",
  );
  assert.equal(
    rewritten('tenant-not-in-unique', 'op.execute("ALTER TABLE orders ADD CONSTRAINT uq UNIQUE (number)")'),
    'op.execute("ALTER TABLE orders ADD CONSTRAINT uq UNIQUE (tenant_id, number)")',
  );
  assert.equal(
    rewritten('tenant-not-leading-index', 'op.create_index("ix", "orders", ["number", "tenant_id"])'),
    'op.create_index("ix", "orders", ["tenant_id", "number"])',
  );
  const listed = 'columns = ["number"]\nop.create_unique_constraint("uq", "orders", columns)';
  assert.equal(rewritten('tenant-not-in-unique', listed), undefined);
});

test('a column that is unique in a new table on one line', () => {
  const table = (column: string, more = '') =>
    `op.create_table("bills", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False), ${column}${more})`;
  assert.equal(
    rewritten('tenant-not-in-unique', table('sa.Column("number", sa.Text(), unique=True, nullable=False)')),
    table('sa.Column("number", sa.Text(), nullable=False)', ', sa.UniqueConstraint("tenant_id", "number")'),
  );
});

test('columns of an INSERT are named where all values have theirs', () => {
  const insert = (sql: string) => rewritten('insert-without-columns', `op.execute("${sql}")`);
  assert.equal(
    insert("INSERT INTO orders VALUES (1, 7, 'a')"),
    `op.execute("INSERT INTO orders (id, tenant_id, number) VALUES (1, 7, 'a')")`,
  );
  assert.equal(
    insert('INSERT INTO orders VALUES (1, 7)'),
    'op.execute("INSERT INTO orders (id, tenant_id) VALUES (1, 7)")',
  );
  assert.equal(
    insert('INSERT INTO orders SELECT id, tenant_id FROM payments'),
    'op.execute("INSERT INTO orders (id, tenant_id) SELECT id, tenant_id FROM payments")',
  );
  assert.equal(insert('INSERT INTO orders SELECT * FROM payments'), undefined);
  assert.equal(insert('INSERT INTO strangers VALUES (1)'), undefined);
});

describe('one tenant at a time', () => {
  /** Where the tenants are listed for orders with these columns. */
  function listed(...columns: readonly string[]): string | undefined {
    const history = `op.create_table("tenants", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table("clients", sa.Column("number", sa.Integer(), primary_key=True))
op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("status", sa.Text()), ${columns.join(', ')})`;
    const tenant = {
      strategy: 'column',
      columns: ['tenant_id', 'client_id'],
      root: 'tenants',
      sharedTables: [],
    } as const;
    const around = { history, settings: { tenant } };
    const body = `op.execute("UPDATE orders SET status = 'open' WHERE status IS NULL")`;
    const [finding] = findingsOf('tenant-filter-missing', body, around);
    const [fix] = finding?.fixes() ?? [];
    assert.ok(fix);
    const text = applyEdits(revisionAfter(body, around).text(changed) ?? '', fix.edits);
    return /text\("(SELECT .*?)"\)/.exec(text)?.[1];
  }

  test('of the table that the column refers to, else of the rows', () => {
    assert.equal(listed('sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"))'), 'SELECT id FROM tenants');
    assert.equal(
      listed('sa.Column("client_id", sa.Integer(), sa.ForeignKey("clients.number"))'),
      'SELECT number FROM clients',
    );
    assert.equal(listed('sa.Column("client_id", sa.Integer())'), 'SELECT DISTINCT client_id FROM orders');
  });
});
