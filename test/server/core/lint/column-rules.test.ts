/** Rules on columns where their examples don't reach: exemptions, overlaps, and the facts they rest on. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { ProjectSnapshot } from '../../../../server/src/core/analysis.ts';
import { defaultSettings, type LintSettings } from '../../../../server/src/core/lint/settings.ts';
import { applyEdits } from '../../../../server/src/core/text/edit.ts';
import { openText } from '../../../support/project.ts';

const tables = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")),
    sa.Column("state", sa.Enum("open", "paid", name="order_state"), nullable=False, server_default="open"),
    sa.Column("code", sa.String(20)),
    sa.Column("number", sa.Text()),
    sa.Column("at", sa.DateTime()),
    sa.Column("total", sa.Numeric(8, 2)),
    sa.Column("count", sa.Integer()),
)`;

const indented = (code: string) => code.replace(/^(?=.)/gm, '    ');

function revision(id: string, down: string, upgrade: string): string {
  return `# file: versions/${id}.py
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = "${id}"
down_revision = ${down}


def upgrade():
${indented(upgrade)}


def downgrade():
    raise NotImplementedError("irreversible: a test")
`;
}

interface Given extends Partial<LintSettings> {
  /** What an earlier revision does beside making the tables. */
  readonly history?: string;
}

function project(body: string, { history = 'pass', ...settings }: Given = {}): ProjectSnapshot {
  const text =
    revision('0001', 'None', tables) + revision('0002', '"0001"', history) + revision('0003', '"0002"', body);
  const snapshot = openText(text, { settings: { ...defaultSettings, profile: 'all', ...settings } });
  assert.deepEqual(snapshot.failures(), []);
  return snapshot;
}

const findings = (body: string, given?: Given) => project(body, given).findings('versions/0003.py');

/** The rules of this family that speak; what others say of the same lines is theirs. */
const family =
  /^(add-column-|alter-column-|alter-default|drop-not-null|drop-server|python-default|computed-|rename-|set-|generated-|create-index-b|add-unique-c|add-fk-v|add-check-v)/;

function said(body: string, given?: Given): readonly string[] {
  return findings(body, given).flatMap(({ rule, level }) =>
    family.test(rule) ? [level === 'info' ? `${rule} (info)` : rule] : [],
  );
}

const small: Given = { smallTables: ['orders', 'users'] };

describe('one hazard is told once', () => {
  test('an index or key that comes with a column', () => {
    assert.deepEqual(said('op.add_column("orders", sa.Column("a", sa.Text(), index=True))'), [
      'add-column-builds-index',
    ]);
    assert.deepEqual(said('op.add_column("orders", sa.Column("a", sa.Text(), unique=True))'), [
      'add-column-builds-index',
    ]);
    assert.deepEqual(said('op.add_column("orders", sa.Column("a", sa.Integer(), sa.ForeignKey("users.id")))'), [
      'add-column-fk-second-scan',
    ]);
  });

  test('a type that is narrower, or that nothing casts to', () => {
    assert.deepEqual(said('op.alter_column("orders", "code", type_=sa.String(10))'), ['alter-column-type-narrowing']);
    assert.deepEqual(said('op.alter_column("orders", "number", type_=sa.Integer())'), [
      'alter-column-type-missing-using',
    ]);
    assert.deepEqual(said('op.alter_column("orders", "count", type_=sa.BigInteger())'), ['alter-column-type-rewrite']);
    assert.deepEqual(said('op.alter_column("orders", "code", type_=sa.String(30))'), [
      'alter-column-type-cached-plans (info)',
    ]);
  });

  test('a required column without a value', () => {
    assert.deepEqual(said('op.add_column("orders", sa.Column("a", sa.Integer(), nullable=False, default=0))'), [
      'add-column-not-null-no-default',
    ]);
  });
});

