/** A data change for the tenant that has a certain id in one environment. */

import type { Condition, Scalar } from '../../sql/condition.ts';
import type { Span } from '../../text/span.ts';
import { conditionOf } from '../data-change.ts';
import { defineRule } from '../rule.ts';
import { tenantColumnOf } from '../tenant-table.ts';

const history = `op.create_table("tenants", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("slug", sa.Text()))
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
    sa.Column("order_id", sa.Integer()),
)`;

export default defineRule({
  name: 'tenant-filter-hardcoded',
  group: 'tenants',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  docs: {
    summary: 'A data change chooses its tenant by a literal id.',
    why: 'The same id is another tenant in staging and on the machine of a colleague, or none. There the migration changes the rows of somebody else, or nothing, and says so nowhere.',
    instead:
      'Look the tenant up by what is the same everywhere, such as its slug; or repeat the change for every tenant.',
  },
  examples: [
    {
      title: 'By slug',
      history,
      bad: `op.execute("UPDATE orders SET status = 'open' WHERE status IS NULL AND «tenant_id = 42»")`,
      good: `op.execute(
    "UPDATE orders SET status = 'open' WHERE status IS NULL"
    " AND tenant_id = (SELECT id FROM tenants WHERE slug = 'acme')"
)`,
    },
    {
      title: 'With SQLAlchemy Core',
      history,
      bad: `orders = sa.table("orders", sa.column("tenant_id"), sa.column("status"))
op.execute(orders.delete().where(«orders.c.tenant_id.in_([7, 9]), orders.c.status == "void"»))`,
      good: `op.execute(
    "DELETE FROM orders WHERE status = 'void' AND tenant_id IN (SELECT id FROM tenants WHERE slug IN ('acme', 'zeta'))"
)`,
    },
  ],

  *check(context) {
    const { tenancy, migration } = context;
    if (tenancy.columns.length === 0) return;
    for (const step of context.upgrade) {
      const { operation, before } = step;
      if (operation.kind !== 'update' && operation.kind !== 'delete') continue;
      const column = tenantColumnOf(tenancy, before, operation.table);
      const fixed = column === undefined ? undefined : literalIn(operation.where, tenancy.columns);
      if (column === undefined || fixed === undefined || step.isNewTable(operation.table)) continue;
      yield {
        at: within(conditionOf(operation, migration.text), fixed, migration.text),
        message: `${fixed} is another tenant, or none, in another environment: this changes rows of ${context.show(operation.table)} by an id that only one database has.`,
        operation,
      };
    }
  },
});

/** `tenant_id = 42`, as it would be written, where the condition fixes the tenant. */
function literalIn(condition: Condition | undefined, columns: readonly string[]): string | undefined {
  switch (condition?.kind) {
    case 'and':
    case 'or':
      return condition.conditions.map((each) => literalIn(each, columns)).find((each) => each !== undefined);
    case 'compare': {
      const { operator, left, right } = condition;
      if (operator !== '=') return undefined;
      const [column, value] = left.kind === 'column' ? [left, right] : [right, left];
      const id = column.kind === 'column' && columns.includes(column.column) ? idOf(value) : undefined;
      return column.kind === 'column' && id !== undefined ? `${column.column} = ${id}` : undefined;
    }
    case 'in': {
      const { left, right, negated } = condition;
      if (negated || left.kind !== 'column' || !columns.includes(left.column) || 'relations' in right) return undefined;
      const ids = right.map(idOf);
      return ids.length > 0 && !ids.includes(undefined) ? `${left.column} IN (${ids.join(', ')})` : undefined;
    }
    default:
      return undefined;
  }
}

function idOf(scalar: Scalar): string | undefined {
  if (scalar.kind !== 'literal' || scalar.value === null || typeof scalar.value === 'boolean') return undefined;
  return typeof scalar.value === 'number' ? String(scalar.value) : `'${scalar.value}'`;
}

/** The comparison inside the condition, where it is written as shown. */
function within(condition: Span, shown: string, text: string): Span {
  const at = text.slice(condition.start, condition.end).indexOf(shown);
  return at < 0 ? condition : { start: condition.start + at, end: condition.start + at + shown.length };
}
