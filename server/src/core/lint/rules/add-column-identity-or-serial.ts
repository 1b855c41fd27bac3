/** A new column that numbers its rows, the old ones included. */

import type { ColumnDefinition } from '../../operations/operation.ts';
import type { Span } from '../../text/span.ts';
import { numberedLater } from '../fixes/numbered-later.ts';
import { hazards, waiting } from '../hazards.ts';
import { defineRule } from '../rule.ts';

const users = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))';

export default defineRule({
  name: 'add-column-identity-or-serial',
  group: 'columns',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'An identity or serial column is added to an existing table.',
    why: 'Every row that is there gets a number, so PostgreSQL writes the whole table and all its indexes anew under an ACCESS EXCLUSIVE lock, and nobody can read or write it meanwhile.',
    instead:
      'Add a nullable integer column, give new rows their number from a sequence, fill the old rows in batches, and once the column is NOT NULL make it an identity with `ADD GENERATED`, which is instant.',
  },
  examples: [
    {
      title: 'An identity',
      history: users,
      bad: 'op.add_column("users", sa.Column("number", sa.BigInteger(), «sa.Identity()», nullable=False))',
      good: `# Next: fill users.number in batches from users_number_seq: rows that are there stay NULL.
op.add_column("users", sa.Column("number", sa.BigInteger(), nullable=True))
op.execute("CREATE SEQUENCE users_number_seq OWNED BY users.number")
op.execute("ALTER TABLE users ALTER COLUMN number SET DEFAULT nextval('users_number_seq')")`,
    },
    {
      title: 'An integer primary key is a SERIAL',
      history: 'op.create_table("users", sa.Column("name", sa.Text()))',
      bad: 'op.add_column("users", sa.Column("id", sa.Integer(), «primary_key=True»))',
      good: `# Next: fill users.id in batches from users_id_seq: rows that are there stay NULL.
op.add_column("users", sa.Column("id", sa.Integer()))
op.execute("CREATE SEQUENCE users_id_seq OWNED BY users.id")
op.execute("ALTER TABLE users ALTER COLUMN id SET DEFAULT nextval('users_id_seq')")`,
    },
    {
      title: 'In a batch block',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("number", sa.BigInteger(), «sa.Identity(always=True)»))`,
      good: `with op.batch_alter_table("users") as batch_op:
    # Next: fill users.number in batches from users_number_seq: rows that are there stay NULL.
    batch_op.add_column(sa.Column("number", sa.BigInteger()))
op.execute("CREATE SEQUENCE users_number_seq OWNED BY users.number")
op.execute("ALTER TABLE users ALTER COLUMN number SET DEFAULT nextval('users_number_seq')")`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: 'op.execute("ALTER TABLE users ADD COLUMN number «bigserial»")',
      good: `# Next: fill users.number in batches from users_number_seq: rows that are there stay NULL.
op.execute("ALTER TABLE users ADD COLUMN number bigint")
op.execute("CREATE SEQUENCE users_number_seq OWNED BY users.number")
op.execute("ALTER TABLE users ALTER COLUMN number SET DEFAULT nextval('users_number_seq')")`,
    },
    {
      title: 'An identity in SQL',
      history: users,
      bad: 'op.execute("ALTER TABLE users ADD COLUMN number bigint «GENERATED ALWAYS AS IDENTITY»")',
      good: `# Next: fill users.number in batches from users_number_seq: rows that are there stay NULL.
op.execute("ALTER TABLE users ADD COLUMN number bigint")
op.execute("CREATE SEQUENCE users_number_seq OWNED BY users.number")
op.execute("ALTER TABLE users ALTER COLUMN number SET DEFAULT nextval('users_number_seq')")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'add column numbered')) {
      const { operation } = step;
      if (operation.kind !== 'add_column') continue;
      const table = context.show(operation.table);
      yield {
        at: cause(operation.column) ?? effect.at,
        message: `Adding ${table}.${operation.column.name} numbers every row, so ${table} is written anew while ${waiting(effect)} wait.`,
        operation,
        fixes: () => numberedLater(context, step, operation),
      };
    }
  },
});

/** What makes the column number its rows. */
function cause({ identity, autoincrement, call }: ColumnDefinition): Span | undefined {
  if (identity !== undefined) return identity.span;
  if (call === undefined) return autoincrement?.span;
  return (call.arguments.get('autoincrement') ?? call.arguments.get('primary_key'))?.span;
}
