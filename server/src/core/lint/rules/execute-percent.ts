/** A percent sign that reaches the driver. */

import type { WrittenSql } from '../../operations/operation.ts';
import { sourceSpan } from '../../sql/positions.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
    sa.Column("plan", sa.Text()),
)`;

export default defineRule({
  name: 'execute-percent',
  group: 'data',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  docs: {
    summary: 'SQL that goes to the driver as it is holds a single percent sign.',
    why: '`exec_driver_sql` leaves the text alone, and drivers of PostgreSQL read `%` as the beginning of a parameter. With `op.execute` and `text()` SQLAlchemy doubles it.',
    instead: 'Double it, or use `op.execute`.',
  },
  examples: [
    {
      title: 'Doubled',
      history: users,
      bad: `op.get_bind().exec_driver_sql("UPDATE users SET plan = 'free' WHERE name LIKE 'A«%»'")`,
      good: `op.execute("UPDATE users SET plan = 'free' WHERE name LIKE 'A%'")`,
    },
  ],

  *check(context) {
    const seen = new Set<WrittenSql>();
    for (const { operation } of context.upgrade) {
      const { origin } = operation;
      const written =
        origin.kind === 'sql' && origin.call.callee.endsWith('exec_driver_sql') ? origin.written : undefined;
      if (written === undefined || seen.has(written)) continue;
      seen.add(written);
      const single = /(?<!%)(?:%%)*(%)(?![%s(])/.exec(written.text.value);
      if (single === null) continue;
      const at = single.index + single[0].length - 1;
      yield {
        at: sourceSpan(written.text.segments, at, at + 1) ?? written.text.span,
        message:
          'exec_driver_sql passes this percent sign on, and the driver reads it as the beginning of a parameter. Double it.',
        operation,
      };
    }
  },
});
