/** Tables named in the configuration. */

import type { QualifiedName } from '../schema/catalogue.ts';

/** Whether a list of configured names holds the table, with or without its schema. */
export function isListed(names: readonly string[], table: QualifiedName): boolean {
  return names.includes(table.name) || names.includes(`${table.schema ?? 'public'}.${table.name}`);
}
