/** Rules about constraints where their examples don't reach: exemptions, the rest of the history, what the server does. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { ProjectInput, ProjectSnapshot } from '../../../../server/src/core/analysis.ts';
import { defaultSettings } from '../../../../server/src/core/lint/settings.ts';
import { openText } from '../../../support/project.ts';

const tables = `op.create_table("users", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("email", sa.Text()))
op.create_table("shops", sa.Column("id", sa.BigInteger(), primary_key=True))
op.create_table(
    "orders",
    sa.Column("id", sa.BigInteger(), primary_key=True),
    sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("users.id", name="fk_user")),
    sa.Column("shop_id", sa.BigInteger()),
    sa.Column("price", sa.Integer()),
    sa.Column("code", sa.Text(), nullable=False),
    sa.CheckConstraint("price >= 0", name="ck_price"),
    sa.CheckConstraint("code IS NOT NULL", name="ck_code"),
    sa.UniqueConstraint("code", name="uq_code"),
)`;

const key = 'op.create_foreign_key("fk", "orders", "shops", ["shop_id"], ["id"], postgresql_not_valid=True)';
const check = 'op.create_check_constraint("ck", "orders", "price > 1", postgresql_not_valid=True)';
const validate = 'op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck")';
const small = { settings: { ...defaultSettings, profile: 'all', smallTables: ['users', 'orders', 'shops'] } } as const;

/** Revisions one after the other, the first of them with the tables; a second string after `|` is the parent. */
function history(bodies: readonly string[], given: Partial<ProjectInput> = {}): ProjectSnapshot {
  const files = [tables, ...bodies].map((body, i) => {
    const [, parent, code = body] = /^<- (\d+)\n([\s\S]*)$/.exec(body) ?? [];
    const down = i === 0 ? 'None' : `"${parent ?? i}"`;
    return `# file: versions/${i + 1}.py
import sqlalchemy as sa
from alembic import op
revision = "${i + 1}"
down_revision = ${down}


def upgrade():
${code.replace(/^(?=.)/gm, '    ')}


def downgrade():
    raise NotImplementedError("irreversible: a test")
`;
  });
  const snapshot = openText(files.join(''), { settings: { ...defaultSettings, profile: 'all' }, ...given });
  assert.deepEqual(snapshot.failures(), []);
  return snapshot;
}

function levels(snapshot: ProjectSnapshot, file: string, rule: string): readonly string[] {
  return snapshot.findings(file).flatMap((each) => (each.rule === rule ? [each.level] : []));
}

const says = (rule: string, body: string, given?: Partial<ProjectInput>) =>
  levels(history([body], given), 'versions/2.py', rule);

describe('constraint-left-not-valid', () => {
  const rule = 'constraint-left-not-valid';
  const first = (...later: readonly string[]) => levels(history([check, ...later]), 'versions/2.py', rule);

  test('is a hint at the end of the history, and a warning once it goes on', () => {
    assert.deepEqual(first(), ['info']);
    assert.deepEqual(first('pass'), ['warning']);
  });

  test('is silent when any later revision, of whichever branch, validates or drops it', () => {
    assert.deepEqual(first('pass', validate), []);
    assert.deepEqual(first('pass', `<- 2\n${validate}`), []);
    assert.deepEqual(first('op.drop_constraint("ck", "orders")'), []);
    assert.deepEqual(first('op.drop_table("orders")'), []);
  });

  test('knows it under other names', () => {
    const renamed = `op.rename_table("orders", "sales")
op.execute("ALTER TABLE sales RENAME CONSTRAINT ck TO positive")`;
    assert.deepEqual(first(renamed), ['warning']);
    assert.deepEqual(first(renamed, 'op.execute("ALTER TABLE sales VALIDATE CONSTRAINT positive")'), []);
  });

  test('follows a change of the later revision', () => {
    const snapshot = history([check, 'pass']);
    assert.deepEqual(levels(snapshot, 'versions/2.py', rule), ['warning']);
    const text = snapshot.text('versions/3.py') ?? '';
    const changed = snapshot.withFile('versions/3.py', text.replace('    pass', `    ${validate}`));
    assert.deepEqual(levels(changed, 'versions/2.py', rule), []);
    assert.deepEqual(levels(changed.withFile('versions/3.py', text), 'versions/2.py', rule), ['warning']);
  });

  test('says nothing of a history with holes', () => {
    assert.deepEqual(levels(history([check, 'pass'], { complete: false }), 'versions/2.py', rule), []);
  });

  test('says nothing of what is not enforced', () =>
    assert.deepEqual(
      says(rule, 'op.execute("ALTER TABLE orders ADD CONSTRAINT c CHECK (price > 1) NOT ENFORCED")'),
      [],
    ));
});

