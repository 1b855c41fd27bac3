/** Values that are written into SQL text rather than bound. */

import type { WrittenSql } from '../../operations/operation.ts';
import { valueHoles } from '../../sql/value-holes.ts';
import { bindValues } from '../fixes/bind-values.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
)`;

export default defineRule({
  name: 'raw-sql-interpolation',
  group: 'data',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  docs: {
    summary: 'A value that is only known when the migration runs is written into the text of an SQL statement.',
    why: 'The first value with an apostrophe breaks the statement in the middle of the upgrade, a colon in it becomes a bind parameter, and a value from outside can be SQL. Nobody can review what will run.',
    instead: 'Bind it: `sa.text("… = :name").bindparams(name=value)`, or parameters given to `execute`.',
  },
  examples: [
    {
      title: 'A bound value',
      history: users,
      bad: `bind = op.get_bind()
for row in bind.execute(sa.text("SELECT id, name FROM users LIMIT 100")):
    bind.execute(sa.text(f"UPDATE users SET name = '{«row.name.strip()»}' WHERE id = {row.id}"))`,
      good: `bind = op.get_bind()
for row in bind.execute(sa.text("SELECT id, name FROM users LIMIT 100")):
    bind.execute(sa.text("UPDATE users SET name = :name WHERE id = :id").bindparams(name=row.name.strip(), id=row.id))`,
    },
    {
      title: 'Filled in with %',
      history: users,
      bad: `import os
op.execute("UPDATE users SET name = '%s' WHERE name IS NULL" % «os.environ.get("ADMIN", "root")»)`,
      good: `import os
op.execute(sa.text("UPDATE users SET name = :name WHERE name IS NULL").bindparams(name=os.environ.get("ADMIN", "root")))`,
    },
    {
      title: 'From the environment',
      history: users,
      bad: `import os
op.execute("INSERT INTO users (name) VALUES ('" + «os.environ.get("ADMIN", "root")» + "')")`,
      good: `import os
op.execute(sa.text("INSERT INTO users (name) VALUES (:name)").bindparams(name=os.environ.get("ADMIN", "root")))`,
    },
  ],

  *check(context) {
    const seen = new Set<WrittenSql>();
    for (const { operation } of context.upgrade) {
      const written = operation.origin.kind === 'sql' ? operation.origin.written : undefined;
      if (written === undefined || seen.has(written)) continue;
      seen.add(written);
      const holes = valueHoles(written.text.value, written.text.holes);
      const [hole] = holes;
      if (hole === undefined) continue;
      yield {
        at: hole.unknown.span,
        message: `${hole.unknown.source.trim()} is written into the SQL text: a value with an apostrophe breaks the statement, and one from outside can be SQL. Bind it.`,
        operation,
        fixes: () => bindValues(context, operation, written, holes),
      };
    }
  },
});
