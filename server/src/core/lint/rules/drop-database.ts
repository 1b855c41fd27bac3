/** A whole database goes. */

import { removeStatement } from '../fixes/sql-statement.ts';
import { commandWords } from '../place.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  name: 'drop-database',
  group: 'destructive',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'mysql'],
  fix: 'suggested',
  scope: { downgrade: true, roots: true },
  hazard: { name: 'runs-alone', specificity: 2 },
  docs: {
    summary: 'A migration drops a database.',
    why: 'A migration runs wherever the application is deployed, and a database that has the same name there is gone with everything in it. Inside a transaction PostgreSQL refuses the command anyway.',
    instead: 'Leave databases to the scripts that set up and tear down environments, where a person names the server.',
  },
  examples: [
    {
      title: 'Not in a migration',
      bad: 'op.execute("«DROP DATABASE» IF EXISTS reporting")',
      good: 'pass',
    },
    {
      title: 'In an autocommit block it would even run',
      bad: `op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True))
with op.get_context().autocommit_block():
    op.execute("«DROP DATABASE» IF EXISTS reporting")`,
      good: `op.create_table("tags", sa.Column("id", sa.Integer(), primary_key=True))
with op.get_context().autocommit_block():
    pass`,
    },
  ],

  *check(context) {
    for (const { operation } of [...context.upgrade, ...context.downgrade]) {
      if (operation.kind !== 'statement' || operation.command !== 'DROP DATABASE') continue;
      yield {
        at: commandWords(operation, context.migration.text),
        message:
          `This drops the database ${operation.object ?? ''} of every server that the migration reaches; take it out of the migration.`.replace(
            '  ',
            ' ',
          ),
        operation,
        fixes: () => {
          const edits = removeStatement(context.migration, operation);
          return edits.length === 0 ? [] : [{ title: 'Take the command out', preferred: true, edits }];
        },
      };
    }
  },
});
