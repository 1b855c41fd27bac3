/** Row level security with a policy, behind the call that creates the table. */

import type { OperationOf } from '../../operations/operation.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { execute, identifier, tableInSql } from './code.ts';
import { around, standsAlone } from './statement.ts';

/** @param tenant the tenant column with its type, and the setting that holds the tenant of a session */
export function addRowSecurity(
  { migration }: RuleContext,
  { origin, table }: OperationOf<'create_table'>,
  tenant: { readonly column: string; readonly setting: string; readonly type: string | undefined },
): readonly Fix[] {
  const { text, style } = migration;
  if (style.op === undefined || origin.kind === 'sql' || !standsAlone(text, origin.call)) return [];
  const own = tableInSql(table);
  const cast = tenant.type === undefined || tenant.type === 'text' ? '' : `::${tenant.type}`;
  const condition = `${identifier(tenant.column)} = current_setting('${tenant.setting}')${cast}`;
  const lines = [
    execute(style, style.op, `ALTER TABLE ${own} ENABLE ROW LEVEL SECURITY`),
    execute(style, style.op, `CREATE POLICY tenant_isolation ON ${own} USING (${condition})`),
  ];
  const edits = around(migration, origin.call, [], lines);
  return [{ title: 'Enable row level security with a policy', preferred: true, edits }];
}
