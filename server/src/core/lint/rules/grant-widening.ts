/** Rights for everybody, or all of them, or for what does not exist yet. */

import type { OperationOf } from '../../operations/operation.ts';
import { clause, commandWords } from '../place.ts';
import { defineRule } from '../rule.ts';

type Grant = NonNullable<OperationOf<'statement'>['grant']>;

const orders =
  'op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("total", sa.Numeric()))';

export default defineRule({
  name: 'grant-widening',
  group: 'destructive',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A GRANT gives all privileges, gives to PUBLIC, lets them be passed on, or holds for objects to come.',
    why: 'Rights given to everybody are rarely taken back, since nobody can tell who relies on them; a later review sees the migrations, not who uses what.',
    instead: 'Name the privileges and the role that needs them.',
  },
  examples: [
    {
      title: 'The privilege and the role that needs it',
      history: orders,
      bad: 'op.execute("GRANT SELECT ON orders TO «PUBLIC»")',
      good: 'op.execute("GRANT SELECT ON orders TO CURRENT_USER")',
    },
    {
      title: 'All of them',
      history: orders,
      bad: 'op.execute("«GRANT ALL» ON orders TO CURRENT_USER")',
      good: 'op.execute("GRANT SELECT, INSERT ON orders TO CURRENT_USER")',
    },
  ],

  *check(context) {
    for (const { operation } of context.upgrade) {
      if (operation.kind !== 'statement' || operation.grant === undefined) continue;
      const found = widening(operation.grant);
      if (found === undefined) continue;
      const [why, pattern] = found;
      yield {
        at:
          pattern === undefined
            ? commandWords(operation, context.migration.text)
            : clause(operation, context.migration.text, pattern),
        message: `This grant ${why}; name the privileges and the role that needs them.`,
        operation,
      };
    }
  },
});

/** What is wide about it, and the words that say so. */
function widening({
  privileges,
  grantees,
  passedOn,
  onFuture,
}: Grant): readonly [string, RegExp | undefined] | undefined {
  if (grantees.includes('public')) return ['holds for every role of the server', /\bPUBLIC\b/i];
  if (passedOn) return ['can be passed on by whoever has it', /\bWITH\s+(GRANT|ADMIN)\s+OPTION\b/i];
  if (onFuture) return ['also holds for everything that is created later', undefined];
  return privileges.length === 0 ? ['gives every privilege', /\bGRANT\s+ALL(\s+PRIVILEGES)?\b/i] : undefined;
}
