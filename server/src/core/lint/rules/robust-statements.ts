/** A statement that can't be run again after the block around it has failed half way. */

import { known, type Operation } from '../../operations/operation.ts';
import { rewrite } from '../fixes/sql-statement.ts';
import { setArgument } from '../fixes/statement.ts';
import { isAtLeast } from '../libraries.ts';
import { callOf, verb } from '../place.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

/** By kind: the flag of the call, and the SQL words that the clause follows. */
const flags: Readonly<Record<string, readonly [flag: 'if_exists' | 'if_not_exists', words: RegExp, since: string]>> = {
  create_table: ['if_not_exists', /\bCREATE\s+(?:UNLOGGED\s+)?TABLE\b/i, '1.13.3'],
  add_column: ['if_not_exists', /\bADD(?:\s+COLUMN)?\b/i, '1.16'],
  create_index: ['if_not_exists', /\bCREATE\s+(?:UNIQUE\s+)?INDEX\b/i, '1.11.2'],
  drop_table: ['if_exists', /\bDROP\s+TABLE\b/i, '1.13.3'],
  drop_column: ['if_exists', /\bDROP(?:\s+COLUMN)?\b/i, '1.16'],
  drop_index: ['if_exists', /\bDROP\s+INDEX(?:\s+CONCURRENTLY)?\b/i, '1.11.2'],
  drop_constraint: ['if_exists', /\bDROP\s+CONSTRAINT\b/i, '1.16'],
};

export default defineRule({
  name: 'robust-statements',
  group: 'transactions',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A statement in an autocommit block, with others behind it, is not written so that it can be repeated.',
    why: 'Each statement of the block commits by itself. When a later one fails, the revision is not recorded as done, the next upgrade runs it from the start, and stops here since the object exists already, or no more.',
    instead:
      'Say `if_not_exists=True` or `if_exists=True` inside such blocks, and only there. For an index that is built concurrently drop what a failed build has left first: IF NOT EXISTS would keep it, invalid as it is.',
  },
  examples: [
    {
      title: 'A drop that may have happened already',
      history: `${users}
op.create_index("ix_users_email", "users", ["email"])`,
      bad: `with op.get_context().autocommit_block():
    «op.drop_index»("ix_users_email", postgresql_concurrently=True)
    op.create_index("ix_users_mail", "users", ["email"], postgresql_concurrently=True)`,
      good: `with op.get_context().autocommit_block():
    op.drop_index("ix_users_email", postgresql_concurrently=True, if_exists=True)
    op.create_index("ix_users_mail", "users", ["email"], postgresql_concurrently=True)`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.execute("«CREATE TABLE» tags (id serial PRIMARY KEY)")
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`,
      good: `with op.get_context().autocommit_block():
    op.execute("CREATE TABLE IF NOT EXISTS tags (id serial PRIMARY KEY)")
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`,
    },
  ],

  *check(context) {
    for (const { operation } of context.upgrade.slice(0, -1)) {
      const flag = flags[operation.kind];
      if (flag === undefined || operation.circumstance.autocommit === undefined || isRepeatable(operation)) continue;
      if (operation.kind === 'create_index' && known(operation.concurrently) === true) continue;
      yield {
        at: verb(operation, context.migration.text),
        message: `When a statement behind it fails, the next upgrade stops here; say ${flag[0]}.`,
        operation,
        fixes: () => repeatable(context, operation, flag),
      };
    }
  },
});

function isRepeatable(operation: Operation): boolean {
  return ('ifNotExists' in operation && operation.ifNotExists) || ('ifExists' in operation && operation.ifExists);
}

function repeatable(
  { migration, libraries }: RuleContext,
  operation: Operation,
  [flag, words, since]: readonly [string, RegExp, string],
): readonly Fix[] {
  const call = callOf(operation);
  const clause = flag === 'if_exists' ? 'IF EXISTS' : 'IF NOT EXISTS';
  const found = words.exec(migration.text.slice(operation.span.start, operation.span.end));
  const edits =
    call !== undefined
      ? !isAtLeast(libraries.alembic, since)
        ? []
        : setArgument(migration.text, call, flag, 'True')
      : found === null
        ? []
        : rewrite(migration, operation, words, `${found[0]} ${clause}`);
  return edits.length === 0 ? [] : [{ title: `Say ${clause}`, preferred: true, edits }];
}
