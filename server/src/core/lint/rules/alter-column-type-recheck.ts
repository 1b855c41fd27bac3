/** A type change that leaves the rows alone, but not what rests on the column. */

import type { Effect } from '../../effects/effects.ts';
import { withoutChecks } from '../fixes/without-checks.ts';
import { type Hazard, hazards, waiting } from '../hazards.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(50)), sa.Column("email", sa.String(50)))';

export default defineRule({
  name: 'alter-column-type-recheck',
  group: 'columns',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'suggested',
  hazard: { name: 'type-change', specificity: 2 },
  docs: {
    summary: 'A cheap type change tests a CHECK again, or builds an index anew.',
    why: 'A longer VARCHAR leaves the rows as they are, but a CHECK on the column is tested against every row, and an index over an expression of it is built again, all under an ACCESS EXCLUSIVE lock.',
    instead:
      'Drop the check before, change the type, add the check again as NOT VALID and validate it in a later revision; build the index concurrently afterwards in the same way.',
  },
  examples: [
    {
      title: 'A check on the column',
      history: `${users}
op.create_check_constraint("ck_users_name", "users", "name <> ''")`,
      bad: 'op.alter_column("users", "name", existing_type=sa.String(50), «type_=sa.String(100)»)',
      good: `op.drop_constraint("ck_users_name", "users", type_="check")
op.alter_column("users", "name", existing_type=sa.String(50), type_=sa.String(100))
op.create_check_constraint("ck_users_name", "users", "name <> ''", postgresql_not_valid=True)`,
    },
    {
      title: 'An index over an expression, in SQL',
      history: `${users}
op.execute("CREATE INDEX ix_users_name ON users (lower(name))")`,
      bad: 'op.execute("ALTER TABLE users ALTER COLUMN name TYPE «text»")',
      good: 'op.execute("ALTER TABLE users ALTER COLUMN email TYPE text")',
      fixed: false,
    },
  ],

  *check(context) {
    const costly = [...hazards(context, 'alter type rewrite', 'alter type unknown', 'alter type reindex')];
    for (const { step, effect } of hazards(context, 'alter type checked', 'alter type indexed')) {
      const { operation } = step;
      if (operation.kind !== 'alter_column' || tellsMore(costly, { step, effect })) continue;
      const table = context.show(operation.table);
      yield {
        at: wholeArgument(callOf(operation), 'type_', effect.at),
        message: `Changing the type of ${table}.${operation.column.value} ${work(effect)} while ${waiting(effect)} wait.`,
        operation,
        fixes: () => (effect.name === 'alter type checked' ? withoutChecks(context, step, operation) : []),
      };
    }
  },
});

/** The change itself writes the table or its indexes anew, which others tell; a check needs no word then. */
function tellsMore(costly: readonly Hazard[], { step }: Hazard): boolean {
  return costly.some((each) => each.step === step);
}

function work({ name }: Effect): string {
  return name === 'alter type checked'
    ? 'tests its CHECK against every row'
    : 'builds an index over an expression of it anew';
}
