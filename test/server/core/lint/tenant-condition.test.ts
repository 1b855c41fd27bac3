/** Which data changes stay within a tenant: predicates through joins, subqueries, CTEs, parameters; and what is exempt. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Finding } from '../../../../server/src/core/lint/finding.ts';
import { openText } from '../../../support/project.ts';

const history = `# file: versions/0001_schema.py
from alembic import op
import sqlalchemy as sa
revision = "0001"
down_revision = None


def upgrade():
    op.create_table("tenants", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("slug", sa.Text()))
    op.create_table("countries", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
    for name in ("orders", "users", "invoices"):
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id")),
            sa.Column("user_id", sa.Integer()),
            sa.Column("status", sa.Text()),
        )
    op.create_table(
        "lines",
        sa.Column("order_id", sa.Integer(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("tenant_id", sa.Integer()),
        sa.Column("status", sa.Text()),
    )


def downgrade():
    pass
`;

/** Rules with questions of their own to the same statements. */
const others: ReadonlySet<string> = new Set(['tenant-filter-hardcoded', 'tenant-join-mismatch']);

/** Rules that speak of a revision whose `upgrade()` is this. */
function rulesOn(body: string): readonly string[] {
  return findingsOn(body).map((finding) => finding.rule);
}

function levelsOn(body: string): readonly string[] {
  return findingsOn(body).map((finding) => finding.level);
}

function findingsOn(body: string): readonly Finding[] {
  const snapshot = openText(revisionWith(body));
  assert.deepEqual(snapshot.failures(), []);
  return snapshot.findings('versions/0002_change.py').filter(({ rule }) => !others.has(rule));
}

function revisionWith(body: string): string {
  return `${history}# file: versions/0002_change.py
from alembic import op
import sqlalchemy as sa
revision = "0002"
down_revision = "0001"


def upgrade():
${body.replace(/^(?=.)/gm, '    ')}


def downgrade():
    raise NotImplementedError("irreversible: a test")
`;
}

const sql = (statement: string) => rulesOn(`op.execute("""${statement}""")`);

describe('stays within a tenant', () => {
  const statements = [
    'UPDATE orders SET status = 1 WHERE tenant_id = 5',
    'UPDATE orders SET status = 1 WHERE tenant_id = :tenant AND status IS NULL',
    'UPDATE orders o SET status = 1 WHERE o.tenant_id IN (1, 2)',
    'UPDATE orders SET status = 1 WHERE tenant_id = ANY(:ids)',
    'UPDATE orders SET status = 1 WHERE tenant_id IN (SELECT id FROM tenants WHERE slug = :slug)',
    'UPDATE orders SET tenant_id = 1 WHERE tenant_id IS NULL',
    "UPDATE orders SET status = 1 FROM tenants t WHERE orders.tenant_id = t.id AND t.slug = 'x'",
    'UPDATE orders SET status = 1 FROM users u WHERE u.id = orders.user_id AND u.tenant_id = :t',
    'UPDATE orders SET status = 1 FROM (SELECT id FROM users WHERE tenant_id = :t) u WHERE u.id = orders.user_id',
    'UPDATE orders SET status = 1 WHERE user_id IN (SELECT id FROM users WHERE tenant_id = :t)',
    'UPDATE orders SET status = 1 WHERE EXISTS (SELECT 1 FROM users u WHERE u.id = user_id AND u.tenant_id = 3)',
    'UPDATE orders SET status = 1 WHERE user_id = (SELECT min(id) FROM users WHERE tenant_id = :t)',
    'WITH mine AS (SELECT id FROM users WHERE tenant_id = :t) UPDATE orders SET status = 1 FROM mine WHERE mine.id = orders.user_id',
    'WITH mine AS (SELECT id FROM users WHERE tenant_id = :t) DELETE FROM orders WHERE user_id IN (SELECT id FROM mine)',
    'DELETE FROM orders USING users u WHERE u.id = orders.user_id AND u.tenant_id = orders.tenant_id',
    'UPDATE orders SET status = 1 WHERE (tenant_id = 1 AND user_id = 2) OR (tenant_id = 2 AND user_id = 3)',
    'DELETE FROM orders WHERE NOT (tenant_id <> 4)',
  ];
  for (const statement of statements) test(statement, () => assert.deepEqual(sql(statement), []));
});

