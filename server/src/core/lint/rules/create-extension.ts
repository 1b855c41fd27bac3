/** A migration installs an extension. */

import { rewrite } from '../fixes/sql-statement.ts';
import { commandWords } from '../place.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'create-extension',
  group: 'destructive',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'CREATE EXTENSION without IF NOT EXISTS.',
    why: 'Most extensions need rights that the role of a deployment lacks, so they are installed beforehand, and the migration fails where that was done.',
    instead: 'Say IF NOT EXISTS, or leave the extension to the scripts that set up the database.',
  },
  examples: [
    {
      title: 'It may be there already',
      bad: 'op.execute("«CREATE EXTENSION» pgcrypto")',
      good: 'op.execute("CREATE EXTENSION IF NOT EXISTS pgcrypto")',
    },
    {
      title: 'In a schema',
      bad: 'op.execute("«CREATE EXTENSION» pgcrypto WITH SCHEMA public")',
      good: 'op.execute("CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA public")',
    },
  ],

  *check(context) {
    for (const { operation } of context.upgrade) {
      if (operation.kind !== 'statement' || operation.command !== 'CREATE EXTENSION') continue;
      const made = operation.changes?.find((each) => each.subject === 'extension');
      if (made?.subject !== 'extension' || made.do !== 'create' || made.ifNotExists) continue;
      yield {
        at: commandWords(operation, context.migration.text),
        message: `This fails where ${made.name} is installed already, which somebody with more rights has often done before.`,
        operation,
        fixes: () => {
          const words = 'CREATE EXTENSION IF NOT EXISTS';
          const edits = rewrite(context.migration, operation, /\bCREATE\s+EXTENSION\b/i, words);
          return edits.length === 0 ? [] : [{ title: 'Say IF NOT EXISTS', preferred: true, edits }];
        },
      };
    }
  },
});
