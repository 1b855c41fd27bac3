/** A new column that is computed and stored, in every row that is there too. */

import { computedByTrigger } from '../fixes/computed-by-trigger.ts';
import { hazards, waiting } from '../hazards.ts';
import { defineRule } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

export default defineRule({
  name: 'add-column-stored-generated',
  group: 'columns',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'suggested',
  hazard: { name: 'generated-column', specificity: 2 },
  docs: {
    summary: 'A stored generated column is added to an existing table.',
    why: 'Every row gets its value at once, so PostgreSQL writes the whole table and all its indexes anew under an ACCESS EXCLUSIVE lock, and nobody can read or write it meanwhile.',
    instead:
      'Add a plain column, let a trigger compute it for new rows, and fill the old ones in batches. On PostgreSQL 18 a VIRTUAL column is computed when it is read and costs nothing to add.',
  },
  examples: [
    {
      title: 'A trigger for new rows',
      history: users,
      bad: 'op.add_column("users", sa.Column("lower_email", sa.Text(), «sa.Computed("lower(email)", persisted=True)»))',
      badDowngrade: 'op.drop_column("users", "lower_email")',
      good: `# Next: fill users.lower_email in batches: rows that are there stay NULL.
op.add_column("users", sa.Column("lower_email", sa.Text()))
op.execute("CREATE FUNCTION users_lower_email_computed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.lower_email := (SELECT lower(email) FROM (SELECT NEW.*) AS new_row); RETURN NEW; END $$")
op.execute("CREATE TRIGGER users_lower_email_computed BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION users_lower_email_computed()")`,
      goodDowngrade: `op.execute("DROP TRIGGER users_lower_email_computed ON users")
op.execute("DROP FUNCTION users_lower_email_computed()")
op.drop_column("users", "lower_email")`,
    },
    {
      title: 'In a batch block',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("size", sa.Integer(), «sa.Computed("length(email)", persisted=True)»))`,
      good: `with op.batch_alter_table("users") as batch_op:
    # Next: fill users.size in batches: rows that are there stay NULL.
    batch_op.add_column(sa.Column("size", sa.Integer()))
op.execute("CREATE FUNCTION users_size_computed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.size := (SELECT length(email) FROM (SELECT NEW.*) AS new_row); RETURN NEW; END $$")
op.execute("CREATE TRIGGER users_size_computed BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION users_size_computed()")`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: 'op.execute("ALTER TABLE users ADD COLUMN size integer «GENERATED ALWAYS AS (length(email)) STORED»")',
      good: `# Next: fill users.size in batches: rows that are there stay NULL.
op.execute("ALTER TABLE users ADD COLUMN size integer")
op.execute("CREATE FUNCTION users_size_computed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.size := (SELECT length(email) FROM (SELECT NEW.*) AS new_row); RETURN NEW; END $$")
op.execute("CREATE TRIGGER users_size_computed BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION users_size_computed()")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'add column stored')) {
      const { operation } = step;
      if (operation.kind !== 'add_column') continue;
      const table = context.show(operation.table);
      yield {
        at: effect.at,
        message: `Adding ${table}.${operation.column.name} computes every row, so ${table} is written anew while ${waiting(effect)} wait.`,
        operation,
        fixes: () => computedByTrigger(context, operation),
      };
    }
  },
});
