/** A policy that lets tenants through to each other. */

import type { Policy } from '../../operations/operation.ts';
import { findTable } from '../../schema/catalogue.ts';
import { typeSql } from '../../schema/type-sql.ts';
import type { Condition, Scalar } from '../../sql/condition.ts';
import { closePolicy } from '../fixes/row-security.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';
import { tenantColumnOf } from '../tenant-table.ts';

const history = `op.create_table("tenants", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("tenant_id", sa.Integer(), sa.ForeignKey("tenants.id"), nullable=False),
    sa.Column("status", sa.Text()),
)
op.execute("ALTER TABLE orders ENABLE ROW LEVEL SECURITY")
op.execute("ALTER TABLE orders FORCE ROW LEVEL SECURITY")`;

export default defineRule({
  name: 'tenant-policy-incomplete',
  group: 'tenants',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'A policy of row level security on a tenant table lets rows of other tenants through.',
    why: 'Permissive policies add up: one whose condition is true, or names neither the tenant column nor a function that knows the tenant, opens the table whatever the others say. A WITH CHECK that is true lets one tenant write rows of another.',
    instead:
      'Compare the tenant column with the tenant of the session in USING, which holds for writes too where there is no WITH CHECK. Give service roles a policy of their own with TO.',
  },
  examples: [
    {
      title: 'The tenant of the session',
      tenant: { strategy: 'rls', columns: ['tenant_id'] },
      history,
      bad: `op.execute("«CREATE POLICY» own ON orders USING (true)")`,
      good: `op.execute("CREATE POLICY own ON orders USING (tenant_id = current_setting('app.tenant_id')::int4)")`,
    },
    {
      title: 'Writes are checked too',
      tenant: { strategy: 'rls', columns: ['tenant_id'] },
      history,
      bad: `op.execute(
    "«CREATE POLICY» own ON orders"
    " USING (tenant_id = current_setting('app.tenant_id')::integer) WITH CHECK (true)"
)`,
      good: `op.execute(
    "CREATE POLICY own ON orders"
    " USING (tenant_id = current_setting('app.tenant_id')::integer)"
)`,
    },
  ],
  options: {
    setting: {
      default: 'app.tenant_id',
      doc: 'The setting that holds the tenant of the session, for the condition that the fix writes.',
    },
  },

  *check(context) {
    const { tenancy, options } = context;
    if (tenancy.strategy !== 'rls') return;
    for (const { operation, before } of context.upgrade) {
      if (operation.kind !== 'statement' || operation.policy === undefined || operation.table === undefined) continue;
      const column = tenantColumnOf(tenancy, before, operation.table);
      const { policy, table } = operation;
      if (column === undefined || !policy.permissive || !policy.roles.includes('public')) continue;
      const hole = holeOf(policy, tenancy.columns);
      if (hole === undefined) continue;
      yield {
        at: verbOfPolicy(operation.span, context.migration.text) ?? verb(operation, context.migration.text),
        message: `This policy on ${context.show(table)} ${hole}, so tenants ${policy.command === 'select' ? 'see' : 'see or write'} each other's rows.`,
        operation,
        fixes: () => {
          const type = findTable(before, table)?.columns.get(column)?.type;
          const setting = String(options['setting']);
          return closePolicy(context, operation, policy, { column, setting, type: type && typeSql(type) });
        },
      };
    }
  },
});

function holeOf({ using, check, functions }: Policy, columns: readonly string[]): string | undefined {
  if (using?.kind === 'constant' && using.value) return 'is true for every row';
  if (check?.kind === 'constant' && check.value) return 'checks nothing of a row that is written';
  const names = [using, check].flatMap(columnsOf);
  if (functions.length > 0 || names.some((each) => columns.includes(each)) || names.includes('?')) return undefined;
  return `names neither ${columns.join(' nor ')} nor the tenant of the session`;
}

/** Columns of the condition; `?` for what can't be read. */
function columnsOf(condition: Condition | undefined): readonly string[] {
  switch (condition?.kind) {
    case undefined:
    case 'constant':
      return [];
    case 'and':
    case 'or':
      return condition.conditions.flatMap(columnsOf);
    case 'not':
      return columnsOf(condition.condition);
    case 'compare':
      return [condition.left, condition.right].flatMap(ofScalar);
    case 'null':
      return ofScalar(condition.operand);
    case 'other':
      return condition.columns.map(({ column }) => column);
    default:
      return ['?'];
  }
}

function ofScalar(scalar: Scalar): readonly string[] {
  if (scalar.kind === 'column') return [scalar.column];
  if (scalar.kind === 'expression') return scalar.columns.map(({ column }) => column);
  return scalar.kind === 'literal' ? [] : ['?'];
}

function verbOfPolicy(span: { readonly start: number; readonly end: number }, text: string) {
  const found = /^CREATE\s+POLICY/i.exec(text.slice(span.start, span.end));
  return found === null ? undefined : { start: span.start, end: span.start + found[0].length };
}
