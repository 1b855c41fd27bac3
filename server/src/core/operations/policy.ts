/** What a policy of row level security lets through. */

import type { Node } from '@pgsql/types';
import type { Condition } from '../sql/condition.ts';
import { readCondition } from '../sql/from-tree.ts';
import { functionsIn } from '../sql/inside.ts';
import type { Policy } from './operation.ts';
import type { StatementContext } from './statement-context.ts';

const commands: Readonly<Record<string, Policy['command'] | undefined>> = {
  select: 'select',
  insert: 'insert',
  update: 'update',
  delete: 'delete',
};

/** The policy that the statement makes; nothing for other statements. */
export function policyOf({ source }: StatementContext): { readonly policy?: Policy } {
  const { node } = source;
  if (!('CreatePolicyStmt' in node)) return {};
  const { cmd_name, permissive, roles, qual, with_check } = node.CreatePolicyStmt;
  const condition = (part: Node | undefined): Condition | undefined => part && readCondition(part, source);
  return {
    policy: {
      command: commands[cmd_name ?? ''] ?? 'all',
      permissive: permissive ?? false,
      roles: (roles ?? []).flatMap((role) => ('RoleSpec' in role ? [role.RoleSpec.rolename ?? 'public'] : [])),
      using: condition(qual),
      check: condition(with_check),
      functions: [...functionsIn(qual), ...functionsIn(with_check)],
    },
  };
}
