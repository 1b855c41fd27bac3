/** Tables move to another schema, or their schema gets another name. */

import type { OtherStatement } from '../../operations/operation.ts';
import { emptyCatalogue, findTable } from '../../schema/catalogue.ts';
import { findView } from '../../schema/views.ts';
import { catalogueAfter } from '../catalogue-after.ts';
import { viewInOldSchema } from '../fixes/view-of-old-name.ts';
import { effectsOnExisting } from '../hazards.ts';
import { clause } from '../place.ts';
import { defineRule, type Report, type RuleContext } from '../rule.ts';

export default defineRule({
  name: 'rename-schema-or-set-schema',
  group: 'columns',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'A table moves to another schema, or a schema is renamed.',
    why: 'SET SCHEMA holds an ACCESS EXCLUSIVE lock on the table, and whoever names the old schema, or finds it through search_path, no longer finds the table: applications, views in code, jobs, and grants on the schema.',
    instead:
      'Create the schema and its grants first, let applications find both through search_path, move the table then, and leave a view behind in the old schema.',
  },
  examples: [
    {
      title: 'A view stays behind',
      history: 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))',
      bad: `op.execute("CREATE SCHEMA crm")
op.execute("ALTER TABLE users «SET SCHEMA crm»")`,
      good: `op.execute("CREATE SCHEMA crm")
op.execute("ALTER TABLE users SET SCHEMA crm")
op.execute("CREATE VIEW public.users AS SELECT * FROM crm.users")`,
    },
    {
      title: 'A whole schema',
      history: 'op.execute("CREATE SCHEMA sales")',
      bad: 'op.execute("ALTER SCHEMA sales «RENAME TO crm»")',
      good: 'op.execute("CREATE SCHEMA crm")',
      fixed: false,
    },
  ],

  *check(context) {
    for (const { step } of effectsOnExisting(context, 'set schema')) {
      if (step.operation.kind === 'statement') yield* moved(context, step.operation);
    }
    const atFirst = context.upgrade[0]?.before;
    for (const { operation, before } of context.upgrade) {
      if (operation.kind !== 'statement') continue;
      for (const change of operation.changes ?? []) {
        if (change.subject !== 'schema' || change.do !== 'rename') continue;
        const isNew = before.schemas.has(change.name) && !atFirst?.schemas.has(change.name);
        if (isNew) continue;
        yield {
          at: clause(operation, context.migration.text, /RENAME\s+TO\s+\S+/i),
          message: `Renaming the schema ${change.name} takes everything in it away from whoever names it as ${change.name}, the application that is running among them.`,
          operation,
        };
      }
    }
  },
});

function* moved(context: RuleContext, operation: OtherStatement): Generator<Report> {
  const change = operation.changes?.find((each) => each.subject === 'table' && each.do === 'move');
  if (operation.table === undefined || change?.subject !== 'table' || change.do !== 'move') return;
  const after = catalogueAfter(context.upgrade, emptyCatalogue);
  if (findTable(after, change.table) !== undefined || findView(after, change.table) !== undefined) return;
  const table = context.show(operation.table);
  yield {
    at: clause(operation, context.migration.text, /SET\s+SCHEMA\s+\S+/i),
    message: `Moving ${table} to ${change.schema} breaks the application that is running, unless it finds the table through search_path in both schemas.`,
    operation,
    fixes: () => viewInOldSchema(context, operation, change),
  };
}
