/** The effects of an upgrade that other sessions can feel: on tables that are there already and not known to be small. */

import { type Effect, effectsOf } from '../effects/effects.ts';
import type { FactName } from '../effects/facts.ts';
import { blockedWords, isStronger, type Lock } from '../effects/lock.ts';
import { type QualifiedName, tableKey } from '../schema/catalogue.ts';
import type { RuleContext, Step } from './rule.ts';

export interface Hazard {
  readonly step: Step;
  readonly effect: Effect;
}

/** Effects of the named kinds, in order; those on new (X-new) and small (X-small) tables left out. */
export function* hazards(context: RuleContext, ...names: readonly FactName[]): Generator<Hazard> {
  for (const hazard of effectsOfUpgrade(context, ...names)) {
    const { table } = hazard.effect;
    if (table === undefined || !(hazard.step.isNewTable(table) || hazard.step.isSmall(table))) yield hazard;
  }
}

/** The same on tables of any size, for what fails or loses data rather than blocks. */
export function* effectsOnExisting(context: RuleContext, ...names: readonly FactName[]): Generator<Hazard> {
  for (const hazard of effectsOfUpgrade(context, ...names)) {
    const { table } = hazard.effect;
    if (table === undefined || !hazard.step.isNewTable(table)) yield hazard;
  }
}

function* effectsOfUpgrade(context: RuleContext, ...names: readonly FactName[]): Generator<Hazard> {
  for (const step of context.upgrade) {
    for (const effect of effectsOfStep(step, context.postgresVersion)) {
      if (names.includes(effect.name)) yield { step, effect };
    }
  }
}

const known = new WeakMap<Step, { readonly version: number; readonly effects: readonly Effect[] }>();

/** The effects of one step, on whatever tables. Two dozen rules ask, so they are found out once per run of the rules. */
export function effectsOfStep(step: Step, version: number): readonly Effect[] {
  const former = known.get(step);
  if (former?.version === version) return former.effects;
  const effects = effectsOf(step.operation, step.before, version);
  known.set(step, { version, effects });
  return effects;
}

/** The locks of a step on tables that others use: not on those that its own transaction has made. */
export function locksOnExisting(step: Step, version: number): readonly Lock[] {
  return effectsOfStep(step, version).flatMap(({ locks }) =>
    locks.filter(({ relation }) => !step.isNewTable(relation)),
  );
}

/** What must wait meanwhile: `writes`, or `reads and writes`, as where the locked table isn't known. */
export function waiting({ locks }: Effect): string {
  const [first, ...rest] = locks.map((lock) => lock.mode);
  const strongest = rest.reduce((a, b) => (a !== undefined && isStronger(a, b) ? a : b), first);
  return strongest === undefined ? 'reads and writes' : (blockedWords(strongest) ?? 'other changes of the schema');
}

/** Tables that are locked along with the one that is changed, each once. */
export function otherTables({ locks, table }: Effect): readonly QualifiedName[] {
  const own = table === undefined ? undefined : tableKey(table);
  const others = new Map(locks.map(({ relation }) => [tableKey(relation), relation]));
  return [...others].flatMap(([key, relation]) => (key === own ? [] : [relation]));
}

/**
 * Whether the revision is too old to be spoken of: at or before the configured start. A base that isn't may be spoken
 * of by rules about what stays in the schema rather than about the moment of the upgrade.
 */
export function isBeforeStart({ isRoot, migration }: RuleContext): boolean {
  return isRoot && migration.header.down.length > 0;
}