describe('validate-same-transaction', () => {
  const rule = 'validate-same-transaction';
  test('looks at the transaction, not at the revision', () => {
    assert.deepEqual(says(rule, `${check}\n${validate}`), ['error']);
    const block = 'with op.get_context().autocommit_block():\n';
    assert.deepEqual(says(rule, `${check}\n${block}    ${validate}`), []);
    assert.deepEqual(says(rule, `${block}    ${check}\n    ${validate}`), []);
    assert.deepEqual(levels(history([check, validate]), 'versions/3.py', rule), []);
  });

  test('counts locks on that table only, and strong ones', () => {
    const later = (other: string) => levels(history([check, `${other}\n${validate}`]), 'versions/3.py', rule);
    assert.deepEqual(later('op.add_column("orders", sa.Column("x", sa.Text()))'), ['error']);
    assert.deepEqual(later('op.add_column("users", sa.Column("x", sa.Text()))'), []);
    assert.deepEqual(later('op.execute("ANALYZE orders")'), []);
    assert.deepEqual(
      later('op.create_foreign_key("f", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)'),
      ['error'],
    );
  });

  test('is silent on new and small tables, and where there is nothing to scan', () => {
    const own = 'op.create_table("t", sa.Column("a", sa.Integer()))\n';
    const add = 'op.create_check_constraint("c", "t", "a > 1", postgresql_not_valid=True)\n';
    assert.deepEqual(says(rule, `${own}${add}op.execute("ALTER TABLE t VALIDATE CONSTRAINT c")`), []);
    assert.deepEqual(says(rule, `${check}\n${validate}`, small), []);
    const valid = 'op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck_price")';
    assert.deepEqual(says(rule, `op.add_column("orders", sa.Column("x", sa.Text()))\n${valid}`), []);
  });
});

describe('keys', () => {
  test('are silent on new and small tables', () => {
    const made = `op.create_table("t", sa.Column("a", sa.Integer()))\nop.create_primary_key("pk", "t", ["a"])`;
    assert.deepEqual(says('add-primary-key', made), []);
    const drop = 'op.drop_constraint("orders_pkey", "orders", type_="primary")\n';
    const add = 'op.create_primary_key("pk", "orders", ["code"])';
    assert.deepEqual(says('add-primary-key', drop + add), ['error']);
    assert.deepEqual(says('add-primary-key', drop + add, small), []);
    assert.deepEqual(says('drop-primary-key', drop + add), []);
    assert.deepEqual(says('drop-primary-key', drop), ['warning']);
  });

  test('from an index are spoken of where its columns are known to be nullable', () => {
    const rule = 'primary-key-using-index-nullable';
    const from = (column: string) => `with op.get_context().autocommit_block():
    op.create_index("i", "orders", ["${column}"], unique=True, postgresql_concurrently=True)
op.execute("ALTER TABLE orders DROP CONSTRAINT orders_pkey, ADD CONSTRAINT pk PRIMARY KEY USING INDEX i")`;
    assert.deepEqual(says(rule, from('code')), []);
    assert.deepEqual(says(rule, from('shop_id')), ['warning']);
    assert.deepEqual(says(rule, 'op.execute("ALTER TABLE old ADD PRIMARY KEY USING INDEX i")'), []);
  });
});

