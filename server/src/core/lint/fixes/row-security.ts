/** Row level security with a policy, behind the call that creates the table. */

import type { OperationOf, OtherStatement, Policy } from '../../operations/operation.ts';
import type { Condition } from '../../sql/condition.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { execute, identifier, stringAt, tableInSql } from './code.ts';
import { rewrite } from './sql-statement.ts';
import { around, standsAlone } from './statement.ts';

/** The tenant column with its type as SQL, and the setting that holds the tenant of a session. */
interface Tenant {
  readonly column: string;
  readonly setting: string;
  readonly type: string | undefined;
}

export function addRowSecurity(
  { migration }: RuleContext,
  { origin, table }: OperationOf<'create_table'>,
  tenant: Tenant,
): readonly Fix[] {
  const { text, style } = migration;
  if (style.op === undefined || origin.kind === 'sql' || !standsAlone(text, origin.call)) return [];
  const own = tableInSql(table);
  const condition = ofSession(tenant);
  const lines = [
    execute(style, style.op, `ALTER TABLE ${own} ENABLE ROW LEVEL SECURITY`),
    execute(style, style.op, `CREATE POLICY tenant_isolation ON ${own} USING (${condition})`),
  ];
  const edits = around(migration, origin.call, [], lines);
  return [{ title: 'Enable row level security with a policy', preferred: true, edits }];
}

/** A policy whose conditions are true gets that of the tenant; a WITH CHECK that is true goes where USING says more. */
export function closePolicy(
  { migration }: RuleContext,
  operation: OtherStatement,
  { using, check }: Policy,
  tenant: Tenant,
): readonly Fix[] {
  const { text } = migration;
  const condition = ofSession(tenant);
  const isOpen = (part: Condition | undefined) => part?.kind === 'constant' && part.value;
  const edits = [
    ...(isOpen(using) ? rewrite(migration, operation, /\bUSING\s*\(\s*true\s*\)/i, `USING (${condition})`) : []),
    ...(!isOpen(check)
      ? []
      : using === undefined
        ? rewrite(migration, operation, /\bWITH\s+CHECK\s*\(\s*true\s*\)/i, `WITH CHECK (${condition})`)
        : rewrite(migration, operation, /\s*\bWITH\s+CHECK\s*\(\s*true\s*\)/i, '')),
  ];
  const wanted = [using, check].filter(isOpen).length;
  const isSafe = edits.every(
    ({ span, newText }) => !newText.includes("'") || stringAt(text, span.start)?.quote !== "'",
  );
  if (edits.length !== wanted || wanted === 0 || !isSafe) return [];
  const title =
    isOpen(using) || using === undefined ? 'Compare the tenant with that of the session' : 'Remove the WITH CHECK';
  return [{ title, preferred: true, edits }];
}

function ofSession({ column, setting, type }: Tenant): string {
  const cast = type === undefined || type === 'text' ? '' : `::${type}`;
  return `${identifier(column)} = current_setting('${setting}')${cast}`;
}