describe('crosses the border', () => {
  const statements = [
    'UPDATE orders SET status = 1',
    'DELETE FROM orders',
    'UPDATE orders SET status = 1 WHERE true',
    'UPDATE orders SET status = 1 WHERE status IS NULL',
    'UPDATE orders SET status = 1 WHERE tenant_id = 1 OR status IS NULL',
    'UPDATE orders SET status = 1 WHERE tenant_id = tenant_id',
    'UPDATE orders SET status = 1 WHERE tenant_id IS NOT NULL',
    'UPDATE orders SET status = 1 WHERE user_id NOT IN (SELECT id FROM users WHERE tenant_id = :t)',
    'UPDATE orders SET status = 1 FROM users u WHERE u.id = orders.user_id',
    'UPDATE orders SET status = 1 WHERE user_id IN (SELECT id FROM users WHERE status IS NULL)',
    'WITH all_of_them AS (SELECT id FROM users) DELETE FROM orders WHERE user_id IN (SELECT id FROM all_of_them)',
    'UPDATE orders SET status = (SELECT status FROM users WHERE users.id = orders.user_id)',
    'UPDATE lines SET status = 1 WHERE order_id = 7',
  ];
  for (const statement of statements)
    test(statement, () => assert.deepEqual(sql(statement), ['tenant-filter-missing']));

  test('with Core, and through a connection', () => {
    const table = 'orders = sa.table("orders", sa.column("status"), sa.column("tenant_id"))\n';
    assert.deepEqual(rulesOn(`${table}op.execute(orders.update().values(status="x"))`), ['tenant-filter-missing']);
    assert.deepEqual(rulesOn(`${table}op.get_bind().execute(sa.delete(orders).where(orders.c.status == "x"))`), [
      'tenant-filter-missing',
    ]);
    assert.deepEqual(
      rulesOn(`${table}op.execute(orders.update().where(orders.c.tenant_id == 5).values(status="x"))`),
      [],
    );
  });
});

describe('is exempt', () => {
  test('single rows by the whole primary key', () => {
    assert.deepEqual(sql('UPDATE orders SET status = 1 WHERE id = 7'), []);
    assert.deepEqual(sql('DELETE FROM orders WHERE id IN (7, 8)'), []);
    assert.deepEqual(sql('UPDATE lines SET status = 1 WHERE order_id = 7 AND number = :n'), []);
    assert.deepEqual(sql('UPDATE orders SET status = 1 WHERE id > 7'), ['tenant-filter-missing']);
  });

  test('a table without the column', () => assert.deepEqual(sql("UPDATE countries SET name = 'x' WHERE id > 3"), []));

  test('a backfill of a column that this revision adds, and of nothing else', () => {
    const add = 'op.add_column("orders", sa.Column("kind", sa.Text()))\n';
    assert.deepEqual(rulesOn(`${add}op.execute("UPDATE orders SET kind = status")`), []);
    assert.deepEqual(rulesOn(`${add}op.execute("UPDATE orders SET kind = status, status = NULL")`), [
      'tenant-filter-missing',
    ]);
  });

  test('what was reviewed, with a reason', () => {
    assert.deepEqual(sql('-- all-tenants: statuses are global\nUPDATE orders SET status = 1'), []);
    assert.deepEqual(sql('/* all-tenants: statuses are global */ UPDATE orders SET status = 1'), []);
    assert.deepEqual(sql('-- all-tenants:\nUPDATE orders SET status = 1'), ['tenant-filter-missing']);
  });

  test('what is only known when the migration runs', () => {
    assert.deepEqual(rulesOn(`import os\nop.execute(f"UPDATE orders SET status = 1 WHERE {os.environ['W']}")`), []);
  });

  test('a table that this revision makes', () => {
    const create =
      'op.create_table("fresh", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("tenant_id", sa.Integer()))\n';
    assert.deepEqual(rulesOn(`${create}op.execute("UPDATE fresh SET id = 2")`), []);
  });
});

describe('a new table', () => {
  const create = (columns: string) =>
    `op.create_table("fresh", sa.Column("id", sa.Integer(), primary_key=True)${columns === '' ? '' : `, ${columns}`})\n`;

  test('needs the column, now or before the revision ends', () => {
    assert.deepEqual(rulesOn(create('')), ['tenant-column-missing']);
    assert.deepEqual(rulesOn(create('sa.Column("tenant_id", sa.Integer())')), []);
    assert.deepEqual(rulesOn(`${create('')}op.add_column("fresh", sa.Column("tenant_id", sa.Integer()))`), []);
    assert.deepEqual(rulesOn(`${create('')}op.drop_table("fresh")`), []);
  });

  test('that links two tenant tables is only mentioned', () => {
    const link =
      'sa.Column("order_id", sa.Integer(), sa.ForeignKey("orders.id")), sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"))';
    assert.deepEqual(levelsOn(create(link)), ['info']);
    assert.deepEqual(levelsOn(create('')), ['warning']);
  });

  test('of unknown columns, or a partition, is not judged', () => {
    assert.deepEqual(rulesOn('from app import columns\nop.create_table("fresh", *columns)'), []);
    assert.deepEqual(sql("CREATE TABLE orders_2026 PARTITION OF orders FOR VALUES FROM ('a') TO ('b')"), []);
  });
});

test('the place is the command, also behind a WITH', () => {
  const snapshot = openText(revisionWith('op.execute("WITH x AS (SELECT 1) UPDATE orders SET status = 1 FROM x")'));
  const [finding] = snapshot.findings('versions/0002_change.py');
  const text = snapshot.text('versions/0002_change.py') ?? '';
  assert.equal(text.slice(finding?.span.start, finding?.span.end), 'UPDATE orders');
});
