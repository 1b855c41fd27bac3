/** The tenant column at the head of a key or an index. */

import type { OperationOf } from '../../operations/operation.ts';
import { type Edit, insertion, replacement } from '../../text/edit.ts';
import { contains, slice } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { identifier, literal, sameQuotes } from './code.ts';
import { indentAt, removeArguments, startOfLine } from './statement.ts';

type Keyed = OperationOf<'create_index'> | OperationOf<'add_unique'>;

/** It moves there where it is one of the columns already. Nothing where the columns aren't written in the call. */
export function tenantFirst({ migration }: RuleContext, operation: Keyed, tenant: string): readonly Fix[] {
  const { text } = migration;
  const { origin } = operation;
  const columns = operation.columns.map((column) => column?.span);
  const [first] = columns;
  if (first === undefined || !contains(origin.call.span, first)) return [];
  const isSql = origin.kind === 'sql';
  const written = isSql ? identifier(tenant) : sameQuotes(text, first, tenant);
  // In SQL a quoted name would have to be escaped; in Python the list must be written out.
  if (isSql ? written.includes('"') : !/^["']/.test(slice(text, first))) return [];
  const at = operation.columns.findIndex((column) => column?.value === tenant);
  const [own, before] = [columns[at], columns[at - 1]];
  const removal: readonly Edit[] =
    own === undefined || before === undefined ? [] : [replacement({ start: before.end, end: own.end }, '')];
  const edits = [insertion(first.start, `${written}, `), ...removal];
  return [{ title: `Put ${tenant} first`, preferred: true, edits }];
}

/** A column that is unique in its new table becomes unique per tenant. */
export function uniquePerTenant(
  { migration }: RuleContext,
  { columns }: OperationOf<'create_table'>,
  name: string,
  tenant: string,
): readonly Fix[] {
  const { text, style } = migration;
  const column = columns.find((each) => each.name === name);
  const last = columns.at(-1);
  if (style.sa === undefined || last === undefined || column?.call?.arguments.has('unique') !== true) return [];
  const key = `${style.sa}.UniqueConstraint(${literal(style, tenant)}, ${literal(style, name)})`;
  const isOwnLine = slice(text, { start: startOfLine(text, last.span.start), end: last.span.start }).trim() === '';
  const separator = isOwnLine ? `,${style.newline}${indentAt(text, last.span.start)}` : ', ';
  const edits = [...removeArguments(column.call, ['unique']), insertion(last.span.end, separator + key)];
  return [{ title: `Make it unique within ${tenant}`, preferred: true, edits }];
}
