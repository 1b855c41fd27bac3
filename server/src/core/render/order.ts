/** The order in which operations reach the database: calls of a batch block wait for its end. */

import type { Operation } from '../operations/operation.ts';
import type { Span } from '../text/span.ts';

/** The operations of one call: a string may hold several statements, and is sent as it stands. */
export type SentTogether = readonly [Operation, ...Operation[]];

/** The operations in the order in which Alembic sends them. */
export function sentOrder(operations: readonly Operation[]): readonly SentTogether[] {
  const result: SentTogether[] = [];
  let waiting: SentTogether[] = [];
  let block: Span | undefined;
  for (const group of byCall(operations)) {
    const [first] = group;
    const own = first.circumstance.batch?.span;
    if (!isSame(block, own)) {
      result.push(...waiting);
      waiting = [];
      block = own;
    }
    if (first.origin.kind === 'batch' && own !== undefined) waiting.push(group);
    else result.push(group);
  }
  return [...result, ...waiting];
}

function byCall(operations: readonly Operation[]): readonly SentTogether[] {
  const groups: [Operation, ...Operation[]][] = [];
  for (const operation of operations) {
    const group = groups.at(-1);
    const { call } = operation.origin;
    if (group !== undefined && call.given !== undefined && group[0].origin.call === call) group.push(operation);
    else groups.push([operation]);
  }
  return groups;
}

function isSame(a: Span | undefined, b: Span | undefined): boolean {
  return a?.start === b?.start && a?.end === b?.end;
}
