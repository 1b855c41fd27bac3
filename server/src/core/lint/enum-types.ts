/** The enums that columns have and types mean. */

import type { Catalogue, ColumnState } from '../schema/catalogue.ts';
import type { DataType, EnumType } from '../schema/data-type.ts';
import { findEnum } from '../schema/enums.ts';

/** The enum as the catalogue has it now, whose labels may have changed since the column was made. */
export function enumOfColumn(catalogue: Catalogue, column: ColumnState | undefined): EnumType | undefined {
  return column === undefined ? undefined : enumOfType(catalogue, column.type);
}

/** Undefined for a type that is no native enum, or none that is known. */
export function enumOfType(catalogue: Catalogue, type: DataType): EnumType | undefined {
  if (type.enum?.native === false || type.dimensions > 0) return undefined;
  // The type's own name follows a rename of the enum; what was declared doesn't.
  const name = type.name ?? type.enum?.name;
  const schema = type.schema ?? type.enum?.schema;
  if (name === undefined) return undefined;
  return findEnum(catalogue, schema === undefined ? { name } : { name, schema }) ?? type.enum;
}
