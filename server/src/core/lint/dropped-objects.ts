/** Objects beside tables that an upgrade drops for good: neither made by the same revision nor made anew after. */

import type { OperationOf } from '../operations/operation.ts';
import type { Catalogue, Provenance, QualifiedName } from '../schema/catalogue.ts';
import { catalogueAfter } from './catalogue-after.ts';
import { isMadeHere } from './made-here.ts';
import type { RuleContext, Step } from './rule.ts';

type Statement = OperationOf<'statement'>;
type Change = NonNullable<Statement['changes']>[number];

/** What of a DROP is dropped: its name and how the catalogue knows it. */
export interface Dropped {
  readonly step: Step;
  readonly operation: Statement;
  readonly names: readonly QualifiedName[];
}

/**
 * One item per statement of these commands, with the objects that count.
 * @param nameOf the object that a change drops; undefined for other changes
 * @param find the object in a catalogue
 */
export function* droppedObjects(
  context: RuleContext,
  commands: readonly string[],
  nameOf: (change: Change) => QualifiedName | undefined,
  find: (catalogue: Catalogue, name: QualifiedName) => { readonly by: Provenance } | undefined,
): Generator<Dropped> {
  for (const step of context.upgrade) {
    const { operation } = step;
    if (operation.kind !== 'statement' || !commands.includes(operation.command)) continue;
    const end = catalogueAfter(context.upgrade, step.after);
    const names = (operation.changes ?? []).flatMap((change) => nameOf(change) ?? []);
    const lost = names.filter(
      (name) => !isMadeHere(context, find(step.before, name)?.by) && find(end, name) === undefined,
    );
    if (lost.length > 0) yield { step, operation, names: lost };
  }
}
