/** What a batch block loses when it makes a table anew on SQLite. */

import { call, onSa, string } from '../../operations/write-python.ts';
import { type ConstraintState, findTable } from '../../schema/catalogue.ts';
import { sqliteEnvironment } from '../example-environment.ts';
import { setArgument } from '../fixes/statement.ts';
import { headOf, type Recreated, recreated } from '../recreated.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("email", sa.Text()),
    sa.Column("age", sa.Integer(), sa.CheckConstraint("age > 0")),
)`;

export default defineRule({
  name: 'sqlite-batch-data-loss',
  group: 'dialects',
  level: 'warning',
  profile: 'strict',
  dialects: ['sqlite'],
  fix: 'suggested',
  scope: { downgrade: true },
  docs: {
    summary: 'A batch block makes a table anew that has something which the copy will not have.',
    why: 'On SQLite the block reads the table, makes a new one and drops the old. SQLAlchemy reads neither checks without a name nor indexes of expressions, and triggers go with the old table, so the new one lacks them.',
    instead:
      'Pass checks with `table_args=`, or the whole table with `copy_from=`, and make indexes of expressions and triggers again behind the block.',
  },
  examples: [
    {
      title: 'The check is said again',
      env: sqliteEnvironment,
      history: users,
      bad: `with «op.batch_alter_table»("users") as batch_op:
    batch_op.alter_column("email", type_=sa.String(), existing_type=sa.Text())`,
      good: `with op.batch_alter_table("users", table_args=(sa.CheckConstraint("age > 0"),)) as batch_op:
    batch_op.alter_column("email", type_=sa.String(), existing_type=sa.Text())`,
    },
    {
      title: 'The index is made again',
      env: sqliteEnvironment,
      history: `${users.replace(', sa.CheckConstraint("age > 0")', '')}
op.create_index("ix_users_email", "users", [sa.text("lower(email)")])`,
      bad: `with «op.batch_alter_table»("users") as batch_op:
    batch_op.alter_column("email", type_=sa.String(), existing_type=sa.Text())`,
      good: `with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("name", sa.Text()))`,
      fixed: false,
    },
  ],

  *check(context) {
    for (const block of [...recreated(context.upgrade), ...recreated(context.downgrade)]) {
      const { batch, steps } = block;
      const [first] = steps;
      const given = batch.call.arguments;
      if (first === undefined || given.has('copy_from')) continue;
      const table = findTable(first.before, batch.table);
      const checks = given.has('table_args') ? [] : (table?.constraints ?? []).filter(isNamelessCheck);
      const indexes = (table?.indexes ?? []).filter(({ columns }) => columns.includes(undefined));
      const lost = [
        ...(checks.length > 0 ? ['its checks without a name'] : []),
        ...indexes.map(({ name }) => `the index ${name ?? 'of an expression'}`),
      ];
      if (lost.length === 0) continue;
      yield {
        at: headOf(batch),
        message: `On SQLite the block makes ${context.show(batch.table)} anew, and the new table lacks ${lost.join(' and ')}.`,
        operation: first.operation,
        fixes: () => (indexes.length > 0 ? [] : sayAgain(context, block, checks)),
      };
    }
  },
});

type Check = Extract<ConstraintState, { kind: 'check' }>;

function isNamelessCheck(constraint: ConstraintState): constraint is Check {
  return constraint.kind === 'check' && constraint.unnamed === true;
}

function sayAgain({ migration }: RuleContext, { batch }: Recreated, checks: readonly Check[]): readonly Fix[] {
  const { text, style } = migration;
  const written = checks.map(({ sql }) =>
    sql === undefined ? undefined : call(onSa(style, 'CheckConstraint'), [string(sql, style)]),
  );
  if (written.includes(undefined)) return [];
  const value = `(${written.join(', ')},)`;
  return [
    {
      title: 'Give the checks to the new table',
      preferred: true,
      edits: setArgument(text, batch.call, 'table_args', value),
    },
  ];
}