describe('a table of the same revision', () => {
  test('takes columns of every kind', () => {
    const body = `op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", sa.String(9)))
op.add_column("items", sa.Column("b", sa.Text(), index=True))
op.add_column("items", sa.Column("c", sa.Text(), unique=True))
op.add_column("items", sa.Column("d", sa.Integer(), sa.ForeignKey("users.id")))
op.add_column("items", sa.Column("e", sa.Integer(), sa.CheckConstraint("e > 0")))
op.add_column("items", sa.Column("f", sa.Integer(), sa.Identity()))
op.add_column("items", sa.Column("g", sa.Integer(), sa.Computed("id + 1", persisted=True)))
op.alter_column("items", "a", type_=sa.String(3))
op.alter_column("items", "a", type_=sa.Text(), nullable=False)
op.alter_column("items", "a", nullable=True)
op.alter_column("items", "a", server_default="x")
op.alter_column("items", "a", server_default=None)
op.execute("ALTER TABLE items ALTER COLUMN a SET STORAGE EXTERNAL")
op.rename_table("items", "things")`;
    assert.deepEqual(said(body), []);
  });
});

test('small tables are spared waiting, not failures', () => {
  const cheap = `op.add_column("orders", sa.Column("a", sa.Text(), index=True))
op.add_column("orders", sa.Column("b", sa.Text(), unique=True))
op.add_column("orders", sa.Column("c", sa.Integer(), sa.ForeignKey("users.id")))
op.add_column("orders", sa.Column("d", sa.Integer(), sa.CheckConstraint("d > 0")))
op.add_column("orders", sa.Column("e", sa.Integer(), sa.Identity()))
op.add_column("orders", sa.Column("f", sa.Integer(), sa.Computed("id + 1", persisted=True)))
op.alter_column("orders", "count", type_=sa.BigInteger())`;
  assert.deepEqual(said(cheap, small), []);
  assert.deepEqual(said('op.rename_table("orders", "sales")', small), ['rename-table']);
  assert.deepEqual(said('op.alter_column("orders", "number", type_=sa.Integer())', small), [
    'alter-column-type-missing-using',
  ]);
  const narrowed = findings('op.alter_column("orders", "code", type_=sa.String(10))', small);
  const narrowing = narrowed.find(({ rule }) => rule === 'alter-column-type-narrowing');
  assert.equal(narrowing?.level, 'warning');
  assert.doesNotMatch(narrowing?.message ?? '', /wait/);
});

test('other dialects and the past are not spoken of', () => {
  const body = `if op.get_bind().dialect.name == "sqlite":
    op.add_column("orders", sa.Column("a", sa.Text(), index=True))
    op.alter_column("orders", "number", type_=sa.Integer())`;
  assert.deepEqual(said(body), []);
  const change = 'op.alter_column("orders", "number", type_=sa.Integer())\nop.rename_table("orders", "sales")';
  assert.deepEqual(said(change, { startAfter: '0003' }), []);
  assert.equal(said(change).length, 2);
});

describe('foreign keys of new columns', () => {
  test('inside ADD COLUMN cost nothing unless the column has a default', () => {
    const column = 'sa.Column("a", sa.Integer(), sa.ForeignKey("users.id"))';
    assert.deepEqual(said(`op.add_column("orders", ${column}, inline_references=True)`), []);
    assert.deepEqual(said('op.execute("ALTER TABLE orders ADD COLUMN a integer REFERENCES users (id)")'), []);
    assert.deepEqual(said('op.execute("ALTER TABLE orders ADD COLUMN a integer DEFAULT 1 REFERENCES users (id)")'), [
      'add-column-fk-second-scan',
    ]);
  });
});

describe('enums of new columns', () => {
  const add = 'op.add_column("orders", sa.Column("a", sa.Enum("x", "y", name="kind")))';

  test('are there when a revision has made them, whatever way', () => {
    assert.deepEqual(said(add), ['add-column-enum-type-missing']);
    assert.deepEqual(said(add, { history: `op.execute("CREATE TYPE kind AS ENUM ('x', 'y')")` }), []);
    assert.deepEqual(said(`sa.Enum("x", "y", name="kind").create(op.get_bind(), checkfirst=True)\n${add}`), []);
    assert.deepEqual(said('op.add_column("orders", sa.Column("a", sa.Enum("open", "paid", name="order_state")))'), []);
    assert.deepEqual(said('op.add_column("orders", sa.Column("a", sa.Enum("x", name="kind", native_enum=False)))'), []);
  });

  test('are not claimed to be missing where not everything is known', () => {
    assert.deepEqual(said(add.replace('"orders"', '"strangers"')), []);
    assert.deepEqual(said(`from app.migrations import make_types\nmake_types(op)\n${add}`), []);
    assert.deepEqual(said(`op.execute("DO $$ BEGIN CREATE TYPE kind AS ENUM ('x'); END $$")\n${add}`), []);
  });
});

