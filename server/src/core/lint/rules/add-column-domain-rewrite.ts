/** A new column of a domain whose constraint every row has to meet. */

import { domainOf } from '../../effects/lookup.ts';
import { hazards, waiting } from '../hazards.ts';
import { wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
op.execute("CREATE DOMAIN address AS text CHECK (VALUE LIKE '%@%')")`;

export default defineRule({
  name: 'add-column-domain-rewrite',
  group: 'columns',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A column of a domain with a constraint is added to an existing table.',
    why: 'PostgreSQL has to test the constraint of the domain for every row, and writes the whole table anew for it under an ACCESS EXCLUSIVE lock.',
    instead:
      "Add the column with the domain's base type, and its condition as a CHECK that is NOT VALID at first and validated in a later revision.",
  },
  examples: [
    {
      title: 'The base type, and the condition as a check',
      history: users,
      bad: `op.execute("ALTER TABLE users ADD COLUMN mail «address»")`,
      good: `op.execute("ALTER TABLE users ADD COLUMN mail text")
op.create_check_constraint("ck_users_mail", "users", "mail LIKE '%@%'", postgresql_not_valid=True)`,
    },
    {
      title: 'With op.add_column',
      history: users,
      bad: `from sqlalchemy.dialects import postgresql
op.add_column("users", sa.Column("mail", «postgresql.DOMAIN("address", sa.Text(), create_type=False)»))`,
      good: `op.add_column("users", sa.Column("mail", sa.Text()))
op.create_check_constraint("ck_users_mail", "users", "mail LIKE '%@%'", postgresql_not_valid=True)`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'add column domain')) {
      const { operation, before } = step;
      if (operation.kind !== 'add_column') continue;
      const { column } = operation;
      const table = context.show(operation.table);
      const domain = domainOf(before, column.type.value);
      yield {
        at: wholeArgument(column.call, 'type_', effect.at),
        message: `Adding ${table}.${column.name} of the domain ${domain?.name} tests every row and writes ${table} anew while ${waiting(effect)} wait.`,
        operation,
      };
    }
  },
});
