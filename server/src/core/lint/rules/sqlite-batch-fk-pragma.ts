/** SQLite checks foreign keys while a batch block drops the table that they refer to. */

import { keysTo } from '../../effects/lookup.ts';
import { exampleEnvironment } from '../example-environment.ts';
import { headOf, recreated } from '../recreated.ts';
import { defineRule } from '../rule.ts';

const env = exampleEnvironment({ configure: ', render_as_batch=connection.dialect.name == "sqlite"' }).replace(
  '    context.configure',
  `    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    context.configure`,
);

const tables = `op.create_table("teams", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("team_id", sa.Integer(), sa.ForeignKey("teams.id", name="fk_users_team")),
)`;

export default defineRule({
  name: 'sqlite-batch-fk-pragma',
  group: 'dialects',
  level: 'warning',
  profile: 'strict',
  dialects: ['sqlite'],
  fix: 'none',
  scope: { downgrade: true },
  docs: {
    summary: 'A batch block makes a table anew that others refer to, while SQLite checks foreign keys.',
    why: 'The block copies the table and drops the old one. With `PRAGMA foreign_keys=ON` the drop deletes its rows first, so a key with ON DELETE CASCADE takes the rows of the other tables along, and any other key makes the upgrade fail.',
    instead:
      'Switch `PRAGMA foreign_keys` off in env.py before the migrations and on behind them; it can not be changed inside of a transaction.',
  },
  examples: [
    {
      title: 'Nobody is deleted while keys are not checked',
      env,
      history: tables,
      bad: `with «op.batch_alter_table»("teams") as batch_op:
    batch_op.alter_column("name", type_=sa.String(), existing_type=sa.Text())`,
      good: `with op.batch_alter_table("teams") as batch_op:
    batch_op.add_column(sa.Column("size", sa.Integer()))`,
    },
  ],

  *check({ upgrade, downgrade, environment, show }) {
    if (environment.sqliteForeignKeys !== true) return;
    for (const { batch, steps } of [...recreated(upgrade), ...recreated(downgrade)]) {
      const [first] = steps;
      const [referring] = first === undefined ? [] : keysTo(first.before, batch.table);
      if (first === undefined || referring === undefined) continue;
      const child = show(referring.table);
      const effects = {
        CASCADE: `deletes the rows of ${child} too`,
        'SET NULL': `takes their ${show(batch.table)} from the rows of ${child}`,
      };
      const effect =
        Object.entries(effects).find(([action]) => action === referring.key.onDelete)?.[1] ??
        `fails, since ${child} refers to it`;
      yield {
        at: headOf(batch),
        message: `On SQLite the block drops ${show(batch.table)}, and with foreign keys checked, as env.py asks for, that ${effect}.`,
        operation: first.operation,
      };
    }
  },
});