describe('defaults that only SQLAlchemy knows', () => {
  const add = (column: string) =>
    said(`op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a", ${column}))`);

  test('matter where the column needs a value that the database could give', () => {
    assert.deepEqual(add('sa.Integer(), default=0, nullable=False'), ['python-default-has-no-ddl']);
    assert.deepEqual(add('sa.DateTime(), default=sa.func.now(), nullable=False'), ['python-default-has-no-ddl']);
    assert.deepEqual(add('sa.Integer(), default=0'), ['python-default-has-no-ddl (info)']);
    assert.deepEqual(add('sa.Uuid(), default=uuid.uuid4, nullable=False'), ['python-default-has-no-ddl (info)']);
    assert.deepEqual(add('sa.Integer(), default=0, server_default="0", nullable=False'), []);
  });
});

describe('NOT NULL', () => {
  const set = 'op.alter_column("orders", "code", nullable=False)';
  const rule = 'set-not-null-without-backfill';

  test('needs rows that were filled, in this revision or before', () => {
    assert.ok(said(set).includes(rule));
    const fill = `op.execute("UPDATE orders SET code = '' WHERE code IS NULL")`;
    assert.ok(!said(set, { history: fill }).includes(rule));
    assert.ok(!said(`${fill}\n${set}`).includes(rule));
    assert.ok(said(`op.execute("UPDATE orders SET code = NULL WHERE id = 1")\n${set}`).includes(rule));
  });

  test('is free where a validated check proves it', () => {
    const check = 'op.create_check_constraint("ck", "orders", "code IS NOT NULL")';
    assert.deepEqual(said(set, { history: check }), []);
  });

  test('that is NOT VALID is proven by its validation, and offered from PostgreSQL 18 on', () => {
    const add = 'op.execute("ALTER TABLE orders ADD CONSTRAINT code_nn NOT NULL code NOT VALID")';
    const validate = 'op.execute("ALTER TABLE orders VALIDATE CONSTRAINT code_nn")';
    const scan = 'set-not-null-scan';
    assert.deepEqual(said(add), []);
    assert.ok(said(set, { history: add }).includes(scan));
    assert.ok(!said(set, { history: `${add}\n${validate}` }).includes(scan));
    assert.ok(said(set, { history: `${add}\nop.drop_constraint("code_nn", "orders")` }).includes(scan));
    const titles = (postgresVersion: number) =>
      findings(set, { postgresVersion }).flatMap(({ rule, fixes }) =>
        rule === scan ? fixes().map(({ title }) => title) : [],
      );
    const proof = 'Prove that code is never NULL before setting NOT NULL';
    assert.deepEqual(titles(17), [proof]);
    assert.deepEqual(titles(18), [
      proof,
      'Add NOT NULL as NOT VALID and validate it, on PostgreSQL 18 (assumed: set postgres-version)',
    ]);
    const [finding] = findings(set, { postgresVersion: 18 }).filter(({ rule }) => rule === scan);
    const text = project(set).migration('versions/0003.py')?.text ?? '';
    assert.match(
      applyEdits(text, finding?.fixes()[1]?.edits ?? []),
      /execute\("ALTER TABLE orders ADD CONSTRAINT orders_code_not_null NOT NULL code NOT VALID"\)\n {4}with op\.get_context\(\)\.autocommit_block\(\):\n {8}op\.execute\("ALTER TABLE orders VALIDATE CONSTRAINT orders_code_not_null"\)/,
    );
  });

  test('is dropped from columns that have it', () => {
    assert.deepEqual(said('op.alter_column("orders", "state", nullable=True)'), ['drop-not-null (info)']);
    assert.deepEqual(said('op.alter_column("orders", "code", nullable=True)'), ['alter-column-noop (info)']);
  });
});

describe('the default of a required column', () => {
  const drop = 'op.alter_column("orders", "state", server_default=None)';

  test('may go where no release relies on it', () => {
    assert.deepEqual(said(drop), ['drop-server-default']);
    assert.deepEqual(said('op.alter_column("orders", "code", server_default=None)'), ['alter-column-noop (info)']);
    const own = 'op.add_column("orders", sa.Column("a", sa.Text(), nullable=False, server_default="x"))';
    assert.deepEqual(said(`${own}\nop.alter_column("orders", "a", server_default=None)`), []);
  });
});

