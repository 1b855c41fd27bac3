/** The tenant of rows that a statement inserts: that of the rows they are made from, or each tenant in turn. */

import type { OperationOf } from '../../operations/operation.ts';
import { type Catalogue, findTable, type QualifiedName, tableKey } from '../../schema/catalogue.ts';
import { type Edit, insertion, replacement } from '../../text/edit.ts';
import { contains, slice } from '../../text/span.ts';
import type { Fix, RuleContext, Step } from '../rule.ts';
import type { Tenancy } from '../tenancy.ts';
import { keyOnColumn, rootKeyOf } from '../tenant-root.ts';
import { tenantColumnOf } from '../tenant-table.ts';
import { identifier } from './code.ts';

type Insert = OperationOf<'insert'>;
type Room = NonNullable<Insert['room']>;

/** Nothing where neither is known, or where another column would change which rows there are. */
export function insertWithTenant(context: RuleContext, step: Step, insert: Insert, column: string): readonly Fix[] {
  const { origin, room } = insert;
  if (origin.kind !== 'sql' || room === undefined || !contains(origin.call.span, room.column)) return [];
  const fix =
    'row' in room
      ? perTenant(context, step, insert.table, column, room.row)
      : sameAsSource(context, step, insert, room.target);
  if (fix === undefined) return [];
  const edits = [insertion(room.column.start, `${identifier(column)}, `), ...fix.edits];
  // In a Python string a quoted name would have to be escaped.
  if (edits.some(({ newText }) => newText.includes('"'))) return [];
  return [{ title: fix.title, preferred: true, edits }];
}

interface Part {
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** `VALUES (…)` as `SELECT tenants.id, … FROM tenants`. */
function perTenant(
  { tenancy, migration }: RuleContext,
  { before }: Step,
  table: QualifiedName,
  column: string,
  { open, close }: Extract<Room, { row: unknown }>['row'],
): Part | undefined {
  const { root } = tenancy;
  if (!refersToRoot(tenancy, before, table, column)) return undefined;
  const key = rootKeyOf(tenancy, before);
  const isPlain = /^values\s*\($/i.test(slice(migration.text, open).trimEnd());
  if (root === undefined || key === undefined || !isPlain || slice(migration.text, close).trim() !== ')')
    return undefined;
  const tenants = root.split('.').map(identifier);
  return {
    title: `Insert it once for each row of ${root}`,
    edits: [
      replacement(open, `SELECT ${tenants.at(-1)}.${identifier(key.name)}, `),
      replacement(close, ` FROM ${tenants.join('.')}`),
    ],
  };
}

/** Whether the rows of the tenants' table are what the column holds: its key says so, or it is the only tenant column. */
function refersToRoot(tenancy: Tenancy, before: Catalogue, table: QualifiedName, column: string): boolean {
  const key = keyOnColumn(findTable(before, table), column);
  return key === undefined ? tenancy.columns.length === 1 : tableKey(key.referent) === tenancy.root;
}

/** The tenant of the first tenant table that the query reads. */
function sameAsSource(
  { tenancy }: RuleContext,
  { before }: Step,
  { query }: Insert,
  target: Extract<Room, { target: unknown }>['target'],
): Part | undefined {
  if (query === undefined || query.with !== undefined) return undefined;
  for (const { schema, name, alias, optional } of query.relations) {
    if (name === undefined || optional) continue;
    const column = tenantColumnOf(tenancy, before, schema === undefined ? { name } : { schema, name });
    if (column === undefined) continue;
    const source = alias ?? name;
    return {
      title: `Take ${column} from ${source}`,
      edits: [insertion(target.start, `${identifier(source)}.${identifier(column)}, `)],
    };
  }
  return undefined;
}
