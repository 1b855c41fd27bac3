/**
 * What holds for every operation: applied and undone, the schema is what it was; written as Python in the author's
 * style and read back, it does the same; so does its inverse.
 */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyOperations } from '../../../../server/src/core/history/apply.ts';
import { type Migration, readMigration, type Style } from '../../../../server/src/core/history/migration.ts';
import { definitionOf, operations } from '../../../../server/src/core/operations/index.ts';
import type { Operation } from '../../../../server/src/core/operations/operation.ts';
import { type Catalogue, emptyCatalogue } from '../../../../server/src/core/schema/catalogue.ts';
import { describeCatalogue } from '../../../support/catalogue.ts';
import { sqlParser } from '../../../support/project.ts';
import { revisionFile } from '../../../support/revision.ts';

const history = `
op.create_table(
    "tenants",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("slug", sa.String(length=40), nullable=False, unique=True),
)
op.create_table(
    "users",
    sa.Column("id", sa.BigInteger(), nullable=False),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("email", sa.Text(), server_default="it's", nullable=False, comment="where to write"),
    sa.Column("age", sa.Integer(), server_default=sa.text("0")),
    sa.Column("tags", sa.ARRAY(sa.Text())),
    sa.Column("data", postgresql.JSONB()),
    sa.Column("seen", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
    sa.Column("state", sa.Enum("new", "old", name="user_state")),
    sa.PrimaryKeyConstraint("id"),
    sa.UniqueConstraint("tenant_id", "email", name="uq_users"),
    sa.CheckConstraint("age >= 0", name="age_positive"),
)
op.create_table("posts", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("user_id", sa.BigInteger()))
op.create_foreign_key("fk_posts_user", "posts", "users", ["user_id"], ["id"])
op.create_index("ix_users_age", "users", ["age"], postgresql_where=sa.text("age > 3"))
op.create_index("ix_unique", "posts", ["id", "user_id"], unique=True)
op.create_check_constraint("unproven", "posts", "user_id > 0", postgresql_not_valid=True)
`;

/** Statements that can be undone on the schema above. */
const reversible = [
  'op.create_table("a", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("s", sa.Enum("x", name="a_state")))',
  'op.create_table("b", sa.Column("id", sa.Integer(), sa.ForeignKey("users.id"), index=True, unique=True), schema="app")',
  'op.drop_table("users")',
  'op.drop_table("tenants")',
  'op.drop_table("posts")',
  'op.rename_table("users", "people")',
  'op.add_column("users", sa.Column("n", sa.Numeric(10, 2), nullable=True, index=True))',
  'op.add_column("users", sa.Column("boss", sa.BigInteger(), sa.ForeignKey("users.id", name="fk_boss"), unique=True))',
  'op.add_column("users", sa.Column("k", sa.Text(), sa.CheckConstraint("k <> \'\'", name="k_filled")))',
  'op.drop_column("users", "age")',
  'op.drop_column("users", "tenant_id")',
  'op.drop_column("users", "id")',
  'op.drop_column("users", "state")',
  'op.alter_column("users", "age", nullable=False)',
  'op.alter_column("users", "email", server_default=None, nullable=True)',
  'op.alter_column("users", "age", type_=sa.BigInteger(), existing_type=sa.Integer(), server_default="1")',
  'op.alter_column("users", "age", new_column_name="years")',
  'op.alter_column("users", "email", type_=sa.String(length=80), new_column_name="mail", comment=None)',
  'op.create_index("ix_new", "users", ["email"], unique=True)',
  'op.create_index(None, "users", ["email"])',
  'op.drop_index("ix_users_age", table_name="users")',
  'op.drop_index("ix_users_tenant_id")',
  'op.create_foreign_key(None, "posts", "users", ["id"], ["id"], ondelete="SET NULL", postgresql_not_valid=True)',
  'op.create_check_constraint("c", "users", "email <> \':x\'")',
  'op.create_unique_constraint(None, "users", ["email"])',
  'op.create_unique_constraint("uq", "users", ["email", "age"])',
  'op.drop_constraint("uq_users", "users", type_="unique")',
  'op.drop_constraint("users_pkey", "users", type_="primary")',
  'op.drop_constraint("users_tenant_id_fkey", "users", type_="foreignkey")',
  'op.drop_constraint("age_positive", "users")',
  'op.drop_constraint("unproven", "posts", type_="check")',
  'op.execute("ALTER TABLE posts ADD CONSTRAINT uq_posts UNIQUE USING INDEX ix_unique")',
  'op.execute("ALTER TABLE posts ADD COLUMN a int4 PRIMARY KEY, DROP CONSTRAINT posts_pkey")',
  'op.execute("CREATE TABLE q (id bigint PRIMARY KEY, u bigint REFERENCES users, CHECK (id > 0 AND u > 0))")',
  "op.execute(\"CREATE TYPE mood AS ENUM ('sad', 'ok')\")",
  "op.execute(\"ALTER TYPE user_state RENAME VALUE 'old' TO 'former'\")",
  'op.execute("ALTER TYPE user_state RENAME TO user_status")',
  'op.create_exclude_constraint("ex", "users", ("age", "="), using="gist")',
];

