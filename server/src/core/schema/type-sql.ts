/** Types as PostgreSQL takes them. */

import { quoteIdentifier, quoteQualified } from '../sql/quote.ts';
import type { DataType } from './data-type.ts';

/** The type with its modifiers, array brackets and collation; undefined for one that isn't known. */
export function typeSql({ name, schema, modifiers, open, dimensions, collation }: DataType): string | undefined {
  if (name === undefined || open) return undefined;
  // PostgreSQL's short names are its own words: `time` and `timestamp` need no quotes although they are keywords.
  const own = name === 'char' ? '"char"' : quoteQualified({ schema, name });
  const size = modifiers.length === 0 ? '' : `(${modifiers.join(', ')})`;
  const collated = collation === undefined ? '' : ` COLLATE ${quoteIdentifier(collation)}`;
  return `${own}${size}${'[]'.repeat(dimensions)}${collated}`;
}
