/** Constraints that a revision adds NOT VALID and that stay so to the end of the history. */

import { known, type Operation } from '../operations/operation.ts';
import type { Catalogue, ConstraintState } from '../schema/catalogue.ts';
import type { Migration } from './migration.ts';

/** Whether the upgrade adds any, so that the rest of the history matters. */
export function addsNotValid({ upgrade }: Migration): boolean {
  return upgrade.some(isNotValid);
}

/**
 * The operations that add them. A constraint that was dropped meanwhile is none; one whose table or name has changed is
 * known by what made it.
 *
 * @param head the schema after every revision
 */
export function neverValidated({ header, upgrade }: Migration, head: Catalogue): ReadonlySet<Operation> {
  const own = header.revision?.value;
  const open = [...head.tables.values()].flatMap((table) =>
    table.constraints.filter((each) => each.by.revision === own && isOpen(each)).map((each) => each.by.span),
  );
  return new Set(
    upgrade.filter(
      (operation) =>
        isNotValid(operation) &&
        open.some(({ start, end }) => start === operation.span.start && end === operation.span.end),
    ),
  );
}

function isOpen(constraint: ConstraintState): boolean {
  return 'validated' in constraint && !constraint.validated;
}

function isNotValid(operation: Operation): boolean {
  if (operation.kind !== 'add_foreign_key' && operation.kind !== 'add_check') return false;
  return known(operation.notValid) === true && operation.enforced !== false;
}