/** Statements that have nothing to undo in the schema. */
const harmless = [
  'op.execute("ALTER TABLE posts VALIDATE CONSTRAINT unproven")',
  'op.create_table_comment("users", "people")',
  'op.execute("SELECT 1")',
  'op.execute("SET lock_timeout = \'2s\'")',
  'op.execute("COMMIT")',
];

/** Statements that nothing can undo, with a word of the reason. */
const irreversible: readonly (readonly [string, RegExp])[] = [
  ['op.execute("UPDATE users SET age = 1")', /rows of users/],
  ['op.execute("DELETE FROM users")', /rows of users/],
  ['op.execute("INSERT INTO tenants (id, slug) VALUES (1, \'a\')")', /rows of tenants/],
  ['op.drop_table("unheard_of")', /unheard_of/],
  ['op.drop_column("users", "unheard_of")', /users\.unheard_of/],
  ['op.alter_column("old", "c", type_=sa.Text())', /old\.c/],
  ['op.drop_index("unheard_of")', /unheard_of/],
  ['op.drop_constraint("unheard_of", "users")', /unheard_of/],
  ['op.execute("ALTER TYPE user_state ADD VALUE \'gone\'")', /gone/],
  ['op.execute("DROP TYPE unheard_of")', /unheard_of/],
  ['op.execute("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS \'SELECT 1\'")', /FUNCTION/],
  ['op.execute(something())', /./],
];

const before = applied(emptyCatalogue, read(history).upgrade);

describe('laws of operations', () => {
  for (const statement of reversible) {
    test(`undone: ${statement}`, () => {
      const migration = read(statement);
      assertReadable(migration);
      const after = applied(before, migration.upgrade);
      assert.notDeepEqual(describeCatalogue(after), describeCatalogue(before));
      const undone = inverses(migration.upgrade, before);
      assert.deepEqual(describeCatalogue(applied(after, undone)), describeCatalogue(before));
    });
  }

  for (const statement of reversible) {
    test(`written as Python: ${statement}`, () => {
      const migration = read(statement);
      const after = applied(before, migration.upgrade);
      const again = write(migration.upgrade, migration.style);
      if (again !== undefined) {
        assert.deepEqual(describeCatalogue(applied(before, read(again).upgrade)), describeCatalogue(after), again);
      }
      const undone = write(inverses(migration.upgrade, before), migration.style);
      assert.ok(undone !== undefined);
      assert.deepEqual(describeCatalogue(applied(after, read(undone).upgrade)), describeCatalogue(before), undone);
    });
  }

  for (const statement of harmless) {
    test(`nothing to undo: ${statement}`, () => {
      const [operation, ...others] = read(statement).upgrade;
      assert.ok(operation);
      assert.deepEqual(others, []);
      assert.deepEqual(definitionOf(operation).invert(operation, before), { operations: [] });
    });
  }

  for (const [statement, reason] of irreversible) {
    test(`irreversible: ${statement}`, () => {
      const [operation] = read(statement).upgrade;
      assert.ok(operation);
      const inverse = definitionOf(operation).invert(operation, before);
      assert.ok('irreversible' in inverse);
      assert.match(inverse.irreversible, reason);
    });
  }

  test('every kind of operation stands in one of the lists', () => {
    const texts = [history, ...reversible, ...harmless, ...irreversible.map(([statement]) => statement)];
    const seen = new Set(texts.flatMap((text) => read(text).upgrade.map((operation) => operation.kind)));
    seen.add('add_primary_key').add('drop_type'); // The inverses of others.
    assert.deepEqual([...seen].sort(), Object.keys(operations).sort());
  });
});

function read(upgrade: string): Migration {
  const text = revisionFile({ id: 'a', upgrade }).replace(
    'import sqlalchemy as sa',
    'import sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql',
  );
  return readMigration('a.py', text, { parser: sqlParser });
}

function assertReadable(migration: Migration): void {
  assert.ok(migration.upgrade.length > 0);
  for (const operation of migration.upgrade) assert.notEqual(operation.kind, 'opaque', JSON.stringify(operation));
}

function applied(catalogue: Catalogue, list: readonly Operation[]): Catalogue {
  return applyOperations(catalogue, list, { revision: 'a', file: 'a.py' });
}

/** The inverses of several operations, the last undone first. */
function inverses(list: readonly Operation[], catalogue: Catalogue): readonly Operation[] {
  const undone: Operation[] = [];
  let current = catalogue;
  for (const operation of list) {
    const inverse = definitionOf(operation).invert(operation, current);
    assert.ok('operations' in inverse, JSON.stringify(inverse));
    undone.unshift(...inverse.operations);
    current = applied(current, [operation]);
  }
  return undone;
}

function write(list: readonly Operation[], style: Style): string | undefined {
  const statements: string[] = [];
  for (const operation of list) {
    const written = definitionOf(operation).python?.(operation, style);
    if (written === undefined) return undefined;
    statements.push(...written);
  }
  return statements.join('\n');
}
