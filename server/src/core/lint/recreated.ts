/** Tables that a batch block makes anew on SQLite, where ALTER TABLE can't do what is asked. */

import { type BatchBlock, known } from '../operations/operation.ts';
import type { Step } from './rule.ts';

/** What SQLite can do to a table in place. */
const inPlace: ReadonlySet<string> = new Set([
  'add_column',
  'create_index',
  'drop_index',
  'select',
  'insert',
  'update',
  'delete',
]);

export interface Recreated {
  readonly batch: BatchBlock;
  /** The steps of the block. */
  readonly steps: readonly Step[];
}

/** The batch blocks among the steps that copy their table, in order. */
export function recreated(steps: readonly Step[]): readonly Recreated[] {
  const blocks = new Map<BatchBlock, Step[]>();
  for (const step of steps) {
    const { batch } = step.operation.circumstance;
    if (batch === undefined || step.operation.origin.kind !== 'batch') continue;
    blocks.set(batch, [...(blocks.get(batch) ?? []), step]);
  }
  return [...blocks].flatMap(([batch, own]) => {
    const recreate = known(batch.recreate) ?? 'auto';
    const isCopied =
      recreate === 'always' || (recreate === 'auto' && own.some(({ operation }) => !inPlace.has(operation.kind)));
    return isCopied ? [{ batch, steps: own }] : [];
  });
}

/** `op.batch_alter_table`, without its arguments. */
export function headOf({ call }: BatchBlock) {
  return { start: call.span.start, end: call.span.start + call.callee.length };
}
