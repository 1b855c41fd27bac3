/** The end of what keeps tenants apart: the tenant column, its index or its foreign key. */

import { findTable, type TableState } from '../../schema/catalogue.ts';
import type { Span } from '../../text/span.ts';
import { catalogueAfter } from '../catalogue-after.ts';
import { columnBeside } from '../fixes/column-beside.ts';
import { argument, verb } from '../place.ts';
import { defineRule, type RuleContext, type Step } from '../rule.ts';
import { tenantColumnOf } from '../tenant-table.ts';

const history = `op.create_table("tenants", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False),
    sa.Column("number", sa.Text()),
    sa.Column("status", sa.Text()),
)
op.create_table(
    "invoices",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False),
    sa.Column("order_number", sa.Text()),
    sa.Column("status", sa.Text()),
)
op.create_index("ix_orders_tenant_id", "orders", ["tenant_id"])
op.create_foreign_key("fk_orders_tenant", "orders", "tenants", ["tenant_id"], ["id"])`;

export default defineRule({
  name: 'tenant-column-dropped-or-renamed',
  group: 'tenants',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  hazard: { name: 'column-gone', specificity: 2 },
  docs: {
    summary: 'The tenant column of a table is dropped or renamed, or loses its last index or foreign key.',
    why: 'Filters, policies and the application find the rows of a tenant by this column. Without it, or under another name, a query either fails or returns the rows of everybody; without its index each tenant scans the rows of all.',
    instead:
      'Keep it. Another name is given in steps, by a second column beside it. If the table becomes shared, name it in `shared-tables` of the configuration; replace an index before the old one is dropped.',
  },
  examples: [
    {
      title: 'A table that becomes shared on purpose',
      tenant: { columns: ['tenant_id'] },
      history,
      bad: `op.drop_column("orders", «"tenant_id"»)`,
      good: `# alembic-guard: ignore[tenant-column-dropped-or-renamed] orders are shared since 5.0, see the release notes
op.drop_column("orders", "tenant_id")`,
      fixed: false,
    },
    {
      title: 'Another name',
      tenant: { columns: ['tenant_id'] },
      history,
      bad: `op.execute("ALTER TABLE orders RENAME COLUMN tenant_id TO «owner»")`,
      good: `# Next: let the application write both, fill owner in batches, switch over, and drop orders.tenant_id in a later release.
op.execute("ALTER TABLE orders ADD COLUMN owner int4")`,
    },
    {
      title: 'An index is replaced before it goes',
      history,
      bad: `with op.get_context().autocommit_block():
    op.drop_index(«"ix_orders_tenant_id"», "orders", postgresql_concurrently=True)`,
      good: `with op.get_context().autocommit_block():
    op.create_index("ix_orders_tenant_status", "orders", ["tenant_id", "status"], postgresql_concurrently=True)
    op.drop_index("ix_orders_tenant_id", "orders", postgresql_concurrently=True)`,
      fixed: false,
    },
  ],

  *check(context) {
    const first = context.upgrade[0];
    if (first === undefined || context.tenancy.columns.length === 0) return;
    const end = catalogueAfter(context.upgrade, first.before);
    for (const step of context.upgrade) {
      const loss = lossOf(context, step);
      if (loss === undefined || loss.table.by === undefined) continue;
      const state = findTable(end, loss.table);
      const stays = state !== undefined && loss.stillHeld(state);
      if (step.isNewTable(loss.table) || stays || (state === undefined && loss.what !== 'renamed')) continue;
      const { operation } = step;
      yield {
        at: loss.at,
        message: loss.message,
        operation,
        fixes: () =>
          loss.what === 'renamed' && operation.kind === 'alter_column' ? columnBeside(context, step, operation) : [],
      };
    }
  },
});

interface Loss {
  readonly table: TableState;
  readonly what: 'dropped' | 'renamed' | 'unindexed' | 'unlinked';
  readonly at: Span;
  readonly message: string;
  stillHeld(state: TableState): boolean;
}

function lossOf(context: RuleContext, { operation, before }: Step): Loss | undefined {
  if (operation.kind === 'drop_index') return lostIndex(context, operation, before);
  const named =
    operation.kind === 'drop_column' || operation.kind === 'alter_column' || operation.kind === 'drop_constraint';
  if (!named) return undefined;
  const table = findTable(before, operation.table);
  const column = tenantColumnOf(context.tenancy, before, operation.table);
  if (table === undefined || column === undefined) return undefined;
  const name = context.show(operation.table);
  if (operation.kind === 'drop_constraint') {
    const wanted = operation.name !== undefined && 'value' in operation.name ? operation.name.value : undefined;
    const key = table.constraints.find((each) => each.name === wanted && each.kind === 'foreign-key');
    if (wanted === undefined || key?.kind !== 'foreign-key' || !key.columns.includes(column)) return undefined;
    return {
      table,
      what: 'unlinked',
      at: argument(operation, 'constraint_name') ?? verb(operation, context.migration.text),
      message: `${name}.${column} loses its foreign key, so rows may belong to tenants that don't exist.`,
      stillHeld: (state) =>
        state.constraints.some((each) => each.kind === 'foreign-key' && each.columns.includes(column)),
    };
  }
  if (operation.column.value !== column) return undefined;
  const stillHeld = (state: TableState) => context.tenancy.columns.some((each) => state.columns.has(each));
  if (operation.kind === 'drop_column') {
    const message = `Dropping ${name}.${column} takes away what tells the tenants' rows apart.`;
    return { table, what: 'dropped', at: operation.column.span, message, stillHeld };
  }
  if (operation.newName === undefined) return undefined;
  const to = 'value' in operation.newName ? operation.newName.value : 'another name';
  const message = `Renaming ${name}.${column} to ${to} takes away the column that filters, policies and the application look for.`;
  return {
    table,
    what: 'renamed',
    at: argument(operation, 'new_column_name') ?? operation.newName.span,
    message,
    stillHeld,
  };
}

function lostIndex(
  context: RuleContext,
  operation: Extract<Step['operation'], { kind: 'drop_index' }>,
  before: Step['before'],
): Loss | undefined {
  const wanted = 'value' in operation.name ? operation.name.value : undefined;
  if (wanted === undefined) return undefined;
  for (const table of before.tables.values()) {
    const index = table.indexes.find((each) => each.name === wanted);
    const column = tenantColumnOf(context.tenancy, before, table);
    if (index === undefined || column === undefined || index.columns[0] !== column) continue;
    const message = `${context.show(table)} loses the index that finds the rows of a tenant: no other begins with ${column}.`;
    const stillHeld = (state: TableState) =>
      state.indexes.some((each) => each.columns[0] === column) ||
      state.constraints.some(
        (each) => (each.kind === 'unique' || each.kind === 'primary-key') && each.columns[0] === column,
      );
    return { table, what: 'unindexed', at: operation.name.span, message, stillHeld };
  }
  return undefined;
}
