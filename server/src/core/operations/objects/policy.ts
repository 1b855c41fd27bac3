/** Row security: policies, and whether they hold. */

import type { Node } from '@pgsql/types';
import type { PolicyState, TableState } from '../../schema/catalogue.ts';
import { changeKnownTable, changeTable } from '../../schema/tables.ts';
import { nameParts, qualified } from '../../sql/names.ts';
import { quoteIdentifier } from '../../sql/quote.ts';
import { findWords, parenthesised } from '../../sql/source.ts';
import type { StatementContext } from '../statement-context.ts';
import type { PolicyChange } from './change.ts';
import { defineSubject } from './definition.ts';
import { relationName } from './names.ts';

const subject = 'policy';

export const policies = defineSubject<PolicyChange>({
  statements: {
    CreatePolicyStmt: ({ policy_name: name = '', table, cmd_name, permissive, roles }, context) => [
      {
        subject,
        do: 'create',
        table: relationName(table),
        policy: {
          name,
          command: commands.find((command) => command === cmd_name) ?? 'all',
          permissive: permissive ?? false,
          roles: rolesOf(roles),
          ...conditions(context),
        },
      },
    ],
    AlterPolicyStmt: ({ policy_name: name = '', table, roles }, context) => [
      {
        subject,
        do: 'alter',
        table: relationName(table),
        name,
        ...(roles === undefined ? {} : { roles: rolesOf(roles) }),
        ...conditions(context),
      },
    ],
    'DropStmt.OBJECT_POLICY': ({ objects = [] }) =>
      objects.map((object) => {
        const parts = nameParts(object);
        return { subject, do: 'drop', table: qualified(parts.slice(0, -1)), name: parts.at(-1) ?? '' };
      }),
    'RenameStmt.OBJECT_POLICY': ({ relation, subname = '', newname = '' }) => [
      { subject, do: 'rename', table: relationName(relation), name: subname, to: newname },
    ],
    'AlterTableCmd.AT_EnableRowSecurity': (_, context) => security(context, { enabled: true }),
    'AlterTableCmd.AT_DisableRowSecurity': (_, context) => security(context, { enabled: false }),
    'AlterTableCmd.AT_ForceRowSecurity': (_, context) => security(context, { forced: true }),
    'AlterTableCmd.AT_NoForceRowSecurity': (_, context) => security(context, { forced: false }),
  },
  apply: (catalogue, change, by) => {
    const { table } = change;
    switch (change.do) {
      case 'create': {
        const made = { ...change.policy, by };
        return changeTable(catalogue, table, by, (it) => ({
          ...it,
          policies: [...(it.policies ?? []).filter(({ name }) => name !== made.name), made],
        }));
      }
      case 'alter': {
        const { subject: _, do: __, table: ___, name, ...facts } = change;
        return changeKnownTable(catalogue, table, (it) => changed(it, name, (policy) => ({ ...policy, ...facts })));
      }
      case 'drop':
        return changeKnownTable(catalogue, table, (it) => changed(it, change.name, () => undefined));
      case 'rename':
        return changeKnownTable(catalogue, table, (it) =>
          changed(it, change.name, (policy) => ({ ...policy, name: change.to })),
        );
      case 'security':
        return changeTable(catalogue, table, by, (it) => {
          const before = it.rowSecurity ?? { enabled: false, forced: false };
          const { enabled = before.enabled, forced = before.forced } = change;
          return { ...it, rowSecurity: { enabled, forced } };
        });
    }
  },
});

const commands = ['all', 'select', 'insert', 'update', 'delete'] as const;

function changed(
  table: TableState,
  name: string,
  change: (policy: PolicyState) => PolicyState | undefined,
): TableState {
  const all = table.policies?.flatMap((policy) => (policy.name === name ? (change(policy) ?? []) : [policy]));
  return all === undefined ? table : { ...table, policies: all };
}

function security(
  { source }: StatementContext,
  facts: { readonly enabled?: boolean; readonly forced?: boolean },
): readonly PolicyChange[] {
  const node: Node = source.node;
  if (!('AlterTableStmt' in node)) return [];
  return [{ subject, do: 'security', table: relationName(node.AlterTableStmt.relation), ...facts }];
}

function rolesOf(roles: readonly Node[] | undefined): readonly string[] {
  return (roles ?? []).flatMap((node) => {
    if (!('RoleSpec' in node)) return [];
    const { roletype = 'ROLESPEC_CSTRING', rolename = '' } = node.RoleSpec;
    return roletype === 'ROLESPEC_CSTRING'
      ? [quoteIdentifier(rolename)]
      : [roletype.replace('ROLESPEC_', '').toLowerCase()];
  });
}

/** `USING (…)` and `WITH CHECK (…)`, where they are. */
function conditions(context: StatementContext): Pick<PolicyState, 'using' | 'check'> {
  const { source } = context;
  const using = findWords(source, context.part.start, ['using'], 0);
  const check = findWords(source, context.part.start, ['with', 'check'], 0);
  const [first, second] = [using, check].map((word) => word && parenthesised(source, word.end));
  return {
    ...(first === undefined ? {} : { using: context.sql(first) }),
    ...(second === undefined ? {} : { check: context.sql(second) }),
  };
}
