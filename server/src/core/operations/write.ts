/** Operations as Python statements, in the circumstances they need. */

import { isUnknownSchema } from '../schema/name.ts';
import type { Style } from './function.ts';
import { definitionOf } from './index.ts';
import type { Operation } from './operation.ts';
import { schemasIn } from './unknown-schema.ts';

/**
 * The operation in the author's style, a statement per item without indentation, in an autocommit block where it runs
 * outside of a transaction. Undefined when it can't be written.
 */
export function writeOperation(operation: Operation, style: Style): readonly string[] | undefined {
  if (namesUnknownSchema(operation)) return undefined;
  const statements = definitionOf(operation).python?.(operation, style);
  if (statements === undefined || statements.length === 0) return statements;
  if (operation.circumstance.autocommit === undefined || style.op === undefined) return statements;
  const block = statements.map((statement) => statement.replace(/^/gm, style.indent));
  return [[`with ${style.op}.get_context().autocommit_block():`, ...block].join('\n')];
}

/** What its author computes can't be written again: the names that it is computed from may not be there. */
function namesUnknownSchema({ origin: _, circumstance: __, ...own }: Operation): boolean {
  return schemasIn(own).some(isUnknownSchema);
}
