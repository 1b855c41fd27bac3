/** A table lacks the trigger that every table of the project has. */

import { emptyCatalogue } from '../../schema/catalogue.ts';
import { addTrigger } from '../fixes/convention-trigger.ts';
import { madeTables } from '../made-columns.ts';
import { matchesName, namesOption } from '../name-patterns.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const history = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("updated_at", sa.DateTime()))
op.execute("CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at = now(); RETURN NEW; END $$")
op.execute("CREATE TRIGGER trg_users_updated_at BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()")`;

export default defineRule({
  name: 'require-trigger',
  group: 'columns',
  level: 'warning',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'suggested',
  options: {
    function: {
      default: '',
      doc: 'The function that a trigger of every new table must call, with `*` for any part of its name; without one the rule says nothing.',
    },
    except: { default: [], doc: 'Tables that need no such trigger, by name, with `*` for any part of one.' },
  },
  docs: {
    summary: 'A new table lacks the trigger that the project wants on every table.',
    why: 'What the trigger keeps up, such as the time of the last change or an audit row, is silently missing for this table, and what was missed cannot be made up later.',
    instead: 'Create the trigger in the revision that creates the table, or name the table in `except`.',
  },
  examples: [
    {
      title: 'As the other tables have it',
      options: { function: 'touch' },
      history,
      bad: `«op.create_table»(
    "payments",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("updated_at", sa.DateTime()),
)`,
      good: `op.create_table(
    "payments",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("updated_at", sa.DateTime()),
)
op.execute("CREATE TRIGGER trg_payments_updated_at BEFORE UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION touch()")`,
    },
    {
      title: 'In SQL',
      options: { function: 'touch*', except: ['alembic_*'] },
      history,
      bad: 'op.execute("«CREATE TABLE» payments (id bigint PRIMARY KEY, updated_at timestamptz)")',
      good: `op.execute("CREATE TABLE payments (id bigint PRIMARY KEY, updated_at timestamptz)")
op.execute("CREATE TRIGGER trg_payments_updated_at BEFORE UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION touch()")`,
    },
  ],

  *check(context) {
    const called = namesOption(context.options['function']);
    const except = namesOption(context.options['except']);
    if (called.length === 0) return;
    for (const { operation, state } of madeTables(context)) {
      if (state.triggers?.some((trigger) => matchesName(called, trigger.function))) continue;
      if (matchesName(except, operation.table)) continue;
      yield {
        at: verb(operation, context.migration.text),
        message: `${context.show(operation.table)} has no trigger that calls ${called.join(' or ')}, which every table here has.`,
        operation,
        fixes: () => addTrigger(context, operation, called, context.upgrade[0]?.before ?? emptyCatalogue),
      };
    }
  },
});
