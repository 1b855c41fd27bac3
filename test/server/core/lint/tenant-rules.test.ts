/** Tenant and data rules where their examples don't reach: exemptions, strategies, and the facts they rest on. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { ProjectSnapshot } from '../../../../server/src/core/analysis.ts';
import { defaultSettings } from '../../../../server/src/core/lint/settings.ts';
import { applyEdits } from '../../../../server/src/core/text/edit.ts';
import { openText } from '../../../support/project.ts';

const tables = `op.create_table("tenants", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("slug", sa.Text()))
for name in ("orders", "invoices", "payments"):
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False),
        sa.Column("number", sa.Text()),
    )`;

const indented = (code: string) => code.replace(/^(?=.)/gm, '    ');

function project(body: string, history = tables, profile: 'recommended' | 'all' = 'recommended'): ProjectSnapshot {
  const revision = (id: string, down: string, upgrade: string) => `# file: versions/${id}.py
import sqlalchemy as sa
from alembic import op
revision = "${id}"
down_revision = ${down}


def upgrade():
${indented(upgrade)}


def downgrade():
    raise NotImplementedError("irreversible: a test")
`;
  const text = revision('0001', 'None', history) + revision('0002', '"0001"', body);
  // Rules of the strict profile that this file is about.
  const rules = { 'tenant-not-in-unique': { level: 'warning' }, 'insert-explicit-ids': { level: 'warning' } } as const;
  const snapshot = openText(text, { settings: { ...defaultSettings, profile, rules } });
  assert.deepEqual(snapshot.failures(), []);
  return snapshot;
}

const rulesOn = (body: string) =>
  project(body)
    .findings('versions/0002.py')
    .map(({ rule }) => rule);
const levelsOn = (body: string, rule: string) =>
  project(body)
    .findings('versions/0002.py')
    .flatMap((finding) => (finding.rule === rule ? [finding.level] : []));

describe('joins of tenant tables', () => {
  const join = (on: string) =>
    `op.execute("UPDATE invoices SET number = o.number FROM orders o WHERE invoices.tenant_id = :t AND ${on}")`;

  test('are told apart by what they are joined on', () => {
    const rule = 'tenant-join-mismatch';
    assert.deepEqual(levelsOn(join('o.number = invoices.number'), rule), ['error']);
    assert.deepEqual(levelsOn(join('o.id = invoices.id'), rule), ['info']);
    assert.deepEqual(levelsOn(join('o.number = invoices.number AND o.tenant_id = :t'), rule), []);
    assert.deepEqual(levelsOn(join('o.number = invoices.number AND o.tenant_id = invoices.tenant_id'), rule), []);
  });
});

describe('keys of tenant tables', () => {
  test('may leave the tenant out where they are global', () => {
    const index = (columns: string) =>
      `with op.get_context().autocommit_block():
    op.create_index("uq", "orders", ${columns}, unique=True, postgresql_concurrently=True)`;
    assert.deepEqual(rulesOn(index('["number"]')), ['tenant-not-in-unique']);
    assert.deepEqual(rulesOn(index('["tenant_id", "number"]')), []);
    assert.deepEqual(rulesOn(index('["id", "number"]')), []);
    assert.deepEqual(rulesOn(index('[sa.text("lower(number)")]')), []);
  });
});

describe('rows with keys of their own', () => {
  test('matter only where a sequence gives them', () => {
    const insert = (sql: string) => rulesOn(`op.execute("${sql}")`);
    assert.deepEqual(insert('INSERT INTO tenants (id) VALUES (1)'), ['insert-explicit-ids']);
    assert.deepEqual(insert("INSERT INTO tenants (id) VALUES (nextval('tenants_id_seq'))"), []);
    assert.deepEqual(insert("INSERT INTO tenants (slug) VALUES ('a')"), []);
    const plain = 'op.execute("CREATE TABLE codes (id integer PRIMARY KEY)")';
    const [finding] = project('op.execute("INSERT INTO codes (id) VALUES (1)")', plain).findings('versions/0002.py');
    assert.equal(finding, undefined);
  });
});

describe('columns that are not there', () => {
  test('are not claimed where the table is not wholly known', () => {
    assert.deepEqual(rulesOn(`op.execute("UPDATE tenants SET name = 'x' WHERE id = 1")`), ['dml-on-missing-column']);
    assert.deepEqual(rulesOn(`op.execute("UPDATE strangers SET name = 'x' WHERE id = 1")`), []);
    const helper = 'from app.migrations import add_name\nadd_name(op, "tenants")\n';
    assert.deepEqual(rulesOn(`${helper}op.execute("UPDATE tenants SET name = 'x' WHERE id = 1")`), []);
    assert.deepEqual(rulesOn(`op.execute("DELETE FROM tenants WHERE ctid = '(0,1)' AND id = 1")`), []);
  });
});

describe('colons and values in SQL text', () => {
  test('follow the expression of SQLAlchemy', () => {
    const update = (value: string) => rulesOn(`op.execute("UPDATE tenants SET slug = '${value}' WHERE id = 1")`);
    assert.deepEqual(update('Plan:anual'), []);
    assert.deepEqual(update('(:anual)'), ['execute-colon-bind']);
    assert.deepEqual(update('12:30'), []);
    assert.deepEqual(update('a::b'), []);
  });

  test('names are not values', () => {
    assert.deepEqual(rulesOn('from app import name\nop.execute(f"ANALYZE {name}")'), []);
    assert.deepEqual(rulesOn('name = "orders"\nop.execute(f"ANALYZE {name}")'), []);
  });
});

test('row level security on most tenant tables is detected, and known of each', () => {
  const guarded = `${tables}
for name in ("orders", "invoices"):
    op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
op.execute("ALTER TABLE orders FORCE ROW LEVEL SECURITY")`;
  const snapshot = project('pass', guarded);
  assert.equal(snapshot.tenancy.strategy, 'rls');
  assert.match(snapshot.tenancy.explanation, /row level security/);
  assert.deepEqual(snapshot.catalogue.tables.get('orders')?.rowSecurity, { enabled: true, forced: true });
  assert.equal(project('pass').tenancy.strategy, 'column');
});

test('calls that are no operations are kept, with what came before them', () => {
  const snapshot = project('import time, requests\nop.execute("ANALYZE orders")\ntime.sleep(1)\nrequests.get("x")');
  const calls = snapshot.migration('versions/0002.py')?.calls.upgrade ?? [];
  assert.deepEqual(
    calls.map(({ path, after }) => [path, after]),
    [
      ['time.sleep', 1],
      ['requests.get', 1],
    ],
  );
});

test('a change of unbounded rows beside DDL is told once', () => {
  const body =
    'op.add_column("tenants", sa.Column("a", sa.Text()))\nop.execute("UPDATE tenants SET slug = lower(slug)")';
  const rules = project(body, tables, 'all')
    .findings('versions/0002.py')
    .map(({ rule }) => rule);
  const known = ['update-without-where', 'backfill-unbatched', 'backfill-and-ddl-same-transaction'];
  assert.deepEqual(
    rules.filter((rule) => known.includes(rule)),
    ['update-without-where'],
  );
});

test('the mark for all tenants counts once it has a reason', () => {
  const file = 'versions/0002.py';
  const snapshot = project("op.execute('UPDATE orders SET number = NULL WHERE id > 1')");
  const [fix] = snapshot
    .findings(file)
    .flatMap((finding) => finding.fixes())
    .filter(({ title }) => title === 'Mark as meant for all tenants');
  assert.ok(fix);
  const marked = applyEdits(snapshot.text(file) ?? '', fix.edits);
  const rulesAfter = (text: string) =>
    snapshot
      .withFile(file, text)
      .findings(file)
      .map(({ rule }) => rule);
  assert.deepEqual(rulesAfter(marked), ['suppression-missing-reason', 'tenant-filter-missing']);
  assert.deepEqual(rulesAfter(marked.replace('ignore[tenant-filter-missing]', '$& numbers are global')), []);
});

test('rows are inserted for each tenant only where the column holds tenants', () => {
  const history = (referent: string) =>
    tables
      .replace('sa.ForeignKey("tenants.id")', `sa.ForeignKey("${referent}.id")`)
      .replace('for name', 'op.create_table("clients", sa.Column("id", sa.Integer(), primary_key=True))\nfor name');
  const body = `op.execute("INSERT INTO orders (number) VALUES ('first')")`;
  const titles = (referent: string, root: string) => {
    const { settings } = project(body, history(referent));
    const tenant = { ...settings.tenant, columns: ['tenant_id'], root };
    const finding = project(body, history(referent))
      .withSettings({ ...settings, tenant })
      .findings('versions/0002.py')
      .find(({ rule }) => rule === 'tenant-insert-missing');
    assert.ok(finding);
    return finding.fixes().flatMap(({ title }) => (title.startsWith('Insert it') ? [title] : []));
  };
  assert.deepEqual(titles('tenants', 'tenants'), ['Insert it once for each row of tenants']);
  assert.deepEqual(titles('clients', 'tenants'), []);
});
