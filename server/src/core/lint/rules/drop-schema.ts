/** A schema goes with everything that is in it. */

import { rewrite } from '../fixes/sql-statement.ts';
import { isMadeHere } from '../made-here.ts';
import { clause } from '../place.ts';
import { defineRule } from '../rule.ts';

const history = 'op.execute("CREATE SCHEMA archive")';

export default defineRule({
  name: 'drop-schema',
  group: 'destructive',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'suggested',
  hazard: { name: 'dropped-object', specificity: 3 },
  docs: {
    summary: 'DROP SCHEMA CASCADE drops all tables, views, types and functions of a schema, whatever is in it.',
    why: 'What it takes along depends on the database it reaches, not on the migrations: tables of other services, of a tenant, of an extension. Nothing of it comes back.',
    instead:
      'Drop what the migrations have made, by name, then the schema without CASCADE: the server refuses while anything is left in it.',
  },
  examples: [
    {
      title: 'Only when it is empty',
      history,
      bad: 'op.execute("DROP SCHEMA archive «CASCADE»")',
      good: 'op.execute("DROP SCHEMA archive")',
    },
    {
      title: 'Where it may be gone already',
      history,
      bad: 'op.execute("DROP SCHEMA IF EXISTS archive «CASCADE»")',
      good: 'op.execute("DROP SCHEMA IF EXISTS archive")',
    },
  ],

  *check(context) {
    for (const { operation, before } of context.upgrade) {
      if (operation.kind !== 'statement' || operation.command !== 'DROP SCHEMA') continue;
      // One operation for each schema that is named; the first has all the changes.
      const { part } = operation.origin.kind === 'sql' ? operation.origin : {};
      if (!operation.options?.includes('cascade') || (part !== undefined && part.index > 0)) continue;
      const dropped = (operation.changes ?? []).flatMap((each) =>
        each.subject === 'schema' && each.do === 'drop' ? [each.name] : [],
      );
      const lost = dropped.filter((name) => !isMadeHere(context, before.schemas.get(name)?.by));
      if (dropped.length > 0 && lost.length === 0) continue;
      const tables = [...before.tables.values()].flatMap(({ schema, name }) =>
        lost.includes(schema ?? '') ? [name] : [],
      );
      const schema = lost.length === 0 ? 'the schema' : lost.join(' and ');
      const known = tables.length === 0 ? 'whatever it holds' : `${tables.join(', ')} and whatever else it holds`;
      yield {
        at: clause(operation, context.migration.text, /\bCASCADE\b/i),
        message: `Dropping ${schema} with CASCADE loses ${known}; without CASCADE it only goes when it is empty.`,
        operation,
        fixes: () => {
          const edits = rewrite(context.migration, operation, /\s+CASCADE\b/i, '');
          return edits.length === 0 ? [] : [{ title: 'Drop the schema only if it is empty', preferred: true, edits }];
        },
      };
    }
  },
});
