/** What a downgrade leads back to, as far as it can be known. */

import { type Catalogue, emptyCatalogue } from '../schema/catalogue.ts';
import { contains, slice } from '../text/span.ts';
import type { RuleContext } from './rule.ts';

export interface Undone {
  /** The schema that the upgrade finds. */
  readonly before: Catalogue;
  /** The schema that the downgrade leaves. */
  readonly after: Catalogue;
}

/**
 * Upgrade and downgrade one after the other. Undefined where the downgrade does nothing or raises, which is another
 * matter, and where some operation can't be read. The rule's scope must ask for the downgrade.
 */
export function undoneState({ migration, upgrade, downgrade }: RuleContext): Undone | undefined {
  const { functions } = migration;
  const unreadable = [...upgrade, ...downgrade].some(({ operation }) => operation.kind === 'opaque');
  if (
    functions.downgrade === undefined ||
    functions.downgrade.empty ||
    functions.downgrade.raises !== undefined ||
    unreadable
  )
    return undefined;
  const before = upgrade[0]?.before ?? downgrade[0]?.before ?? emptyCatalogue;
  return { before, after: downgrade.at(-1)?.after ?? upgrade.at(-1)?.after ?? before };
}

/** Whether the downgrade says `irreversible: why`, in its docstring, a comment or the error it raises. */
export function saysIrreversible({ migration }: RuleContext): boolean {
  const { downgrade } = migration.functions;
  if (downgrade === undefined) return false;
  const inside = migration.comments.filter((comment) => contains(downgrade.span, comment));
  const words = [
    downgrade.docstring ?? '',
    downgrade.raises ?? '',
    ...inside.map((each) => slice(migration.text, each)),
  ];
  return words.some((text) => /\birreversible\b\W+\w/i.test(text));
}