describe('dropped constraints', () => {
  const drop = (name: string, type = 'check') => `op.drop_constraint("${name}", "orders", type_="${type}")`;
  test('are told once, by the rule that knows most', () => {
    const rules = (body: string) =>
      history([body])
        .findings('versions/2.py')
        .map((each) => each.rule)
        .filter((each) => each.startsWith('drop'));
    assert.deepEqual(rules(drop('ck_price')), ['drop-constraint']);
    assert.deepEqual(rules(drop('uq_code', 'unique')), ['drop-constraint']);
    assert.deepEqual(rules(drop('fk_user', 'foreignkey')), ['drop-fk-locks-parent']);
    assert.deepEqual(rules('op.execute("ALTER TABLE orders DROP CONSTRAINT fk_user")'), ['drop-fk-locks-parent']);
    assert.deepEqual(rules(drop('orders_pkey', 'primary')), ['drop-primary-key']);
  });

  test('may go with their table or column, or for what replaces them', () => {
    const rule = 'drop-constraint';
    assert.deepEqual(says(rule, `${drop('ck_price')}\nop.drop_table("orders")`), []);
    assert.deepEqual(says(rule, `${drop('uq_code', 'unique')}\nop.drop_column("orders", "code")`), []);
    assert.deepEqual(
      says(rule, `${drop('ck_price')}\nop.create_check_constraint("ck_price", "orders", "price > 5")`),
      [],
    );
    const index = `with op.get_context().autocommit_block():
    op.create_index("i", "orders", ["code"], unique=True, postgresql_concurrently=True)
`;
    assert.deepEqual(says(rule, index + drop('uq_code', 'unique')), []);
  });

  test('may be the helper that has proven NOT NULL', () => {
    assert.deepEqual(says('drop-constraint', drop('ck_code')), []);
    assert.deepEqual(says('drop-constraint', drop('unknown')), ['warning']);
  });

  test('lock a parent only where it is in use and the transaction goes on', () => {
    const rule = 'drop-fk-locks-parent';
    assert.deepEqual(says(rule, drop('fk_user', 'foreignkey'), small), []);
    const environment = {
      transactionPerMigration: true,
      transactionalDdl: undefined,
      versionTable: { name: 'alembic_version', schema: undefined },
    };
    assert.deepEqual(says(rule, drop('fk_user', 'foreignkey'), { environment }), []);
    assert.deepEqual(says(rule, `${drop('fk_user', 'foreignkey')}\n${check}`, { environment }), ['warning']);
  });

  test('by no name get the only one that can be meant', () => {
    const [finding] = history(['op.drop_constraint(None, "orders", type_="foreignkey")'])
      .findings('versions/2.py')
      .filter((each) => each.rule === 'drop-constraint-none');
    assert.match(finding?.message ?? '', /Its name is fk_user\./);
    assert.equal(finding?.fixes().length, 1);
    const [unsure] = history(['op.drop_constraint(None, "orders", type_="check")'])
      .findings('versions/2.py')
      .filter((each) => each.rule === 'drop-constraint-none');
    assert.equal(unsure?.fixes().length, 0);
  });
});

describe('foreign keys', () => {
  test('of several parents meet in one transaction only', () => {
    const rule = 'add-multiple-fks';
    const other = 'op.create_foreign_key("f", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)';
    assert.deepEqual(says(rule, `${key}\n${other}`), ['warning']);
    assert.deepEqual(says(rule, `${key}\n${key.replace('"fk"', '"g"')}`), []);
    assert.deepEqual(says(rule, `${key}\nwith op.get_context().autocommit_block():\n    ${other}`), []);
    const made = 'op.create_table("t", sa.Column("a", sa.BigInteger()), sa.Column("b", sa.BigInteger()))\n';
    const onNew = `op.create_foreign_key("f", "t", "users", ["a"], ["id"])\nop.create_foreign_key("g", "t", "shops", ["b"], ["id"])`;
    assert.deepEqual(says(rule, made + onNew), []);
  });

  test('are served by any index that begins with their columns', () => {
    const rule = 'fk-missing-index';
    const index = (more: string) =>
      `with op.get_context().autocommit_block():\n    op.create_index("i", "orders", ${more}, postgresql_concurrently=True)\n`;
    assert.deepEqual(says(rule, key), ['warning']);
    assert.deepEqual(says(rule, index('["shop_id"]') + key), []);
    assert.deepEqual(says(rule, index('["shop_id", "user_id"]') + key), []);
    assert.deepEqual(says(rule, index('["user_id", "shop_id"]') + key), ['warning']);
    assert.deepEqual(says(rule, index('["shop_id"], postgresql_where=sa.text("shop_id IS NOT NULL")') + key), []);
    assert.deepEqual(says(rule, index('["shop_id"], postgresql_where=sa.text("price > 1")') + key), ['warning']);
    assert.deepEqual(says(rule, key, small), []);
    assert.deepEqual(says(rule, key.replace('"orders"', '"strangers"')), []);
  });

  test('of text of any length fit each other', () => {
    const rule = 'fk-type-mismatch';
    const child = (type: string) => `op.create_table("c", sa.Column("code", ${type}, sa.ForeignKey("orders.code")))`;
    assert.deepEqual(says(rule, child('sa.String(10)')), []);
    assert.deepEqual(says(rule, child('sa.Uuid()')), ['warning']);
    assert.deepEqual(says(rule, 'op.create_table("c", sa.Column("x", sa.Integer(), sa.ForeignKey("old.id")))'), []);
  });

  test('of a new table lock a parent that is in use', () => {
    const rule = 'create-table-fk-locks-parent';
    const made = 'op.create_table("c", sa.Column("x", sa.BigInteger(), sa.ForeignKey("users.id")))';
    assert.deepEqual(says(rule, made), ['info']);
    assert.deepEqual(says(rule, made, small), []);
    const later = `op.create_table("c", sa.Column("x", sa.BigInteger()))
op.create_foreign_key("f", "c", "users", ["x"], ["id"])`;
    assert.deepEqual(says(rule, later), ['info']);
    assert.deepEqual(says('add-fk-validates', later), []);
    assert.deepEqual(says(rule, key), []);
  });
});

