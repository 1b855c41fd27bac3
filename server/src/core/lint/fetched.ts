/** Whether a migration uses the rows that a SELECT returns. */

import type { OperationOf } from '../operations/operation.ts';

/** Its call is part of a larger expression or statement, or asks for the rows by its name. */
export function isFetched({ origin }: OperationOf<'select'>, text: string): boolean {
  const { call } = origin;
  return (
    !call.alone || /\.(scalars?|all|first|one|one_or_none|count)$/.test(call.callee) || fetchesAll(origin.call, text)
  );
}

/** All rows are taken into memory, or gone through one by one. */
export function fetchesAll(call: OperationOf<'select'>['origin']['call'], text: string): boolean {
  const behind = text.slice(call.close + 1, call.statement.end);
  const before = text.slice(call.statement.start, call.span.start);
  return (
    /\.all$/.test(call.callee) ||
    /^\s*(\.(scalars|mappings|unique|tuples)\([^()]*\)\s*)*\.(fetchall|all)\(/.test(behind) ||
    /\bin\s+(list\(|enumerate\()?$/.test(before)
  );
}
