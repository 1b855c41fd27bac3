/** How the values of a column become those of its new type, said in USING. */

import { isTextual } from '../../effects/casts.ts';
import type { OperationOf } from '../../operations/operation.ts';
import type { DataType } from '../../schema/data-type.ts';
import { typeSql } from '../../schema/type-sql.ts';
import { quoteIdentifier } from '../../sql/quote.ts';
import { insertion } from '../../text/edit.ts';
import { contains } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { literal } from './code.ts';
import { setArgument } from './statement.ts';

export function usingCast(
  { migration }: RuleContext,
  { origin, column, type, span }: OperationOf<'alter_column'>,
  from: DataType,
): readonly Fix[] {
  const target = type && typeSql(type.value);
  if (type === undefined || target === undefined) return [];
  const name = quoteIdentifier(column.value);
  const cast = `${isDirect(from, type.value) ? name : `${name}::text`}::${target}`;
  const { text, style } = migration;
  const edits =
    origin.kind !== 'sql'
      ? setArgument(text, origin.call, 'postgresql_using', literal(style, cast))
      : contains(span, type.span)
        ? [insertion(type.span.end, ` USING ${cast}`)]
        : [];
  return edits.length === 0 ? [] : [{ title: `Convert the values with ${cast}`, preferred: true, edits }];
}

/** Whether there is a cast from the one to the other; everything else goes through its text. */
function isDirect(from: DataType, to: DataType): boolean {
  if (isTextual(from)) return true;
  const pair = [from.name, to.name].sort().join(' ');
  return from.dimensions === 0 && to.dimensions === 0 && pair === 'bool int4';
}
