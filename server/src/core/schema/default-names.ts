/** The names that PostgreSQL and Alembic give to constraints and indexes that the author left unnamed. */

import { byteLength } from '../text/bytes.ts';
import { md5 } from '../text/md5.ts';
import { type Catalogue, type QualifiedName, type TableState, tableKey } from './catalogue.ts';

/** Bytes of a name that PostgreSQL keeps. */
export const longestName = 63;

/**
 * PostgreSQL's own name: `<table>_<columns>_<label>`, cut to 63 bytes, numbered when it is taken. Names are looked for
 * where they may be: in the table, and with `among` in tables that once had another name.
 */
export function serverName(
  table: Pick<TableState, 'schema' | 'name' | 'constraints' | 'indexes'>,
  columns: readonly string[],
  label: 'pkey' | 'key' | 'fkey' | 'check' | 'excl' | 'idx',
  among?: Catalogue,
): string {
  const renamed = [...(among?.renamed ?? [])].flatMap((key) => among?.tables.get(key) ?? []);
  const others = renamed.filter((other) => (other.schema ?? 'public') === (table.schema ?? 'public'));
  const taken = new Set(
    [table, ...others].flatMap((one) => [...one.constraints, ...one.indexes]).map(({ name }) => name),
  );
  for (let pass = 0; ; pass++) {
    const name = objectName(table.name, columns.join('_'), pass === 0 ? label : `${label}${pass}`);
    if (!taken.has(name)) return name;
  }
}

/** The name of a column's own sequence, in the table's schema: `<table>_<column>_seq`, numbered when it is taken. */
export function sequenceName(catalogue: Catalogue, table: QualifiedName, column: string): QualifiedName {
  for (let pass = 0; ; pass++) {
    const own = objectName(table.name, column, pass === 0 ? 'seq' : `seq${pass}`);
    const name = table.schema === undefined ? { name: own } : { schema: table.schema, name: own };
    const key = tableKey(name);
    if (!catalogue.sequences.has(key) && !catalogue.tables.has(key) && !catalogue.views.has(key)) return name;
  }
}

/** A name as SQLAlchemy sends it: of one that is too long, the beginning and the end of a hash of the whole. */
export function sentName(name: string): string {
  const characters = Array.from(name);
  return characters.length <= longestName ? name : `${characters.slice(0, 55).join('')}_${md5(name).slice(-4)}`;
}

/** SQLAlchemy's default name of an index: `ix_[<schema>_]<table>_<first column>`. */
export function indexName(table: { readonly schema?: string; readonly name: string }, column: string): string {
  const schema = table.schema === undefined ? '' : `${table.schema}_`;
  return sentName(`ix_${schema}${table.name}_${column}`);
}

/** As PostgreSQL's `makeObjectName`: the longer of the two parts loses bytes until all fits into 63. */
function objectName(first: string, second: string, label: string): string {
  const overhead = 1 + byteLength(label) + (second === '' ? 0 : 1);
  let one = first;
  let two = second;
  while (byteLength(one) + byteLength(two) + overhead > longestName) {
    if (byteLength(one) > byteLength(two)) one = dropLast(one);
    else two = dropLast(two);
  }
  return second === '' ? `${one}_${label}` : `${one}_${two}_${label}`;
}

function dropLast(text: string): string {
  return Array.from(text).slice(0, -1).join('');
}
