/** One tenant's schema in a revision that runs for every tenant. */

import type { Operation, TableName } from '../../operations/operation.ts';
import { withoutSchema } from '../fixes/without-schema.ts';
import { argument } from '../place.ts';
import { defineRule } from '../rule.ts';

const orders = `op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True))`;

export default defineRule({
  name: 'tenant-schema-hardcoded',
  group: 'tenants',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'suggested',
  options: {
    'shared-schemas': {
      default: ['public', 'shared', 'common', 'extensions', 'pg_catalog', 'information_schema'],
      doc: 'Schemas that belong to no tenant, so that a revision may name them.',
    },
  },
  docs: {
    summary: 'A revision names the schema of one tenant although each tenant has a schema of its own.',
    why: 'The revision runs once for every tenant. With a schema in it, it changes the same tenant again and again, fails the second time, and leaves all others as they were.',
    instead:
      "Leave the schema out and let `search_path` or `schema_translate_map` choose it; name shared schemas in the rule's option `shared-schemas`.",
  },
  examples: [
    {
      title: 'The schema comes from the search path',
      tenant: { strategy: 'schema' },
      history: orders,
      bad: `op.add_column("orders", sa.Column("note", sa.Text()), «schema="acme"»)`,
      good: `op.add_column("orders", sa.Column("note", sa.Text()))`,
    },
    {
      title: 'In SQL',
      tenant: { strategy: 'schema' },
      history: orders,
      bad: `op.execute("ALTER TABLE «acme.orders» ADD COLUMN note text")`,
      good: `op.execute("ALTER TABLE orders ADD COLUMN note text")`,
    },
  ],

  *check(context) {
    if (context.tenancy.strategy !== 'schema') return;
    const listed = context.options['shared-schemas'];
    const shared: readonly unknown[] = Array.isArray(listed) ? listed : [];
    for (const { operation } of context.upgrade) {
      const table = tableOf(operation);
      if (table?.schema === undefined || shared.includes(table.schema)) continue;
      if (table.schema.includes('{') || context.tenancy.isShared(table)) continue;
      yield {
        at: argument(operation, 'schema') ?? table.span,
        message: `This names the schema ${table.schema}, but the revision runs for every tenant: it would change ${table.schema}.${table.name} each time and no other tenant's table.`,
        operation,
        fixes: () => withoutSchema(context, operation, table),
      };
    }
  },
});

function tableOf(operation: Operation): TableName | undefined {
  return 'table' in operation ? operation.table : undefined;
}
