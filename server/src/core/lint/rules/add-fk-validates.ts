/** A foreign key is checked against every row while writes to both tables wait. */

import { isPartitioned } from '../../effects/lookup.ts';
import { known } from '../../operations/operation.ts';
import { validateLater } from '../fixes/validate-later.ts';
import { hazards, waiting } from '../hazards.ts';
import { onVersion } from '../on-version.ts';
import { argument, verb } from '../place.ts';
import { defineRule } from '../rule.ts';

/** The version from which on a key of a partitioned table can be NOT VALID. */
const notValidSince = 18;

const tables = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("user_id", sa.Integer()))`;

export default defineRule({
  name: 'add-fk-validates',
  group: 'constraints',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A foreign key is added to an existing table and checked against all its rows at once.',
    why: 'ADD FOREIGN KEY holds a SHARE ROW EXCLUSIVE lock on both tables while it reads the whole child table, so writes to either wait.',
    instead:
      'Add it with `postgresql_not_valid=True`, which checks new rows only, and validate it in a later revision, in a transaction of its own, which blocks nobody.',
  },
  examples: [
    {
      title: 'Not valid at first, validated by the next revision',
      history: tables,
      bad: '«op.create_foreign_key»("fk_orders_user", "orders", "users", ["user_id"], ["id"])',
      good: 'op.create_foreign_key("fk_orders_user", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)',
    },
    {
      title: 'In a batch block',
      history: tables,
      bad: `with op.batch_alter_table("orders", schema=None) as batch_op:
    «batch_op.create_foreign_key»("fk_orders_user", "users", ["user_id"], ["id"])`,
      good: `with op.batch_alter_table("orders", schema=None) as batch_op:
    batch_op.create_foreign_key("fk_orders_user", "users", ["user_id"], ["id"], postgresql_not_valid=True)`,
    },
    {
      title: 'In SQL',
      history: tables,
      bad: 'op.execute("ALTER TABLE orders ADD «CONSTRAINT fk_orders_user FOREIGN KEY (user_id) REFERENCES users (id)»")',
      good: 'op.execute("ALTER TABLE orders ADD CONSTRAINT fk_orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID")',
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'add foreign key')) {
      const { operation } = step;
      if (operation.kind !== 'add_foreign_key') continue;
      const child = context.show(operation.table);
      const parent = context.show(operation.constraint.referent);
      const name = known(operation.constraint.name) ?? 'this foreign key';
      const flag = argument(operation, 'postgresql_not_valid');
      const place =
        operation.origin.kind === 'sql' ? operation.constraint.span : verb(operation, context.migration.text);
      const isDivided = isPartitioned(step.before, operation.table);
      const isRefused = isDivided && context.postgresVersion < notValidSince;
      const can = isRefused ? "can't" : 'can';
      const note = isDivided ? `; ${onVersion(context)} a key of a partitioned table ${can} be NOT VALID` : '';
      yield {
        at: flag ?? place,
        message: `Adding ${name} reads all of ${child} while ${waiting(effect)} to ${child} and ${parent} wait${note}.`,
        operation,
        fixes: () => (isRefused ? [] : validateLater(context, operation)),
      };
    }
  },
});
