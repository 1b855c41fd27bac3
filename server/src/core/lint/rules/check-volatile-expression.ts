/** A check whose outcome depends on the moment. */

import { changesWithTime } from '../../effects/volatility.ts';
import { type CheckClause, known, type Operation, type TableName } from '../../operations/operation.ts';
import { argument } from '../place.ts';
import { defineRule } from '../rule.ts';

const bookings = `op.create_table("bookings", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("day", sa.Date()))`;

export default defineRule({
  name: 'check-volatile-expression',
  group: 'constraints',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A CHECK asks for the time, a random value, or who is connected.',
    why: 'PostgreSQL tests a check when a row is written and takes it for true ever after. Rows that were right then are wrong later: a restored dump refuses them, and so does a validation or an update of another column.',
    instead:
      'Compare columns of the row with each other or with constants, e.g. with a `created_at` that has a default; what depends on the moment belongs in a trigger or the application.',
  },
  examples: [
    {
      title: 'Columns and constants only',
      history: bookings,
      bad: `op.create_check_constraint("ck_bookings_day", "bookings", «"day >= current_date"», postgresql_not_valid=True)`,
      good: `op.create_check_constraint("ck_bookings_day", "bookings", "day >= '2020-01-01'", postgresql_not_valid=True)`,
    },
    {
      title: 'In a new table',
      history: bookings,
      bad: `op.create_table(
    "visits",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True)),
    «sa.CheckConstraint("at <= now()", name="ck_visits_at")»,
)`,
      good: `op.create_table(
    "visits",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True)),
    sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now()),
    sa.CheckConstraint("at <= created_at", name="ck_visits_at"),
)`,
    },
    {
      title: 'In SQL',
      history: bookings,
      bad: 'op.execute("ALTER TABLE bookings ADD «CONSTRAINT ck_day CHECK (day >= now()) NOT VALID»")',
      good: `op.execute("ALTER TABLE bookings ADD CONSTRAINT ck_day CHECK (day >= '2020-01-01') NOT VALID")`,
    },
  ],

  *check(context) {
    for (const { operation } of context.upgrade) {
      for (const { table, check } of checksOf(operation)) {
        const function_ = check.functions?.find(changesWithTime);
        if (function_ === undefined) continue;
        yield {
          at: argument(operation, 'condition') ?? check.span,
          message: `${known(check.name) ?? 'This check'} of ${context.show(table)} calls ${function_}, so a row that is right today breaks it another day.`,
          operation,
        };
      }
    }
  },
});

function checksOf(operation: Operation): readonly { readonly table: TableName; readonly check: CheckClause }[] {
  switch (operation.kind) {
    case 'add_check':
      return [{ table: operation.table, check: operation.constraint }];
    case 'add_column':
      return operation.column.checks.map((check) => ({ table: operation.table, check }));
    case 'create_table': {
      const { table, columns, constraints } = operation;
      const declared = constraints.flatMap((each) => (each.kind === 'check' ? [each] : []));
      return [...columns.flatMap((column) => column.checks), ...declared].map((check) => ({ table, check }));
    }
    default:
      return [];
  }
}
