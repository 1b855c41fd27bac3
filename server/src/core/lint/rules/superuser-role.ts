/** A role that nothing is forbidden to. */

import { removeStatement } from '../fixes/sql-statement.ts';
import { clause } from '../place.ts';
import { defineRule } from '../rule.ts';

const mighty: Readonly<Record<string, string>> = {
  superuser: 'may do everything on the whole server',
  bypassrls: 'sees the rows of everybody, whatever row level security says',
  createrole: 'may create and change other roles',
};

export default defineRule({
  name: 'superuser-role',
  group: 'destructive',
  level: 'info',
  profile: 'all',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'A role becomes a superuser, or may pass over row level security or make other roles.',
    why: 'Roles belong to the whole server, not to the database of the migration, and a deployment that can make superusers is one.',
    instead: 'Leave such roles to the scripts that set up a server, where a person answers for them.',
  },
  examples: [
    {
      title: 'Not in a migration',
      bad: 'op.execute("CREATE ROLE maintenance «SUPERUSER» LOGIN")',
      good: 'pass',
    },
    {
      title: 'Past row level security',
      bad: 'op.execute("ALTER ROLE reporting «BYPASSRLS»")',
      good: 'pass',
    },
  ],

  *check(context) {
    for (const { operation } of context.upgrade) {
      if (operation.kind !== 'statement' || !/^(CREATE|ALTER) (ROLE|USER|GROUP)$/.test(operation.command)) continue;
      const option = operation.options?.find((each) => each in mighty);
      if (option === undefined) continue;
      yield {
        at: clause(operation, context.migration.text, new RegExp(`\\b${option}\\b`, 'i')),
        message: `The role ${mighty[option]}; leave that to the scripts that set up the server.`,
        operation,
        fixes: () => {
          const edits = removeStatement(context.migration, operation);
          return edits.length === 0 ? [] : [{ title: 'Take the command out', preferred: true, edits }];
        },
      };
    }
  },
});
