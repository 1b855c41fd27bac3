/** DDL whose outcome depends on the database it meets. */

import { changesSchema } from '../changes-schema.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("fax", sa.Text()))';

export default defineRule({
  name: 'conditional-ddl',
  group: 'graph',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A change of the schema stands under a test of what the database holds.',
    why: 'Databases that pass the test differently end up with different schemas, and the revision counts as applied in all of them.',
    instead:
      'Take the test out; where a database has drifted, mend it once instead of making every migration tolerate it.',
  },
  examples: [
    {
      title: 'Without the test',
      history: users,
      bad: `if "city" not in [column["name"] for column in sa.inspect(op.get_bind()).get_columns("users")]:
    «op.add_column»("users", sa.Column("city", sa.Text()))`,
      good: 'op.add_column("users", sa.Column("city", sa.Text()))',
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (!operation.circumstance.conditional || !changesSchema(step)) continue;
      yield {
        at: verb(operation, context.migration.text),
        message:
          'Whether this runs depends on the database it meets, so schemas that are taken for the same may differ.',
        operation,
      };
    }
  },
});
