/** The settings under `alembicGuard` that override a project's configuration file, as far as the user has set them. */

import * as vscode from 'vscode';

const names = [
  'profile',
  'rules',
  'postgresVersion',
  'alembicVersion',
  'sqlalchemyVersion',
  'startAfter',
  'baseline',
  'baseRef',
  'smallTables',
];
const tenantNames = ['strategy', 'columns', 'root', 'sharedTables'];

export function checkingSettings(scope?: string): Readonly<Record<string, unknown>> {
  const settings = vscode.workspace.getConfiguration(
    'alembicGuard',
    scope === undefined ? undefined : vscode.Uri.parse(scope),
  );
  const tenant = chosen(tenantNames, (name) => settings.get(`tenant.${name}`));
  return {
    ...chosen(names, (name) => settings.get(name)),
    ...(Object.keys(tenant).length === 0 ? {} : { tenant }),
  };
}

/** `null` is the manifest's default and means "not set here". */
function chosen(wanted: readonly string[], read: (name: string) => unknown): Readonly<Record<string, unknown>> {
  const values = wanted.map((name) => [name, read(name)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== null && value !== undefined && !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