describe('unique-on-existing-data', () => {
  const rule = 'unique-on-existing-data';
  const unique = (columns: string) => `op.create_unique_constraint("uq", "orders", ${columns})`;
  test('knows what is unique already, empty, or was tended to', () => {
    assert.deepEqual(says(rule, unique('["price"]')), ['warning']);
    assert.deepEqual(says(rule, unique('["code", "price"]')), []);
    assert.deepEqual(says(rule, `op.add_column("orders", sa.Column("n", sa.Text()))\n${unique('["n"]')}`), []);
    assert.deepEqual(says(rule, `op.execute("DELETE FROM orders WHERE price = 3")\n${unique('["price"]')}`), []);
    assert.deepEqual(says(rule, `op.execute("DELETE FROM users WHERE id = 3")\n${unique('["price"]')}`), ['warning']);
    assert.deepEqual(says(rule, unique('["price"]'), small), ['warning']);
  });
});

describe('ddl-with-pending-trigger-events', () => {
  const rule = 'ddl-with-pending-trigger-events';
  const made = `op.create_table(
    "lines",
    sa.Column("id", sa.BigInteger(), primary_key=True),
    sa.Column("shop_id", sa.BigInteger(), sa.ForeignKey("shops.id", deferrable=True, initially="DEFERRED")),
    sa.Column("note", sa.Text()),
)`;
  const alter = (table: string) => `op.add_column("${table}", sa.Column("x", sa.Text()))`;
  const rulesAfter = (body: string) => levels(history([made, body]), 'versions/3.py', rule);
  test('follows which rows make a check wait', () => {
    assert.deepEqual(rulesAfter(`op.execute("UPDATE lines SET shop_id = 1")\n${alter('lines')}`), ['error']);
    assert.deepEqual(rulesAfter(`op.execute("UPDATE lines SET note = 'a'")\n${alter('lines')}`), []);
    assert.deepEqual(rulesAfter(`op.execute("INSERT INTO lines (id) VALUES (1)")\n${alter('lines')}`), ['error']);
    assert.deepEqual(rulesAfter(`op.execute("INSERT INTO lines (id) VALUES (1)")\n${alter('shops')}`), []);
    assert.deepEqual(rulesAfter(`op.execute("DELETE FROM shops WHERE id = 1")\n${alter('shops')}`), ['error']);
    assert.deepEqual(rulesAfter(`op.execute("DELETE FROM lines WHERE id = 1")\n${alter('lines')}`), []);
  });

  test('is silent once the checks are made or the transaction has ended', () => {
    const update = 'op.execute("UPDATE lines SET shop_id = 1")\n';
    assert.deepEqual(rulesAfter(`${update}op.execute("SET CONSTRAINTS ALL IMMEDIATE")\n${alter('lines')}`), []);
    assert.deepEqual(rulesAfter(`with op.get_context().autocommit_block():\n    ${update}${alter('lines')}`), []);
  });
});

