/** A colon in SQL text that SQLAlchemy takes for a bind parameter. */

import type { WrittenSql } from '../../operations/operation.ts';
import { maskSql } from '../../sql/mask.ts';
import { sourceSpan } from '../../sql/positions.ts';
import { escapeColon } from '../fixes/escape-colon.ts';
import { defineRule } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
    sa.Column("settings", sa.JSON()),
)`;

export default defineRule({
  name: 'execute-colon-bind',
  group: 'data',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'safe',
  docs: {
    summary: 'A colon inside a quoted literal or a comment of SQL text makes a bind parameter.',
    why: '`op.execute` and `text()` look for `:name` without regard to quotes. Without a value for it the statement fails; with one, something else is written than the text says. A colon that follows a word character or another colon is left alone.',
    instead: 'Put a backslash before the colon, or bind the whole literal.',
  },
  examples: [
    {
      title: 'A literal with a colon',
      history: users,
      bad: `op.execute("UPDATE users SET name = '«:none»' WHERE name IS NULL")`,
      good: `op.execute("UPDATE users SET name = '\\\\:none' WHERE name IS NULL")`,
    },
    {
      title: 'JSON without spaces',
      history: users,
      bad: `op.execute("""
    UPDATE users SET settings = '{"beta"«:true»}'
    WHERE settings IS NULL
""")`,
      good: `op.execute("""
    UPDATE users SET settings = '{"beta"\\\\:true}'
    WHERE settings IS NULL
""")`,
    },
  ],

  *check(context) {
    const seen = new Set<WrittenSql>();
    for (const { operation } of [...context.upgrade, ...context.downgrade]) {
      const written = operation.origin.kind === 'sql' ? operation.origin.written : undefined;
      if (written === undefined || written.style !== 'text' || seen.has(written)) continue;
      seen.add(written);
      const { value, segments, holes, span } = written.text;
      for (const bind of maskSql(value, 'text', holes, { bind: 'parameter', holes: [] }).quotedBinds) {
        const at = sourceSpan(segments, bind.start, bind.end);
        yield {
          at: at ?? span,
          message: `SQLAlchemy takes :${bind.name} for a bind parameter, quotes or not, and fails for want of a value. Escape the colon with a backslash.`,
          operation,
          fixes: () => (at === undefined ? [] : escapeColon(context, at)),
        };
      }
    }
  },
  scope: { downgrade: true },
});