describe('types', () => {
  const alter = (column: string, type: string, more = '') =>
    said(`op.alter_column("orders", "${column}", type_=${type}${more})`);

  test("narrow where some values don't fit", () => {
    const narrower = ['alter-column-type-narrowing'];
    assert.deepEqual(alter('count', 'sa.SmallInteger()'), narrower);
    assert.deepEqual(alter('total', 'sa.Numeric(8, 1)'), narrower);
    assert.deepEqual(alter('total', 'sa.Numeric(7, 2)'), narrower);
    assert.deepEqual(alter('number', 'sa.String(10)'), narrower);
    assert.deepEqual(alter('at', 'sa.Date()'), narrower);
    assert.deepEqual(alter('total', 'sa.Numeric(10, 3)'), ['alter-column-type-rewrite']);
  });

  test('are converted by themselves, or say how', () => {
    const missing = ['alter-column-type-missing-using'];
    assert.deepEqual(alter('number', 'sa.Enum("open", "paid", name="order_state")'), missing);
    assert.deepEqual(alter('code', 'sa.Uuid()'), missing);
    assert.deepEqual(alter('count', 'sa.Boolean()'), missing);
    assert.deepEqual(alter('count', 'sa.Text()'), ['alter-column-type-rewrite']);
    assert.deepEqual(alter('number', 'sa.Integer()', ', postgresql_using="number::integer"'), [
      'alter-column-type-rewrite',
    ]);
    assert.deepEqual(alter('number', 'app.types.Money()'), ['alter-column-type-rewrite']);
  });

  test('of timestamps follow the zone of the session', () => {
    const change = 'op.alter_column("orders", "at", type_=sa.DateTime(timezone=True))';
    const rule = ['alter-column-type-timezone'];
    assert.deepEqual(said(change), rule);
    assert.deepEqual(said(`op.execute("SET LOCAL TimeZone = 'UTC'")\n${change}`), []);
    assert.deepEqual(said(`op.execute("SET TIME ZONE 'UTC'")\n${change}`), []);
    assert.deepEqual(said(`op.execute("SET LOCAL TimeZone = 'Europe/Madrid'")\n${change}`), rule);
    const committed = `op.execute("SET LOCAL TimeZone = 'UTC'")
with op.get_context().autocommit_block():
    op.execute("ANALYZE orders")
${change}`;
    assert.deepEqual(said(committed), ['set-local-in-autocommit', ...rule]);
  });

  test('of two ends of a key change together or not', () => {
    const rule = 'alter-column-type-fk-mismatch';
    const users = 'op.alter_column("users", "id", type_=sa.BigInteger())';
    const orders = 'op.alter_column("orders", "user_id", type_=sa.BigInteger())';
    assert.ok(said(users).includes(rule));
    assert.ok(!said(`${users}\n${orders}`).includes(rule));
    assert.ok(!said(orders, { history: users }).includes(rule));
  });

  test('are fixed while a view reads the column', () => {
    const rule = 'alter-column-type-dependent-view';
    const change = 'op.alter_column("orders", "code", type_=sa.String(30))';
    const view = (query: string) => said(change, { history: `op.execute("CREATE VIEW v AS ${query}")` }).includes(rule);
    assert.ok(view('SELECT code FROM orders'));
    assert.ok(view('SELECT * FROM orders'));
    assert.ok(view('SELECT orders.code FROM orders JOIN users ON users.id = user_id'));
    assert.ok(!view('SELECT number FROM orders'));
    assert.ok(!view('SELECT code FROM orders JOIN strangers USING (id)'));
    const made = 'op.execute("CREATE VIEW v AS SELECT code FROM orders")';
    const safe = `op.execute("DROP VIEW v")\n${change}\n${made}`;
    assert.deepEqual(
      said(safe, { history: made }).filter((each) => each === rule),
      [],
    );
  });
});

