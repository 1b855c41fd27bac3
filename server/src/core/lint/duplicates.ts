/** Whether the rows that are there may hold duplicates of a key that is to be unique. */

import { findTable, type QualifiedName, type TableState, tableKey } from '../schema/catalogue.ts';
import type { RuleContext, Step } from './rule.ts';

/**
 * False where the history proves that there are none, where the upgrade has changed or deleted rows of the table before,
 * which is how duplicates go, or has looked for them.
 *
 * @param columns undefined for a key that is an expression
 */
export function mayHoldDuplicates(
  context: RuleContext,
  step: Step,
  table: QualifiedName,
  columns: readonly (string | undefined)[],
): boolean {
  if (step.isNewTable(table) || isTendedTo(context, step, table)) return false;
  const state = findTable(step.before, table);
  if (state === undefined) return true;
  return !columns.some((column) => column !== undefined && isEmpty(step, state, column)) && !isUnique(state, columns);
}

/** A column that this revision adds without a default: it is NULL in every row, and NULLs don't equal each other. */
function isEmpty(step: Step, table: TableState, column: string): boolean {
  const state = table.columns.get(column);
  return step.isNewColumn(table, column) && state?.nullable === true && state.default === undefined;
}

/** Some of the columns alone are unique by now. */
function isUnique({ constraints, indexes }: TableState, columns: readonly (string | undefined)[]): boolean {
  const keys = constraints.flatMap((each) =>
    each.kind === 'primary-key' || each.kind === 'unique' ? [each.columns] : [],
  );
  const unique = indexes.filter((each) => each.unique && !each.partial && !each.invalid).map((each) => each.columns);
  return [...keys, ...unique].some(
    (key) => key.length > 0 && key.every((column) => column !== undefined && columns.includes(column)),
  );
}

function isTendedTo({ upgrade }: RuleContext, step: Step, table: QualifiedName): boolean {
  const own = tableKey(table);
  return upgrade.slice(0, upgrade.indexOf(step)).some(({ operation }) => {
    if (operation.kind === 'update' || operation.kind === 'delete') return tableKey(operation.table) === own;
    if (operation.kind !== 'select') return false;
    return (operation.query?.relations ?? []).some(({ name }) => name === table.name);
  });
}
