/** A quoted function call as the call that was meant. */

import type { Operation } from '../../operations/operation.ts';
import type { ServerDefault } from '../../schema/data-type.ts';
import { replacement } from '../../text/edit.ts';
import { type Located, slice } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';

export function defaultAsExpression(
  { migration }: RuleContext,
  { origin }: Operation,
  { value, span }: Located<ServerDefault>,
): readonly Fix[] {
  if (value.kind !== 'literal') return [];
  const meant = /^\W*now\W*$/i.test(value.text)
    ? 'now()'
    : /^\W*today\W*$/i.test(value.text)
      ? 'CURRENT_DATE'
      : value.text;
  if (/tomorrow|yesterday/i.test(meant)) return [];
  const { sa } = migration.style;
  const source = slice(migration.text, span);
  if (origin.kind === 'sql') {
    const quoted = /'(?:[^']|'')*'/.exec(source);
    if (quoted === null) return [];
    const at = { start: span.start + quoted.index, end: span.start + quoted.index + quoted[0].length };
    return [{ title: `Call ${meant} on every insert`, preferred: true, edits: [replacement(at, meant)] }];
  }
  const literal = /^(server_default\s*=\s*)?(['"][\s\S]*['"])$/.exec(source);
  if (sa === undefined || literal === null) return [];
  const string = literal[2] ?? '';
  const at = { start: span.end - string.length, end: span.end };
  const text = meant === value.text ? string : string.replace(value.text, meant);
  const expression = meant === 'now()' ? `${sa}.func.now()` : `${sa}.text(${text})`;
  return [{ title: `Call ${meant} on every insert`, preferred: true, edits: [replacement(at, expression)] }];
}
