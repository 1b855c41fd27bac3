/** A statement for one database alone, under a test of the dialect. */

import type { Operation } from '../../operations/operation.ts';
import { replacement } from '../../text/edit.ts';
import { dialectNames } from '../dialect-names.ts';
import type { Dialect, Fix, RuleContext } from '../rule.ts';
import { literal } from './code.ts';
import { edited, reindent, standsAlone } from './statement.ts';

/** `if op.get_context().dialect.name == "postgresql":`, which works offline too. */
export function onlyOn(
  { migration }: RuleContext,
  { origin, circumstance }: Operation,
  dialect: Dialect,
): readonly Fix[] {
  const { text, style } = migration;
  const { call } = origin;
  if (style.op === undefined || circumstance.batch !== undefined || !standsAlone(text, call)) return [];
  const test = `${call.indent}if ${style.op}.get_context().dialect.name == ${literal(style, dialect)}:`;
  const code = reindent(edited(text, call.statement, []), call.indent, call.indent + style.indent);
  return [
    {
      title: `Run it on ${dialectNames[dialect]} only`,
      preferred: true,
      edits: [replacement(call.statement, test + style.newline + code)],
    },
  ];
}
