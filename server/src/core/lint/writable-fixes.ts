/** Fixes that can be written: not into another module, and not with names that only the run knows. */

import type { Operation } from '../operations/operation.ts';
import { schemasIn } from '../operations/unknown-schema.ts';
import { isUnknownSchema } from '../schema/name.ts';
import type { Fix } from './rule.ts';

/** Those of the fixes of a finding on this operation that say what their text means. */
export function writableFixes(fixes: readonly Fix[], operation: Operation | undefined): readonly Fix[] {
  if (operation === undefined) return fixes;
  // The call in this file has other arguments than the one that makes the operation.
  if (operation.origin.call.elsewhere) return [];
  const { origin: _, circumstance, ...own } = operation;
  const unknown = schemasIn([own, circumstance.batch?.table]).filter(isUnknownSchema);
  if (unknown.length === 0) return fixes;
  return fixes.filter((fix) => !textsOf(fix).some((text) => unknown.some((schema) => text.includes(schema))));
}

function textsOf({ edits, others = [], creates = [] }: Fix): readonly string[] {
  const all = [...edits, ...others.flatMap((other) => other.edits)];
  return [...all.map(({ newText }) => newText), ...creates.map(({ text }) => text)];
}
