/** Which constraint an operation drops, as far as the history and the call say. */

import type { OperationOf } from '../operations/operation.ts';
import { known } from '../operations/operation.ts';
import { type ConstraintState, findTable, type QualifiedName, tableKey } from '../schema/catalogue.ts';
import { argument, clause } from './place.ts';
import type { RuleContext, Step } from './rule.ts';

type Drop = OperationOf<'drop_constraint'>;

export interface DroppedConstraint {
  readonly step: Step;
  readonly operation: Drop;
  /** Undefined where neither the call nor the history tells. */
  readonly kind: ConstraintState['kind'] | undefined;
  /** Undefined where no migration made it. */
  readonly state: ConstraintState | undefined;
}

/** The constraints that the upgrade drops from tables which it didn't make. */
export function* droppedConstraints({ upgrade }: RuleContext): Generator<DroppedConstraint> {
  for (const step of upgrade) {
    const { operation } = step;
    if (operation.kind !== 'drop_constraint' || step.isNewTable(operation.table)) continue;
    const name = known(operation.name);
    const table = findTable(step.before, operation.table);
    const state = name === undefined ? undefined : table?.constraints.find((each) => each.name === name);
    yield { step, operation, kind: state?.kind ?? operation.constraintType, state };
  }
}

/** Whether the table, or a column of the constraint, goes in the same upgrade, and the constraint with it. */
export function goesAnyway({ upgrade }: RuleContext, { step, operation, state }: DroppedConstraint): boolean {
  const columns = state !== undefined && 'columns' in state ? state.columns : [];
  return upgrade.slice(upgrade.indexOf(step)).some((later) => {
    const { operation: other } = later;
    if (other.kind === 'drop_table') return isSame(other.table, operation.table);
    return other.kind === 'drop_column' && isSame(other.table, operation.table) && columns.includes(other.column.value);
  });
}

function isSame(a: QualifiedName, b: QualifiedName): boolean {
  return tableKey(a) === tableKey(b);
}

/** The constraint's name in the call, the clause in SQL. */
export function placeOfDrop(operation: Drop, text: string) {
  if (operation.origin.kind === 'sql') return clause(operation, text, /DROP\s+CONSTRAINT\s+(IF\s+EXISTS\s+)?[^\s;,]+/i);
  return argument(operation, 'constraint_name') ?? operation.span;
}