describe('names', () => {
  test('of constraints in a new table are a hint', () => {
    const made = 'op.create_table("c", sa.Column("x", sa.Integer()), sa.UniqueConstraint("x"))';
    assert.deepEqual(says('constraint-unnamed', made), ['info']);
    assert.deepEqual(says('constraint-unnamed', 'op.create_unique_constraint(None, "orders", ["price"])'), ['warning']);
  });

  test('that are too long are refused, hashed or cut', () => {
    const long = 'a'.repeat(70);
    const message = (body: string) =>
      history([body])
        .findings('versions/2.py')
        .flatMap((each) => (each.rule === 'identifier-too-long' ? [each.message] : []));
    const create = (name: string) =>
      `op.create_check_constraint(${name}, "orders", "price > 1", postgresql_not_valid=True)`;
    assert.match(message(create(`"${long}"`))[0] ?? '', /SQLAlchemy refuses/);
    assert.match(message(create(`op.f("${long}")`))[0] ?? '', /is called a{55}_[0-9a-f]{4} instead/);
    assert.match(message(create(`"${'é'.repeat(40)}"`))[0] ?? '', /80 bytes.* is called é{31} instead/);
    assert.deepEqual(message(create(`"${'a'.repeat(63)}"`)), []);
    assert.match(message(`op.execute("CREATE INDEX ${long} ON orders (price)")`)[0] ?? '', /is called a{63} instead/);
  });
});

test('a domain that no table uses may get a check', () => {
  const rule = 'domain-constraint';
  const make = 'op.execute("CREATE DOMAIN d AS text")\n';
  const alter = `op.execute("ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE <> '')")`;
  assert.deepEqual(says(rule, make + alter), []);
  const used = history([`${make}op.execute("CREATE TABLE t (a d)")`, alter]);
  assert.deepEqual(levels(used, 'versions/3.py', rule), ['warning']);
  const later = history([`${make}op.execute("CREATE TABLE t (a d)")`, alter.replace(`'')"`, `'') NOT VALID"`)]);
  assert.deepEqual(levels(later, 'versions/3.py', rule), []);
});

test('a check of columns and constants is steady', () => {
  const rule = 'check-volatile-expression';
  const add = (sql: string) =>
    says(rule, `op.create_check_constraint("c", "orders", "${sql}", postgresql_not_valid=True)`);
  assert.deepEqual(add('lower(code) = code AND price < 10'), []);
  assert.deepEqual(add('price < extract(year from now())'), ['warning']);
  assert.deepEqual(add('code = current_user'), ['warning']);
  assert.deepEqual(add('random() < 0.5'), ['warning']);
});

describe('a naming convention', () => {
  const uq = 'uq_%(table_name)s_%(column_0_name)s';
  const naming = (templates: Readonly<Record<string, string>>) => ({
    naming: () => ({ kind: 'known', templates }) as const,
  });
  const unique = 'op.create_unique_constraint(None, "orders", ["shop_id"])';

  test('gives a name to what Python leaves without one, not to SQL and not to other kinds', () => {
    assert.deepEqual(says('constraint-unnamed', unique), ['warning']);
    assert.deepEqual(says('constraint-unnamed', unique, naming({ uq })), []);
    assert.deepEqual(says('constraint-unnamed', unique, naming({ ix: uq })), ['warning']);
    const sql = 'op.execute("ALTER TABLE orders ADD UNIQUE (shop_id)")';
    assert.deepEqual(says('constraint-unnamed', sql, naming({ uq })), ['warning']);
    const index = 'op.create_index(None, "orders", ["shop_id"])';
    assert.deepEqual(says('index-unnamed', index, naming({ ix: 'ix_%(column_0_label)s' })), []);
    assert.deepEqual(says('index-unnamed', index, naming({ uq })), ['warning']);
  });

  test('needs the name of a CHECK where its template makes a part of it', () => {
    const ck = naming({ ck: 'ck_%(table_name)s_%(constraint_name)s' });
    const unnamed = 'op.create_check_constraint(None, "orders", "price > 1", postgresql_not_valid=True)';
    assert.deepEqual(says('constraint-unnamed', unnamed, ck), ['warning']);
    const dropped = `${check}\nop.drop_constraint("ck", "orders", type_="check")`;
    const made = history([check, dropped.split('\n')[1] ?? ''], ck);
    const names = (revision: string) =>
      [...made.catalogueAt(revision).tables.values()].flatMap((table) => table.constraints.map(({ name }) => name));
    assert.ok(names('2').includes('ck_orders_ck'));
    assert.ok(!names('3').includes('ck_orders_ck'));
  });

  test('names the index that a fix builds for a new column', () => {
    const column = 'op.add_column("orders", sa.Column("slug", sa.Text(), unique=True))';
    const [finding] = history([column], naming({ uq }))
      .findings('versions/2.py')
      .filter(({ rule }) => rule === 'add-column-builds-index');
    const [fix] = finding?.fixes() ?? [];
    assert.match(fix?.title ?? '', /uq_orders_slug/);
  });
});
