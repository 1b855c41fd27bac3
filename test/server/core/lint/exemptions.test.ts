/** What people complain of in other linters: safe migrations that are flagged. Here they are silent; their twins aren't. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ProjectInput } from '../../../../server/src/core/analysis.ts';
import { defaultSettings } from '../../../../server/src/core/lint/settings.ts';
import { openText } from '../../../support/project.ts';

const history = `# file: versions/0001_schema.py
from alembic import op
import sqlalchemy as sa
revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(100)),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("price", sa.Numeric(10, 2)),
        sa.Column("seen", sa.DateTime()),
    )
    op.create_index("ix_users_email", "users", ["email"])


def downgrade():
    op.drop_table("users")
`;

function rulesOn(body: string, given: Partial<ProjectInput> = {}, downgrade = ''): readonly string[] {
  const indented = (code: string) => code.replace(/^(?=.)/gm, '    ');
  const down = downgrade === '' ? 'raise NotImplementedError("irreversible: a test")' : downgrade;
  const text = `${history}# file: versions/0002_change.py
from alembic import context, op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
revision = "0002"
down_revision = "0001"


def upgrade():
${indented(body)}


def downgrade():
${indented(down)}
`;
  const snapshot = openText(text, given);
  assert.deepEqual(snapshot.failures(), []);
  return snapshot
    .findings('versions/0002_change.py')
    .map((finding) => (finding.level === 'info' ? `${finding.rule} (info)` : finding.rule));
}

const silent = (body: string) => assert.deepEqual(rulesOn(body), []);
const found = (body: string, ...rules: readonly string[]) => assert.deepEqual(rulesOn(body), rules);

const newTable = `op.create_table("teams", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
op.create_table("members", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("team_id", sa.Integer()))
`;

describe('a table of the same revision', () => {
  test('takes indexes, keys, checks, NOT NULL, types, drops and updates', () =>
    silent(`${newTable}op.create_index("ix", "teams", ["name"])
op.create_foreign_key("fk", "members", "teams", ["team_id"], ["id"])
op.create_check_constraint("ck", "teams", "name <> ''")
op.create_unique_constraint("uq", "teams", ["name"])
op.alter_column("teams", "name", nullable=False)
op.alter_column("teams", "name", type_=sa.String(50))
op.alter_column("teams", "name", new_column_name="title")
op.add_column("teams", sa.Column("kind", sa.Text(), nullable=False))
op.execute("UPDATE teams SET kind = 'x'")
op.drop_index("ix", table_name="teams")
op.drop_column("teams", "kind")
op.drop_table("members")`));

  test('is not new once it was committed', () =>
    found(
      `${newTable}with op.get_context().autocommit_block():
    op.execute("ANALYZE teams")
op.create_index("ix", "teams", ["name"])`,
      'create-index-blocking',
    ));

  test('may be an old one where it is only made if it is missing', () =>
    found(
      `op.create_table("teams", sa.Column("id", sa.Integer(), primary_key=True), if_not_exists=True)
op.create_index("ix", "teams", ["id"])`,
      'create-index-blocking',
    ));
});

describe('defaults', () => {
  const add = (value: string) => `op.add_column("users", sa.Column("c", sa.Text(), server_default=${value}))`;
  test('constants, casts and steady functions rewrite nothing', () => {
    for (const value of [
      '"x"',
      'sa.text("\'{}\'::jsonb")',
      'sa.func.now()',
      'sa.text("CURRENT_TIMESTAMP")',
      'sa.text("now() - interval \'1 day\'")',
      'sa.text("ARRAY[]::text[]")',
      'sa.text("(1 + 2) * 3")',
      'sa.text("current_setting(\'app.x\', true)")',
      'sa.text("timezone(\'utc\', now())")',
      'sa.false()',
    ])
      silent(add(value));
  });

  test('a function of the application is asked about, not accused', () =>
    found(add('sa.text("next_number()")'), 'add-column-volatile-default (info)'));

  test('NOT NULL with a default does not fail, an identity or a serial only takes long', () => {
    silent('op.add_column("users", sa.Column("c", sa.Integer(), nullable=False, server_default="0"))');
    found(
      'op.add_column("users", sa.Column("c", sa.Integer(), sa.Identity(), nullable=False))',
      'add-column-identity-or-serial',
    );
    found(
      'op.add_column("users", sa.Column("c", sa.Integer(), sa.Computed("id + 1"), nullable=False))',
      'add-column-stored-generated',
    );
    found('op.execute("ALTER TABLE users ADD COLUMN c serial NOT NULL")', 'add-column-identity-or-serial');
    found(
      'op.add_column("users", sa.Column("c", sa.Integer(), nullable=False, default=0))',
      'add-column-not-null-no-default',
    );
  });

  test('text columns may hold what looks like a call', () =>
    silent('op.add_column("users", sa.Column("c", sa.Text(), server_default="now()"))'));
});

describe('types', () => {
  const alter = (column: string, type: string) => `op.alter_column("users", "${column}", type_=${type})`;
  test('a wider type of the known one is free', () => {
    silent(alter('email', 'sa.String(255)'));
    silent(alter('email', 'sa.Text()'));
    silent(alter('price', 'sa.Numeric(14, 2)'));
    silent(alter('name', 'sa.String()'));
    silent('op.alter_column("users", "email", type_=sa.String(200), postgresql_using="email::varchar(200)")');
    silent('op.execute("ALTER TABLE users ALTER COLUMN email TYPE varchar(200)")');
  });

  test('a narrower one is not', () => {
    found(alter('email', 'sa.String(50)'), 'alter-column-type-narrowing');
    found(alter('price', 'sa.Numeric(10, 4)'), 'alter-column-type-narrowing');
    found(alter('price', 'sa.Numeric(12, 4)'), 'alter-column-type-rewrite');
    found(
      'op.alter_column("users", "email", type_=sa.Text(), postgresql_using="lower(email)")',
      'alter-column-type-rewrite',
    );
  });

  test('a table of which nothing is known is judged by existing_type', () => {
    silent('op.alter_column("old", "c", existing_type=sa.String(10), type_=sa.String(20))');
    found(
      'op.alter_column("old", "c", existing_type=sa.Integer(), type_=sa.BigInteger())',
      'alter-column-type-rewrite',
    );
  });

  test('an autogenerated change that changes nothing', () => {
    silent('op.alter_column("users", "email", existing_type=sa.String(100), type_=sa.String(100))');
    silent('op.alter_column("users", "name", existing_type=sa.Text(), nullable=False)');
    silent('op.alter_column("old", "c", existing_type=sa.Text(), nullable=False, existing_nullable=False)');
  });
});

describe('documented safe patterns', () => {
  test('NOT NULL after a check that an earlier statement validated', () =>
    silent(`op.create_check_constraint("ck", "users", "email IS NOT NULL", postgresql_not_valid=True)
with op.get_context().autocommit_block():
    op.execute("ALTER TABLE users VALIDATE CONSTRAINT ck")
op.alter_column("users", "email", nullable=False)
op.drop_constraint("ck", "users", type_="check")`));

  test('NOT NULL after a check that is not valid proves nothing', () =>
    found(
      `op.create_check_constraint("ck", "users", "email IS NOT NULL", postgresql_not_valid=True)
op.alter_column("users", "email", nullable=False)`,
      'constraint-left-not-valid (info)',
      'set-not-null-scan',
    ));

  test('concurrent indexes in a block, created and dropped', () =>
    silent(`with op.get_context().autocommit_block():
    op.drop_index("ix_users_email", table_name="users", if_exists=True, postgresql_concurrently=True)
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`));

  test('a constraint from an index', () =>
    silent(`with op.get_context().autocommit_block():
    op.execute("CREATE UNIQUE INDEX CONCURRENTLY uq ON users (email)")
op.execute("ALTER TABLE users ADD CONSTRAINT uq UNIQUE USING INDEX uq")`));

  test('an empty downgrade of a validation, and one that says why', () => {
    const validate = 'op.execute("ALTER TABLE users VALIDATE CONSTRAINT ck")';
    assert.deepEqual(rulesOn(validate, {}, 'pass'), []);
    const drop = 'op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True))';
    assert.deepEqual(rulesOn(drop, {}, 'pass'), ['downgrade-empty']);
    assert.deepEqual(rulesOn(drop, {}, '# irreversible: t is referenced by now\npass'), []);
    assert.deepEqual(rulesOn(drop, {}, '"""Irreversible: t is referenced by now."""'), []);
    assert.deepEqual(rulesOn(drop, {}, 'raise NotImplementedError("irreversible: t is referenced by now")'), []);
  });
});

describe('where it does not matter', () => {
  test('in a downgrade', () => {
    const down = `# irreversible: what the addresses were
op.create_index("ix", "users", ["email"])
op.drop_column("users", "email")
op.alter_column("users", "email", nullable=False)
op.execute("UPDATE users SET name = ''")`;
    assert.deepEqual(rulesOn('op.add_column("users", sa.Column("c", sa.Text()))', {}, down), []);
  });

  test('but what the server refuses is refused there too', () => {
    const down = 'op.drop_index("ix", table_name="users", postgresql_concurrently=True)';
    assert.deepEqual(rulesOn('op.execute("SELECT 1")', {}, down), ['concurrently-in-transaction']);
  });

  test('on small tables locks are nothing; failures and losses stay', () => {
    const settings = { ...defaultSettings, smallTables: ['users'] };
    const body = `op.create_index("ix", "users", ["price"])
op.create_check_constraint("ck", "users", "price > 0")
op.alter_column("users", "email", nullable=False)
op.add_column("users", sa.Column("c", sa.Text(), nullable=False))
op.drop_column("users", "price")`;
    assert.deepEqual(rulesOn(body, { settings }), ['add-column-not-null-no-default', 'drop-column']);
  });

  test('on another dialect', () =>
    silent(`if op.get_bind().dialect.name == "sqlite":
    op.create_index("ix", "users", ["price"])`));

  test('in the first revision, and up to the configured start', () => {
    const body = 'op.create_index("ix", "users", ["price"])\nop.drop_column("users", "name")';
    assert.deepEqual(rulesOn(body, { settings: { ...defaultSettings, startAfter: '0002' } }), []);
    assert.equal(rulesOn(body).length, 2);
  });

  test('where Alembic opens no transaction, a concurrent build needs no block', () => {
    const environment = {
      transactionPerMigration: undefined,
      transactionalDdl: false,
      versionTable: { name: 'alembic_version', schema: undefined },
      timeouts: [],
    };
    const body = 'op.create_index("ix", "users", ["price"], postgresql_concurrently=True)';
    assert.deepEqual(rulesOn(body, { environment }), []);
    assert.deepEqual(rulesOn(body), ['concurrently-in-transaction']);
  });
});

test('indexes that go just before their table are not spoken of, the table is', () => {
  found('op.drop_index("ix_users_email", table_name="users")\nop.drop_table("users")', 'drop-table');
  found(
    'op.drop_index("ix_users_email", table_name="users")\nop.drop_table("other")',
    'drop-index-blocking',
    'drop-table',
  );
});

describe('data changes', () => {
  test('a backfill of a new column, and rows that are named', () => {
    silent('op.add_column("users", sa.Column("c", sa.Text()))\nop.execute("UPDATE users SET c = name")');
    silent(`op.execute("UPDATE users SET name = '' WHERE name IS NULL")`);
    silent('op.execute("UPDATE users SET name = email FROM teams WHERE teams.id = users.id")');
  });

  test('every row, whatever the condition pretends', () => {
    found(`op.execute("UPDATE users SET name = ''")`, 'update-without-where');
    found(`op.execute("UPDATE users SET name = '' WHERE true")`, 'update-without-where');
    found(`op.execute("UPDATE users SET name = '' WHERE id = id OR 1 = 1")`, 'update-without-where');
  });
});

describe('a table of the same revision is new through helpers too', () => {
  const key = 'add-unique-constraint';
  const helpers = `from alembic import op
import sqlalchemy as sa

def unique(table, columns):
    op.create_unique_constraint(f"uniq_{table}0{'0'.join(columns)}", table, columns)

def make(name, *columns):
    op.create_table(name, sa.Column("id", sa.Integer(), primary_key=True), *columns)

def make_unique(name):
    make(name, sa.Column("code", sa.Text()))
    unique(name, ["code"])
`;
  const modules = new Map([['app.migration_helpers', { text: helpers, isPackage: false }]]);
  const shared = (body: string) =>
    rulesOn(`from app.migration_helpers import make, make_unique, unique\n${body}`, { modules });
  const own = (body: string) => rulesOn(`${helpers.replace(/^(from|import) .*\n/gm, '')}\n${body}`);

  for (const [where, said] of Object.entries({ 'of a module': shared, 'of the file': own })) {
    test(`functions ${where}`, () => {
      assert.deepEqual(said('make_unique("teams")'), []);
      assert.deepEqual(said('make("teams", sa.Column("code", sa.Text()))\nunique("teams", ["code"])'), []);
      assert.deepEqual(said('for name in ("teams", "plans"):\n    make_unique(name)'), []);
      assert.deepEqual(said(`${newTable}\nunique("teams", ["name"])`), []);
      // The same helper on a table that was there already, and on both.
      assert.deepEqual(said('unique("users", ["email"])'), [key]);
      assert.deepEqual(said('make_unique("teams")\nunique("users", ["email"])'), [key]);
    });
  }

  test('in the body of a helper for WITH', () => {
    const manager = `from contextlib import contextmanager
from alembic import op

@contextmanager
def without_key(table):
    op.drop_constraint(f"{table}_pkey", table)
    yield
    op.create_primary_key(f"{table}_pkey", table, ["id"])
`;
    const text = (table: string) => `from app.keys import without_key
with without_key("${table}"):
    op.create_unique_constraint("uq", "${table}", ["name"])`;
    const given = { modules: new Map([['app.keys', { text: manager, isPackage: false }]]) };
    const unique = (body: string) => rulesOn(body, given).filter((rule) => rule === key);
    assert.deepEqual(unique(`${newTable}\n${text('teams')}`), []);
    assert.deepEqual(unique(text('users')), [key]);
  });

  test('made under a test, it is new under that test only', () => {
    const made = 'make_unique("teams")\n'.replace(/^/gm, '    ').trimEnd();
    assert.deepEqual(shared(`if not sa.inspect(op.get_bind()).has_table("teams"):\n${made}`), []);
    assert.deepEqual(
      shared(
        'if not sa.inspect(op.get_bind()).has_table("teams"):\n    make("teams", sa.Column("code", sa.Text()))\nunique("teams", ["code"])',
      ),
      [key],
    );
  });
});

describe('ON DELETE CASCADE', () => {
  test('a pure join table may', () =>
    silent(`op.create_table(
    "user_teams",
    sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("team_id", sa.Integer(), sa.ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
)`));

  test('children of configured parents may', () => {
    const body =
      'op.create_table("cart_items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("cart_id", sa.Integer(), sa.ForeignKey("carts.id", ondelete="CASCADE")))';
    const rules = { 'fk-on-delete-cascade': { options: { parents: ['carts'] } } };
    assert.deepEqual(rulesOn(body, { settings: { ...defaultSettings, rules } }), []);
    assert.deepEqual(rulesOn(body), ['fk-on-delete-cascade']);
  });
});

test('a drop names the tables that it locks along', () => {
  const snapshot = openText(`# file: versions/0001_schema.py
from alembic import op
import sqlalchemy as sa
revision = "0001"
down_revision = None


def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("buyer", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("seller", sa.Integer(), sa.ForeignKey("users.id")),
    )


def downgrade():
    pass
# file: versions/0002_drop.py
from alembic import op
revision = "0002"
down_revision = "0001"


def upgrade():
    op.drop_column("orders", "seller")
    op.drop_table("orders")


def downgrade():
    raise NotImplementedError("irreversible: a test")
`);
  const messages = snapshot.allFindings().map((finding) => finding.message);
  assert.equal(messages.length, 2);
  for (const message of messages) assert.match(message, /It also blocks reads and writes of users\.$/);
});
