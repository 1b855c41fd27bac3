/** The operations of one direction as rules see them: each with the schema around it and what is known of its tables. */

import { placesOf } from '../effects/transactions.ts';
import { applyOperation, type Place, provenanceOf } from '../history/apply.ts';
import type { Environment } from '../history/environment.ts';
import type { Operation } from '../operations/operation.ts';
import { type Catalogue, findTable, type Provenance } from '../schema/catalogue.ts';
import type { Step } from './rule.ts';
import type { LintSettings } from './settings.ts';
import { isListed } from './tables.ts';

export interface Circumstances {
  readonly direction: 'upgrade' | 'downgrade';
  /** The schema as the first operation finds it. */
  readonly before: Catalogue;
  readonly place: Place;
  readonly environment: Environment;
  readonly settings: LintSettings;
}

/** One step per operation, those that don't run on PostgreSQL included (they change nothing). */
export function buildSteps(operations: readonly Operation[], circumstances: Circumstances): readonly Step[] {
  const steps: Step[] = [];
  /** The operations of this direction, as those that make things are known by, with the transaction they run in. */
  const made = new Map<Provenance, number>();
  let before = circumstances.before;
  const places = placesOf([operations], circumstances.environment).flat();
  operations.forEach((operation, index) => {
    const { transaction = 0, inBlock = true } = places[index] ?? {};
    const by = provenanceOf(operation, circumstances.place);
    const after = applyOperation(before, operation, by);
    steps.push(makeStep(operation, { ...circumstances, before, after, transaction, inBlock, made }));
    made.set(by, transaction);
    before = after;
  });
  return steps;
}

interface Known extends Circumstances {
  readonly after: Catalogue;
  readonly transaction: number;
  readonly inBlock: boolean;
  readonly made: ReadonlyMap<Provenance, number>;
}

function makeStep(operation: Operation, known: Known): Step {
  const { before, after, direction, made } = known;
  return {
    operation,
    direction,
    before,
    after,
    isNewTable: (name) => {
      const by = findTable(before, name)?.by;
      if (by === undefined || made.get(by) !== known.transaction) return false;
      if (by.tentative === undefined) return true;
      return by.tentative === 'conditional' && operation.circumstance.conditional === true;
    },
    isNewColumn: (name, column) => {
      const by = findTable(before, name)?.columns.get(column)?.by;
      return by !== undefined && made.has(by);
    },
    isSmall: (name) => isListed(known.settings.smallTables, name),
    inTransaction: known.inBlock,
    transaction: known.transaction,
  };
}
