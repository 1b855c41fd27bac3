/** Objects of the whole database in a revision that runs per tenant. */

import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const orders = `op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True))`;

export default defineRule({
  name: 'tenant-schema-qualified-drift',
  group: 'tenants',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  docs: {
    summary:
      'A revision that runs once per tenant creates what a database has once, or names schemas for some tables and not for others.',
    why: 'An extension is there when the second tenant comes, so the revision fails for all but the first; a type lands in the schema of whoever was first. Where only some names have a schema, one revision writes into two places.',
    instead:
      'Create what is shared in a branch of the history that runs once; leave the schema out of everything else.',
  },
  examples: [
    {
      title: 'Extensions in the shared branch',
      tenant: { strategy: 'schema' },
      history: orders,
      bad: `op.execute("«CREATE EXTENSION» pg_trgm")
op.execute("ALTER TABLE orders ADD COLUMN note text")`,
      good: `op.execute("ALTER TABLE orders ADD COLUMN note text")`,
    },
    {
      title: 'One way of naming tables',
      tenant: { strategy: 'schema' },
      history: orders,
      bad: `op.add_column("orders", sa.Column("note", sa.Text()))
op.execute("COMMENT ON TABLE «public.orders» IS 'of the tenant'")`,
      good: `op.add_column("orders", sa.Column("note", sa.Text()))
op.execute("COMMENT ON TABLE orders IS 'of the tenant'")`,
    },
  ],

  *check(context) {
    if (context.tenancy.strategy !== 'schema') return;
    const tables = context.upgrade.flatMap(({ operation }) =>
      'table' in operation && operation.table !== undefined ? [{ operation, table: operation.table }] : [],
    );
    const isMixed = tables.some(({ table }) => table.schema === undefined);
    for (const { operation } of context.upgrade) {
      const isType =
        operation.kind === 'create_type' && operation.schema === undefined && operation.origin.kind === 'sql';
      const isExtension = operation.kind === 'statement' && operation.command === 'CREATE EXTENSION';
      if (!isType && !isExtension) continue;
      const { text } = context.migration;
      const words = /^CREATE\s+(EXTENSION|TYPE)/i.exec(text.slice(operation.span.start, operation.span.end));
      const { start } = operation.span;
      yield {
        at: words === null ? verb(operation, text) : { start, end: start + words[0].length },
        message: isExtension
          ? 'A database has an extension once, and this revision runs for every tenant: it fails for all but the first.'
          : 'This type is made once per tenant, in whatever schema the search path names first.',
        operation,
      };
    }
    if (!isMixed) return;
    for (const { operation, table } of tables) {
      if (table.schema === undefined || context.tenancy.isShared(table)) continue;
      yield {
        at: table.span,
        message: `${context.show(table)} is named with its schema while other tables of this revision are not: they may be of two tenants.`,
        operation,
      };
    }
  },
});
