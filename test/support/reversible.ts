/** Statements that can be undone, the history they stand on, and ways to apply, undo and write them. */

import assert from 'node:assert/strict';
import { applyOperations } from '../../server/src/core/history/apply.ts';
import { type Migration, readMigration, type Style } from '../../server/src/core/history/migration.ts';
import { definitionOf } from '../../server/src/core/operations/index.ts';
import type { Operation } from '../../server/src/core/operations/operation.ts';
import type { Catalogue } from '../../server/src/core/schema/catalogue.ts';
import { sqlParser } from './project.ts';
import { revisionFile } from './revision.ts';

export const history = `
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
op.create_table_comment("posts", "what they wrote")
op.create_index("ix_users_age", "users", ["age"], postgresql_where=sa.text("age > 3"))
op.create_index("ix_unique", "posts", ["id", "user_id"], unique=True)
op.create_check_constraint("unproven", "posts", "user_id > 0", postgresql_not_valid=True)
`;

/** Statements that can be undone on the schema above. */
export const reversible = [
  'op.create_table("a", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("s", sa.Enum("x", name="a_state")))',
  'op.create_table("b", sa.Column("id", sa.Integer(), sa.ForeignKey("users.id"), index=True, unique=True), schema="app")',
  'op.drop_table("posts")',
  'op.rename_table("users", "people")',
  'op.add_column("users", sa.Column("n", sa.Numeric(10, 2), nullable=True, index=True))',
  'op.add_column("users", sa.Column("boss", sa.BigInteger(), sa.ForeignKey("users.id", name="fk_boss"), unique=True))',
  'op.add_column("users", sa.Column("k", sa.Text(), sa.CheckConstraint("k <> \'\'", name="k_filled")))',
  'op.drop_column("users", "age")',
  'op.drop_column("users", "tenant_id")',
  'op.drop_column("users", "state")',
  'op.alter_column("users", "age", nullable=False)',
  'op.alter_column("users", "email", server_default=None, nullable=True)',
  'op.alter_column("users", "age", type_=sa.BigInteger(), existing_type=sa.Integer(), server_default="1")',
  'op.alter_column("users", "age", new_column_name="years")',
  'op.alter_column("users", "email", type_=sa.String(length=80), new_column_name="mail", comment=None)',
  "op.execute(\"COMMENT ON COLUMN users.age IS 'in years, it''s said'\")",
  'op.execute("COMMENT ON COLUMN users.email IS NULL")',
  'op.create_table_comment("users", "people")',
  'op.drop_table_comment("posts")',
  'op.create_index("ix_new", "users", ["email"], unique=True)',
  'op.create_index(None, "users", ["email"])',
  'op.drop_index("ix_users_age", table_name="users")',
  'op.drop_index("ix_users_tenant_id")',
  'op.create_foreign_key(None, "posts", "users", ["id"], ["id"], ondelete="SET NULL", postgresql_not_valid=True)',
  'op.create_check_constraint("c", "users", "email <> \':x\'")',
  'op.create_unique_constraint(None, "users", ["email"])',
  'op.create_unique_constraint("uq", "users", ["email", "age"])',
  'op.drop_constraint("uq_users", "users", type_="unique")',
  'op.drop_constraint("users_tenant_id_fkey", "users", type_="foreignkey")',
  'op.drop_constraint("posts_pkey", "posts", type_="primary")',
  'op.drop_constraint("age_positive", "users")',
  'op.execute("DROP TABLE tenants CASCADE")',
  'op.drop_constraint("unproven", "posts", type_="check")',
  'op.execute("ALTER TABLE tenants DROP CONSTRAINT tenants_pkey CASCADE")',
  'op.execute("DROP TABLE users CASCADE")',
  'op.execute("ALTER TABLE users DROP COLUMN id CASCADE")',
  'op.execute("ALTER TABLE posts ADD CONSTRAINT uq_posts UNIQUE USING INDEX ix_unique")',
  'op.execute("ALTER TABLE posts DROP CONSTRAINT posts_pkey, ADD COLUMN a int4 PRIMARY KEY")',
  'op.execute("CREATE TABLE q (id bigint PRIMARY KEY, u bigint REFERENCES users, CHECK (id > 0 AND u > 0))")',
  "op.execute(\"CREATE TYPE mood AS ENUM ('sad', 'ok')\")",
  "op.execute(\"ALTER TYPE user_state RENAME VALUE 'old' TO 'former'\")",
  'op.execute("ALTER TYPE user_state RENAME TO user_status")',
  'op.create_exclude_constraint("ex", "users", ("age", "="), using="gist")',
];

/** A revision with this body of its upgrade. */
export function read(upgrade: string): Migration {
  const text = revisionFile({ id: 'a', upgrade }).replace(
    'import sqlalchemy as sa',
    'import sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql',
  );
  return readMigration('a.py', text, { parser: sqlParser });
}

export function applied(catalogue: Catalogue, list: readonly Operation[]): Catalogue {
  return applyOperations(catalogue, list, { revision: 'a', file: 'a.py' });
}

/** The inverses of several operations, the last undone first. */
export function inverses(list: readonly Operation[], catalogue: Catalogue): readonly Operation[] {
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

/** As Python; undefined when one of them can not be written. */
export function write(list: readonly Operation[], style: Style): string | undefined {
  const statements: string[] = [];
  for (const operation of list) {
    const written = definitionOf(operation).python?.(operation, style);
    if (written === undefined) return undefined;
    statements.push(...written);
  }
  return statements.join('\n');
}
