/** A program in the database changes the schema, where nobody can see how. */

import { commandWords } from '../place.ts';
import { defineRule } from '../rule.ts';

const users = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))';

/** Verbs of statements that change the schema, and EXECUTE, which may run any. */
const changing = new Set(['alter', 'comment', 'create', 'drop', 'execute', 'grant', 'revoke', 'truncate']);

export default defineRule({
  name: 'do-block-ddl',
  group: 'destructive',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary: 'A DO block changes the schema.',
    why: 'What it does depends on the database that it finds, so neither a reader nor a tool can say what the schema is afterwards: locks, lost data and drift inside it go unnoticed, and a downgrade can only guess.',
    instead: 'Write plain statements, with IF EXISTS or IF NOT EXISTS where they must be repeatable.',
  },
  examples: [
    {
      title: 'A plain statement',
      history: users,
      bad: 'op.execute("«DO» $$ BEGIN ALTER TABLE users ADD COLUMN IF NOT EXISTS email text; END $$")',
      good: 'op.execute("ALTER TABLE users ADD COLUMN email text")',
    },
    {
      title: 'A statement that is put together',
      history: users,
      bad: `op.execute("«DO» $$ BEGIN EXECUTE format('ALTER TABLE %I ADD COLUMN email text', 'users'); END $$")`,
      good: 'op.execute("ALTER TABLE users ADD COLUMN email text")',
    },
  ],

  *check(context) {
    for (const { operation } of context.upgrade) {
      if (operation.kind !== 'statement' || operation.command !== 'DO') continue;
      const verbs = (operation.options ?? []).filter((verb) => changing.has(verb));
      if (verbs.length === 0) continue;
      yield {
        at: commandWords(operation, context.migration.text),
        message: `This block runs ${verbs.map((verb) => verb.toUpperCase()).join(', ')} where no check can see it; write plain statements.`,
        operation,
      };
    }
  },
});