describe('numbers of a sequence', () => {
  const forms = {
    text: `op.add_column("orders", sa.Column("x", sa.Integer(), server_default=sa.text("nextval('seq')")))`,
    cast: `op.add_column("orders", sa.Column("x", sa.Integer(), server_default=sa.text("nextval('seq'::regclass)")))`,
    function: 'op.add_column("orders", sa.Column("x", sa.Integer(), server_default=sa.func.nextval("seq")))',
    sequence: 'op.add_column("orders", sa.Column("x", sa.Integer(), server_default=sa.Sequence("seq").next_value()))',
    'of a sequence':
      'seq = sa.Sequence("seq")\nop.add_column("orders", sa.Column("x", sa.Integer(), server_default=sa.func.next_value(seq)))',
    SQL: `op.execute("ALTER TABLE orders ADD x int DEFAULT nextval('seq')")`,
    'inside an expression': `op.execute("ALTER TABLE orders ADD x text DEFAULT 'N' || nextval('seq')::text")`,
    'in a batch block': `with op.batch_alter_table("orders") as batch_op:
    batch_op.add_column(sa.Column("x", sa.Integer(), server_default=sa.text("nextval('seq')")))`,
  };
  for (const [form, body] of Object.entries(forms)) {
    test(`are a value per row: ${form}`, () => assert.deepEqual(said(body), ['add-column-volatile-default']));
  }

  test('cost a new table nothing', () => {
    const made = 'op.create_table("fresh", sa.Column("id", sa.Integer(), primary_key=True))';
    assert.deepEqual(said(`${made}\n${forms.text.replace('"orders"', '"fresh"')}`), []);
  });
});

describe('names', () => {
  test('may change where something has the old one afterwards', () => {
    const rename = 'op.rename_table("orders", "sales")';
    assert.deepEqual(said(rename), ['rename-table']);
    assert.deepEqual(said(`${rename}\nop.execute("CREATE VIEW orders AS SELECT * FROM sales")`), []);
    assert.deepEqual(said(`${rename}\nop.execute("CREATE VIEW orders AS SELECT id, code FROM sales")`), [
      'rename-table',
    ]);
    const swap = `op.execute("CREATE TABLE orders_new (LIKE orders INCLUDING ALL)")
op.rename_table("orders", "orders_old")
op.rename_table("orders_new", "orders")`;
    assert.deepEqual(said(swap), []);
    const unread = 'op.rename_table("orders", "orders_old")\nop.rename_table("made_by_hand", "orders")';
    assert.deepEqual(said(unread), ['rename-table']);
  });

  test('are gone where another table or a mere mention has the old one', () => {
    const messages = (body: string) =>
      findings(body).flatMap(({ rule, message }) => (rule === 'rename-table' ? [message] : []));
    const rename = 'op.rename_table("orders", "sales")';
    const gone = 'Renaming orders breaks the application that is running: it still asks for orders.';
    assert.deepEqual(messages(`${rename}\nop.add_column("orders", sa.Column("note", sa.Text()))`), [gone]);
    assert.deepEqual(messages(`${rename}\nop.execute("UPDATE orders SET code = ''")`), [gone]);
    assert.deepEqual(
      messages(`${rename}\nop.execute("CREATE VIEW orders AS SELECT * FROM sales")\nop.execute("DROP VIEW orders")`),
      [gone],
    );
    const other = `${rename}\nop.create_table("orders", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("code", sa.Text()))`;
    assert.deepEqual(messages(other), [
      'Renaming orders breaks the application that is running: what takes the name lacks user_id, state, number, at, total, count.',
    ]);
  });

  test('of values may change in an enum of the same revision', () => {
    const rename = `op.execute("ALTER TYPE kind RENAME VALUE 'x' TO 'y'")`;
    const made = `op.execute("CREATE TYPE kind AS ENUM ('x')")`;
    assert.deepEqual(said(rename, { history: made }), ['rename-enum-value']);
    assert.deepEqual(said(`${made}\n${rename}`), []);
  });
});

test('what a call says is there already is told of, and removed', () => {
  const body = `op.alter_column("orders", "state", existing_nullable=False, nullable=False)
op.alter_column("orders", "code", type_=sa.String(20), server_default="x")`;
  const snapshot = project(body);
  const idle = snapshot.findings('versions/0003.py').filter(({ rule }) => rule === 'alter-column-noop');
  assert.equal(idle.length, 2);
  const text = snapshot.migration('versions/0003.py')?.text ?? '';
  const fixed = applyEdits(
    text,
    idle.flatMap((each) => each.fixes()[0]?.edits ?? []),
  );
  assert.doesNotMatch(fixed, /"state"|type_=/);
  assert.match(fixed, /op\.alter_column\("orders", "code", server_default="x"\)/);
});
