/** A change that SQLite's ALTER TABLE doesn't know. */

import type { Operation } from '../../operations/operation.ts';
import { sqliteEnvironment } from '../example-environment.ts';
import { intoBatch } from '../fixes/into-batch.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table("teams", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("email", sa.Text()),
    sa.Column("team_id", sa.Integer()),
    sa.UniqueConstraint("email", name="uq_users_email"),
)`;

export default defineRule({
  name: 'sqlite-alter-needs-batch',
  group: 'dialects',
  level: 'error',
  profile: 'strict',
  dialects: ['sqlite'],
  fix: 'safe',
  scope: { downgrade: true },
  docs: {
    summary: 'A column or constraint is changed outside of a batch block, in a project that runs on SQLite too.',
    why: 'SQLite can only add, rename and drop columns. Alembic renders other changes of a column as SQL that SQLite refuses, and raises NotImplementedError for constraints, so the revision fails there.',
    instead:
      'Put it into `with op.batch_alter_table("…") as batch_op:`, which makes the table anew on SQLite and alters it in place on PostgreSQL. `render_as_batch=True` in env.py lets autogenerate write it so.',
  },
  examples: [
    {
      title: 'A column',
      env: sqliteEnvironment,
      history: users,
      bad: '«op.alter_column»("users", "email", type_=sa.String(), existing_type=sa.Text())',
      good: `with op.batch_alter_table("users") as batch_op:
    batch_op.alter_column("email", type_=sa.String(), existing_type=sa.Text())`,
    },
    {
      title: 'A constraint is dropped',
      env: sqliteEnvironment,
      history: users,
      bad: '«op.drop_constraint»("uq_users_email", "users", type_="unique")',
      good: `with op.batch_alter_table("users") as batch_op:
    batch_op.drop_constraint("uq_users_email", type_="unique")`,
    },
    {
      title: 'A foreign key over several lines',
      env: sqliteEnvironment,
      history: users,
      bad: `«op.create_foreign_key»(
    op.f("fk_users_team"),
    "users",
    "teams",
    ["team_id"],
    ["id"],
    postgresql_not_valid=True,  # validated later
)`,
      good: `with op.batch_alter_table("users") as batch_op:
    batch_op.create_foreign_key(
        batch_op.f("fk_users_team"),
        "teams",
        ["team_id"],
        ["id"],
        postgresql_not_valid=True,  # validated later
    )`,
    },
  ],

  *check(context) {
    for (const { operation } of [...context.upgrade, ...context.downgrade]) {
      const refused = refusal(operation);
      if (refused === undefined || operation.circumstance.batch !== undefined) continue;
      yield {
        at: verb(operation, context.migration.text),
        message: `On SQLite this fails outside of a batch block: ${refused}.`,
        operation,
        fixes: () => intoBatch(context, operation),
      };
    }
  },
});

/** What SQLite, or Alembic for it, says; undefined for what it can do. */
function refusal(operation: Operation): string | undefined {
  switch (operation.kind) {
    case 'alter_column': {
      const { type, nullable, serverDefault, comment } = operation;
      const isMore = [type, nullable, serverDefault, comment].some((change) => change !== undefined);
      return isMore ? 'it can rename a column but not change it otherwise' : undefined;
    }
    case 'add_check':
    case 'add_foreign_key':
    case 'add_primary_key':
    case 'add_unique':
    case 'drop_constraint':
      return 'it can not add or drop the constraints of a table';
    case 'add_column': {
      const { foreignKeys, checks, unique } = operation.column;
      const isConstrained = foreignKeys.length + checks.length > 0 || unique?.value === true;
      return isConstrained && operation.origin.kind === 'op' && !operation.inlineReferences
        ? 'it can not add a constraint along with a column'
        : undefined;
    }
    default:
      return undefined;
  }
}
