/** `context.get_context().version_table_schema`, which env.py may say. */

import { computedString } from '../python/string.ts';
import type { MemberValue, Value } from '../python/value.ts';
import { isMigrationBind, rootPath } from './connection.ts';

/** Gives that attribute its value: null for no schema, undefined where it is only known when the migration runs. */
export function versionSchema(schema: string | null | undefined): (value: MemberValue) => Value | undefined {
  return ({ name, object, span }) => {
    if (schema === undefined || name !== 'version_table_schema') return undefined;
    if (!isMigrationBind(object) && rootPath(object) !== 'alembic.context.get_context') return undefined;
    return schema === null ? { kind: 'none', span } : computedString(schema, span);
  };
}
