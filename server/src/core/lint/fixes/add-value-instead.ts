/** A new value of an enum in place of another name for an old one. */

import type { OperationOf } from '../../operations/operation.ts';
import { quoteLiteral, quoteQualified } from '../../sql/quote.ts';
import { replacement } from '../../text/edit.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { autocommit, execute } from './code.ts';
import { reindent, standsAlone } from './statement.ts';

export function addValueInstead(
  { migration }: RuleContext,
  { name, schema, origin, circumstance }: OperationOf<'alter_type'>,
  value: string,
): readonly Fix[] {
  const { text, style } = migration;
  const alone = origin.kind === 'sql' && origin.count === 1 && standsAlone(text, origin.call);
  if (style.op === undefined || !alone) return [];
  const add = execute(
    style,
    style.op,
    `ALTER TYPE ${quoteQualified({ name, schema })} ADD VALUE IF NOT EXISTS ${quoteLiteral(value)}`,
  );
  const lines = circumstance.autocommit === undefined ? autocommit(style, style.op, [add]) : [add];
  const code = reindent(lines.join(style.newline), '', origin.call.indent);
  return [
    { title: `Add ${value} beside the old value`, preferred: true, edits: [replacement(origin.call.statement, code)] },
  ];
}
