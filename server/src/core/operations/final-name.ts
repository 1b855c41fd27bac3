/** What a declared constraint or index is called in the end, as far as that is known. */

import type { Catalogue, TableState } from '../schema/catalogue.ts';
import { sentName } from '../schema/default-names.ts';
import { fillTemplate, type NamedParts, type NamingKey, takesName, templateOf } from '../schema/naming-convention.ts';
import type { MaybeName, Origin } from './operation.ts';
import { isKnown } from './operation.ts';

/** What stands around a declaration. */
export interface Around {
  /** The schema so far. */
  readonly catalogue: Catalogue;
  /** SQL goes to the server as it is; a naming convention is for what goes through SQLAlchemy. */
  readonly origin: Origin['kind'];
}

export interface Declared extends Pick<NamedParts, 'columns' | 'referent'> {
  readonly key: NamingKey;
  readonly table: Pick<TableState, 'schema' | 'name'>;
}

/** Whether the naming convention names such objects when the author doesn't. */
export function isNamedByConvention(key: NamingKey, { catalogue, origin }: Around): boolean {
  const template = origin === 'sql' ? undefined : templateOf(catalogue.naming, key);
  return template !== undefined && !takesName(template);
}

/**
 * The name given or, through SQLAlchemy, the one that the naming convention makes of it or instead of it; else the
 * default. Undefined where a name is given that isn't known, or no default is.
 */
export function finalName(
  name: MaybeName | undefined,
  { key, table, columns, referent }: Declared,
  { catalogue, origin }: Around,
  byDefault: () => string | undefined,
): string | undefined {
  if (name !== undefined && !isKnown(name)) return undefined;
  const template = origin === 'sql' || name?.final ? undefined : templateOf(catalogue.naming, key);
  if (template === undefined || (name !== undefined && !takesName(template))) return name?.value ?? byDefault();
  const given = name?.written ?? name?.value;
  const made = fillTemplate(template, { name: given, table: table.name, schema: table.schema, columns, referent });
  return 'name' in made ? sentName(made.name) : (name?.value ?? byDefault());
}
