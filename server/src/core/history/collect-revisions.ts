/** Which revisions an upgrade, a downgrade, a stamp or a range of the history concerns, in Alembic's order. */

import { topologicalOrder } from './order.ts';
import { attempt, refuse } from './refusal.ts';
import { ancestors, descendants } from './relatives.ts';
import { branchRevision, filterForLineage, getRevision, getRevisions, type Identifier, revision } from './resolve.ts';
import type { Place, RevisionMap, RevisionNode } from './revision-map.ts';
import { downgradeTarget, upgradeTargets } from './targets.ts';
import type { StampStep } from './version-rows.ts';

export interface UpgradeOptions {
  /** Take everything that is required, whether or not it descends from what is applied. */
  readonly implicitBase: boolean;
  readonly inclusive: boolean;
  /** Whether a relative target must have its full length. */
  readonly strict: boolean;
}

/** The ids from `lower` up to `upper`, newest first. */
export function collectUpgrade(
  map: RevisionMap,
  upper: Identifier,
  lower: Identifier,
  options: UpgradeOptions,
): string[] {
  const all = upgradeTargets(map, lower, upper, options.strict).map(revision);
  const targets = typeof lower === 'string' && lower.includes('@') ? onBranch(map, all, lower) : all;
  const required = new Set([...ancestors(map, targets, { check: true }), ...targets]);
  const applied = getRevisions(map, lower);
  if (
    !options.implicitBase &&
    applied.some((place) => place !== undefined && !(isRevision(place) && required.has(place)))
  )
    refuse({ kind: 'range', lower: idText(lower), upper: idText(upper) });
  const { current, from } = appliedFrom(map, applied, lower, upper, options.strict);
  const done = new Set(ancestors(map, current, { check: true }));
  const needs = new Set([...required].filter((node) => !done.has(node)));
  if (options.inclusive) for (const place of getRevisions(map, from)) needs.add(revision(place));
  if (current.length > 0 && !options.implicitBase) {
    const above = new Set(descendants(map, current, { check: true, withoutDependencies: true }));
    for (const node of needs) if (!above.has(node)) needs.delete(node);
  }
  return inOrder(map, needs, targets);
}

/** Each id is looked up once more, as Alembic does: a revision called `head` is not found by its name. */
function inOrder(map: RevisionMap, nodes: Iterable<RevisionNode>, heads: readonly RevisionNode[]): string[] {
  return topologicalOrder(map, nodes, heads).map((id) => revision(getRevision(map, id)).id);
}

function isRevision(place: Place): place is RevisionNode {
  return typeof place === 'object';
}

function idText(id: Identifier): string | undefined {
  return typeof id === 'object' ? id.join(', ') : id;
}

/** A lower end such as `label@base` keeps only the targets of that branch. */
function onBranch(map: RevisionMap, targets: readonly RevisionNode[], lower: string): RevisionNode[] {
  let branch = lower.slice(0, lower.indexOf('@'));
  const named = getRevision(map, branch);
  if (named && named.id === branch) {
    if (named.labels.length !== 1) refuse({ kind: 'crash', message: 'AssertionError: not exactly one branch label' });
    branch = named.labels[0] ?? branch;
  }
  return targets.filter((node) => node.labels.includes(branch));
}

/** A relative lower end (`head-2:`) counts down from the upper one. */
function appliedFrom(
  map: RevisionMap,
  applied: readonly Place[],
  lower: Identifier,
  upper: Identifier,
  strict: boolean,
): { current: readonly Place[]; from: Identifier } {
  if (applied.length === 0 || applied[0] !== undefined) return { current: applied, from: lower };
  if (typeof lower === 'object')
    return refuse({ kind: 'crash', message: 'AssertionError: a list of downgrade targets' });
  const { place } = downgradeTarget(map, upper, lower, strict);
  if (place === 'base') return { current: [], from: undefined };
  const node = revision(place);
  return { current: [node], from: node.id };
}

/** The ids that a downgrade rolls back, newest first, and what Alembic warns of. */
export function collectDowngrade(
  map: RevisionMap,
  target: string | undefined,
  rows: readonly string[],
): { readonly order: readonly string[]; readonly warnings: readonly string[] } {
  const { label, place, warning } = downgradeTarget(map, rows, target, true);
  const goal = isRevision(place) ? place : undefined;
  let roots = goal ? getRevisions(map, goal.next).map(revision) : bases(map);
  if (label && roots.length > 1) {
    const line = new Set(ancestors(map, [branchRevision(map, label)], { withoutDependencies: true }));
    const ids = new Set(roots.filter((node) => line.has(node)).map((node) => node.id));
    roots = getRevisions(map, [...ids]).map(revision);
    if (roots.length === 0) refuse({ kind: 'revision', message: 'Not a valid downgrade target from current heads' });
  }
  const heads = getRevisions(map, rows).map(revision);
  const active = new Set(ancestors(map, heads));
  const drops = new Set(descendants(map, roots).filter((node) => active.has(node)));
  if (goal && drops.size === 0 && !heads.includes(goal))
    refuse({ kind: 'range', lower: 'Nothing to drop', upper: idText(rows) });
  return { order: inOrder(map, drops, heads), warnings: warning === undefined ? [] : [warning] };
}

/** A base with a label stands under both keys and counts twice, as in Alembic. */
function bases(map: RevisionMap): RevisionNode[] {
  return [...map.byKey.values()].filter((node) => node.down.length === 0);
}

/** The steps that bring the rows to the targets. */
export function collectStamps(map: RevisionMap, targets: readonly string[], rows: readonly string[]): StampStep[] {
  const heads = revisionsInGeneral(map, rows).map(revision);
  const wanted = targets.length > 0 ? targets : ['base'];
  const touched = new Set(
    wanted.filter((target) => target !== '').flatMap((target) => filterForLineage(map, heads, target, true)),
  );
  const places = revisionsInGeneral(map, wanted);
  return (places.length > 0 ? places : [undefined]).flatMap((place) => stampStep(map, place, touched));
}

function revisionsInGeneral(map: RevisionMap, id: Identifier): Place[] {
  const { value, refusal } = attempt(() => getRevisions(map, id));
  if (!refusal) return value;
  return refuse(refusal.kind === 'several-heads' ? { ...refusal, general: true } : refusal);
}

function stampStep(map: RevisionMap, place: Place, touched: ReadonlySet<RevisionNode>): StampStep[] {
  const from = [...touched].map((node) => node.id);
  if (place === undefined) return from.map((id) => ({ from: [id], to: undefined, upgrade: false, branch: true }));
  const node = revision(place);
  if (touched.has(node)) return [];
  const meets = (nodes: readonly RevisionNode[]) => nodes.some((each) => touched.has(each));
  if (meets(descendants(map, [node]))) {
    if (meets(ancestors(map, [node]))) refuse({ kind: 'crash', message: 'AssertionError: rows above and below' });
    return [{ from, to: node.id, upgrade: false, branch: false }];
  }
  if (meets(ancestors(map, [node]))) return [{ from, to: node.id, upgrade: true, branch: false }];
  return [{ from: [], to: node.id, upgrade: true, branch: true }];
}
