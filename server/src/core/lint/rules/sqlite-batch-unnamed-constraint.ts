/** A batch block drops a constraint that has no name on SQLite. */

import { isKnown } from '../../operations/operation.ts';
import { type ConstraintState, findTable } from '../../schema/catalogue.ts';
import { sqliteEnvironment } from '../example-environment.ts';
import { setArgument } from '../fixes/statement.ts';
import { argument, verb } from '../place.ts';
import { recreated } from '../recreated.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("email", sa.Text(), unique=True),
)`;

export default defineRule({
  name: 'sqlite-batch-unnamed-constraint',
  group: 'dialects',
  level: 'warning',
  profile: 'strict',
  dialects: ['sqlite'],
  fix: 'suggested',
  scope: { downgrade: true },
  docs: {
    summary: 'A batch block drops a constraint that was made without a name.',
    why: 'PostgreSQL makes a name up for such a constraint, and SQLite does not. When a batch block copies the table there, it looks for the name, finds none, and fails with "No such constraint".',
    instead:
      'Pass `naming_convention=` to `batch_alter_table`, which gives nameless constraints of the copy the names by which they are dropped; and name constraints when they are made.',
  },
  examples: [
    {
      title: "A convention that makes PostgreSQL's names",
      env: sqliteEnvironment,
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.drop_constraint(«"users_email_key"», type_="unique")`,
      good: `with op.batch_alter_table("users", naming_convention={"uq": "%(table_name)s_%(column_0_N_name)s_key"}) as batch_op:
    batch_op.drop_constraint("users_email_key", type_="unique")`,
    },
  ],

  *check({ upgrade, downgrade, migration, show }) {
    for (const { batch, steps } of [...recreated(upgrade), ...recreated(downgrade)]) {
      if (batch.call.arguments.has('naming_convention') || batch.call.arguments.has('copy_from')) continue;
      for (const { operation, before } of steps) {
        if (operation.kind !== 'drop_constraint' || !isKnown(operation.name)) continue;
        const name = operation.name.value;
        const table = findTable(before, operation.table);
        const unnamed = table?.constraints.find((each) => each.unnamed === true && each.name === name);
        if (table === undefined || unnamed === undefined) continue;
        const convention = conventions[unnamed.kind];
        yield {
          at: argument(operation, 'constraint_name') ?? verb(operation, migration.text),
          message: `On SQLite this constraint of ${show(operation.table)} has no name, so the batch block finds no ${name} to drop.`,
          operation,
          fixes: () =>
            convention === undefined
              ? []
              : [
                  {
                    title: 'Name the constraints of the copy as PostgreSQL names them',
                    preferred: true,
                    edits: setArgument(
                      migration.text,
                      batch.call,
                      'naming_convention',
                      `{"${convention.key}": "${convention.form}"}`,
                    ),
                  },
                ],
        };
      }
    }
  },
});

const conventions: Readonly<Partial<Record<ConstraintState['kind'], { readonly key: string; readonly form: string }>>> =
  {
    unique: { key: 'uq', form: '%(table_name)s_%(column_0_N_name)s_key' },
    'foreign-key': { key: 'fk', form: '%(table_name)s_%(column_0_N_name)s_fkey' },
  };
