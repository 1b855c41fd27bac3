/** A check is tested against every row while nobody can use the table. */

import { known } from '../../operations/operation.ts';
import { validateLater } from '../fixes/validate-later.ts';
import { hazards, waiting } from '../hazards.ts';
import { argument, verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const items =
  'op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("price", sa.Integer()))';

export default defineRule({
  name: 'add-check-validates',
  group: 'constraints',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A CHECK constraint is added to an existing table and tested against all its rows at once.',
    why: 'ADD CHECK holds an ACCESS EXCLUSIVE lock while it reads the whole table, so nobody can read or write it until the scan ends.',
    instead:
      'Add it with `postgresql_not_valid=True`, which tests new rows only, and validate it in a later revision, in a transaction of its own, which blocks nobody.',
  },
  examples: [
    {
      title: 'Not valid at first, validated by the next revision',
      history: items,
      bad: '«op.create_check_constraint»("ck_items_price", "items", "price >= 0")',
      good: 'op.create_check_constraint("ck_items_price", "items", "price >= 0", postgresql_not_valid=True)',
    },
    {
      title: 'In a batch block',
      history: items,
      bad: `with op.batch_alter_table("items") as batch_op:
    «batch_op.create_check_constraint»("ck_items_price", "price >= 0")`,
      good: `with op.batch_alter_table("items") as batch_op:
    batch_op.create_check_constraint("ck_items_price", "price >= 0", postgresql_not_valid=True)`,
    },
    {
      title: 'In SQL',
      history: items,
      bad: `op.execute("""
    ALTER TABLE items
        ADD «CONSTRAINT ck_items_price CHECK (price >= 0)»
""")`,
      good: `op.execute("""
    ALTER TABLE items
        ADD CONSTRAINT ck_items_price CHECK (price >= 0) NOT VALID
""")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'add check')) {
      const { operation } = step;
      if (operation.kind !== 'add_check') continue;
      const table = context.show(operation.table);
      const name = known(operation.constraint.name) ?? 'this check';
      const flag = argument(operation, 'postgresql_not_valid');
      const place =
        operation.origin.kind === 'sql' ? operation.constraint.span : verb(operation, context.migration.text);
      yield {
        at: flag ?? place,
        message: `Adding ${name} reads all of ${table} while ${waiting(effect)} wait.`,
        operation,
        fixes: () => validateLater(context, operation),
      };
    }
  },
});
