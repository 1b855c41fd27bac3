/** Joined tenant tables, held to the same tenant by one more condition. */

import type { Operation } from '../../operations/operation.ts';
import { insertion } from '../../text/edit.ts';
import { contains } from '../../text/span.ts';
import type { Fix } from '../rule.ts';
import type { Unlinked } from '../tenant-links.ts';
import { identifier } from './code.ts';

/** Nothing where no condition stands that it could follow. */
export function sameTenant(
  { origin }: Operation,
  { one, others, condition }: Unlinked,
  preferred: boolean,
): readonly Fix[] {
  if (origin.kind !== 'sql' || condition === undefined || !contains(origin.call.span, condition)) return [];
  const own = `${identifier(one.name)}.${identifier(one.column)}`;
  const links = others.map(({ name, column }) => ` AND ${identifier(name)}.${identifier(column)} = ${own}`).join('');
  // In a Python string a quoted name would have to be escaped.
  if (links.includes('"')) return [];
  const title = `Join rows of the same ${one.column} only`;
  return [{ title, preferred, edits: [insertion(condition.end, links)] }];
}
