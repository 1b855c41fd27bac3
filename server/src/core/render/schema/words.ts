/** Types, defaults and names of the catalogue as PostgreSQL takes them. */

import type { QualifiedName } from '../../schema/catalogue.ts';
import type { DataType, SequenceOptions, ServerDefault } from '../../schema/data-type.ts';
import { typeSql as knownTypeSql } from '../../schema/type-sql.ts';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../../sql/quote.ts';

/** What stands for something that can't be known statically; the statement then needs a person. */
export const unknown = '/* not known */';

export function columnList(columns: readonly string[]): string {
  return `(${columns.map(quoteIdentifier).join(', ')})`;
}

/** The type with its modifiers, array brackets and collation. */
export function typeSql(type: DataType): string {
  return knownTypeSql(type) ?? (type.source === '' ? unknown : `${unknown} ${type.source.replace(/\s+/g, ' ')}`);
}

export function defaultSql(value: ServerDefault): string {
  switch (value.kind) {
    case 'literal':
      return value.sql ?? quoteLiteral(value.text);
    case 'expression':
      return value.sql;
    case 'unknown':
      return `${unknown} ${value.source.replace(/\s+/g, ' ')}`;
  }
}

export function sequenceOptionsSql(options: SequenceOptions): string {
  const { type, start, increment, minValue, maxValue, cache, cycle } = options;
  const parts = [
    type && `AS ${type}`,
    increment && `INCREMENT BY ${increment}`,
    minValue && `MINVALUE ${minValue}`,
    maxValue && `MAXVALUE ${maxValue}`,
    start && `START WITH ${start}`,
    cache && `CACHE ${cache}`,
    cycle && 'CYCLE',
  ];
  return parts.filter((part) => part).join(' ');
}

/** `nextval('t_id_seq'::regclass)`. */
export function nextValue(sequence: QualifiedName): string {
  return `nextval(${quoteLiteral(quoteQualified(sequence))}::regclass)`;
}

/** Parts of a statement with blanks between, those that are missing left out. */
export function words(...parts: readonly (string | undefined | false)[]): string {
  return parts.filter((part) => part !== undefined && part !== false && part !== '').join(' ');
}
