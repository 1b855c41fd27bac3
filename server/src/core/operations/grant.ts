/** What a GRANT gives to whom. */

import type { GrantStmt, Node } from '@pgsql/types';
import type { Grant } from './operation.ts';
import type { StatementContext } from './statement-context.ts';

/** The rights that the statement gives; nothing for other statements, REVOKE among them. */
export function grantOf({ source }: StatementContext): { readonly grant?: Grant } {
  const { node } = source;
  if ('GrantStmt' in node) return granted(node.GrantStmt, false);
  if ('AlterDefaultPrivilegesStmt' in node) {
    const { action } = node.AlterDefaultPrivilegesStmt;
    return action === undefined ? {} : granted(action, true);
  }
  if (!('GrantRoleStmt' in node) || node.GrantRoleStmt.is_grant !== true) return {};
  const { granted_roles, grantee_roles, opt = [] } = node.GrantRoleStmt;
  const passedOn = opt.some((each) => 'DefElem' in each && each.DefElem.defname === 'admin');
  return {
    grant: { privileges: privilegesOf(granted_roles), grantees: rolesOf(grantee_roles), passedOn, onFuture: false },
  };
}

function granted(
  { is_grant, privileges, grantees, grant_option }: GrantStmt,
  onFuture: boolean,
): { readonly grant?: Grant } {
  if (is_grant !== true) return {};
  const passedOn = grant_option === true;
  return { grant: { privileges: privilegesOf(privileges), grantees: rolesOf(grantees), passedOn, onFuture } };
}

function privilegesOf(nodes: readonly Node[] = []): readonly string[] {
  return nodes.flatMap((node) => ('AccessPriv' in node ? (node.AccessPriv.priv_name?.toLowerCase() ?? []) : []));
}

function rolesOf(nodes: readonly Node[] = []): readonly string[] {
  return nodes.flatMap((node) => {
    if (!('RoleSpec' in node)) return [];
    return node.RoleSpec.roletype === 'ROLESPEC_PUBLIC' ? ['public'] : (node.RoleSpec.rolename ?? []);
  });
}
