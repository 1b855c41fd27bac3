/** Operations that reach the database together: the statements of one string are one call, and are sent as it stands. */

import type { Operation } from '../operations/operation.ts';

export type SentTogether = readonly [Operation, ...Operation[]];

/** The operations by the call that they come from. They stand in the order of execution already. */
export function byCall(operations: readonly Operation[]): readonly SentTogether[] {
  const groups: [Operation, ...Operation[]][] = [];
  for (const operation of operations) {
    const group = groups.at(-1);
    const { call } = operation.origin;
    if (group !== undefined && call.given !== undefined && group[0].origin.call === call) group.push(operation);
    else groups.push([operation]);
  }
  return groups;
}
