/** What `upgrade`, `downgrade` and `stamp` would do, step by step, and Alembic's words where they would refuse. */

import type { GraphProblem, RevisionGraph } from './graph.ts';
import { topologicalOrder } from './order.ts';
import { type Attempt, attempt, type Refusal, refuse } from './refusal.ts';
import { ancestors, descendants } from './relatives.ts';
import { branchRevision, filterForLineage, getRevision, getRevisions, type Identifier, revision } from './resolve.ts';
import { nodeOf, type Place, type RevisionMap, type RevisionNode } from './revision-map.ts';
import { downgradeTarget, upgradeTargets } from './targets.ts';
import {
  applyChanges,
  downgradeChanges,
  type RowChange,
  type StampStep,
  stampChanges,
  upgradeChanges,
} from './version-rows.ts';

export interface PlanStep {
  /** The revision that runs; for `stamp` the one stamped, undefined for the base. */
  readonly revision: string | undefined;
  readonly changes: readonly RowChange[];
  /** Rows of the version table once the step is done. */
  readonly rowsAfter: readonly string[];
}

export interface Plan {
  readonly direction: 'upgrade' | 'downgrade' | 'stamp';
  /** In the order in which Alembic runs them; empty when there is nothing to do. */
  readonly revisions: readonly string[];
  readonly steps: readonly PlanStep[];
  readonly rowsAfter: readonly string[];
  /** What Alembic warns about. */
  readonly warnings: readonly string[];
  /** The step whose record keeping ends Alembic with a traceback, after the steps before it have run. */
  readonly breaksAt: { readonly revision: string | undefined; readonly message: string } | undefined;
}

export interface PlanError {
  /** `unknown-revision`, `multiple-heads`, `wrong-direction`, `refused`, `traceback`, or the code of the graph's problem. */
  readonly code: string;
  /** Alembic's own words after `FAILED: `. */
  readonly message: string;
  /** What Alembic says only in a traceback, e.g. which ids an ambiguous one might mean. */
  readonly detail: string | undefined;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: PlanError };

/** `alembic upgrade TARGET` on a database whose version table holds `rows`. */
export function planUpgrade(graph: RevisionGraph, target: string, rows: readonly string[]): Outcome<Plan> {
  const words = { range: `Destination ${target} is not a valid upgrade target from current head(s)`, end: target };
  return answer(graph, words, (map) => {
    const { needs, heads } = collectUpgrade(map, target, rows, { implicitBase: true, inclusive: false, strict: true });
    const order = inOrder(map, needs, heads).reverse();
    return run('upgrade', order, rows, [], (id, now) => upgradeChanges(map, nodeOf(map, id), now));
  });
}

/** `alembic downgrade TARGET` on a database whose version table holds `rows`, in the order the database returns them. */
export function planDowngrade(graph: RevisionGraph, target: string, rows: readonly string[]): Outcome<Plan> {
  const words = { range: `Destination ${target} is not a valid downgrade target from current head(s)`, end: target };
  return answer(graph, words, (map) => {
    const { drops, heads, warnings } = collectDowngrade(map, target, rows);
    const order = inOrder(map, drops, heads);
    return run('downgrade', order, rows, warnings, (id, now) => downgradeChanges(map, nodeOf(map, id), now));
  });
}

/** `alembic stamp TARGET…`; with `purge` the table is emptied first. */
export function planStamp(
  graph: RevisionGraph,
  targets: readonly string[],
  rows: readonly string[],
  options: { readonly purge?: boolean } = {},
): Outcome<Plan> {
  const before = options.purge ? [] : rows;
  const words = { multipleHeads: 'Multiple heads are present; please specify a single target revision' };
  return answer(graph, words, (map) => {
    const steps = collectStamps(map, targets, before);
    const revisions = steps.map((step) => step.to);
    return run('stamp', revisions, before, [], (_, now, i) => stampChanges(steps[i] ?? noStep, now));
  });
}

/**
 * The revisions of `alembic history -r LOWER:UPPER`, newest first, both ends included. `undefined` is the base below and
 * all heads above.
 */
export function listRange(
  graph: RevisionGraph,
  lower: string | undefined,
  upper: string | undefined,
): Outcome<readonly string[]> {
  const [start, end] = [lower ?? 'base', upper ?? 'heads'];
  const range = `Requested range ${start}:${end} does not refer to ancestor/descendant revisions along the same branch`;
  return answer(graph, { range, end }, (map) => {
    const options = { implicitBase: false, inclusive: true, strict: false };
    const { needs, heads } = collectUpgrade(map, end, start, options);
    return inOrder(map, needs, heads);
  });
}

/** The ids that an identifier names, as `alembic show` takes it; empty for `base`. */
export function resolveRevisions(graph: RevisionGraph, identifier: string): Outcome<readonly string[]> {
  return answer(graph, {}, (map) => getRevisions(map, identifier).map((place) => revision(place).id));
}

/** The one id that an identifier names, as `--sql` takes the start of a range; undefined for `base`. */
export function resolveRevision(graph: RevisionGraph, identifier: string): Outcome<string | undefined> {
  return answer(graph, {}, (map) => getRevision(map, identifier)?.id);
}

/** Sentences in place of Alembic's general ones. */
interface Words {
  readonly range?: string;
  readonly multipleHeads?: string;
  /** Named instead of the argument that was being resolved. */
  readonly end?: string;
}

function answer<T>(graph: RevisionGraph, words: Words, search: (map: RevisionMap) => T): Outcome<T> {
  if (graph.failure) return { ok: false, error: brokenGraph(graph.failure) };
  const attempted: Attempt<T> = attempt(() => search(graph.map));
  return attempted.refusal
    ? { ok: false, error: sentence(attempted.refusal, words) }
    : { ok: true, value: attempted.value };
}

function brokenGraph(problem: GraphProblem): PlanError {
  return { code: problem.code, message: problem.message, detail: undefined };
}

function sentence(refusal: Refusal, words: Words): PlanError {
  switch (refusal.kind) {
    case 'range':
      return { code: 'wrong-direction', message: words.range ?? rangeWords(refusal), detail: undefined };
    case 'multiple-heads': {
      const own = refusal.general ? undefined : words.multipleHeads;
      const message = own ?? multipleHeadsWords(words.end || refusal.argument);
      return { code: 'multiple-heads', message, detail: `The heads are ${refusal.heads.join(', ')}.` };
    }
    case 'resolution': {
      const message = `Can't locate revision identified by '${refusal.argument}'`;
      return { code: 'unknown-revision', message, detail: refusal.message };
    }
    case 'revision':
      return { code: 'refused', message: refusal.message, detail: undefined };
    case 'crash':
      return { code: 'traceback', message: refusal.message, detail: 'Alembic ends with a traceback here.' };
  }
}

/** The last line of the traceback that a refusal ends in where no command turns it into a sentence. */
function traceback(refusal: Refusal): string {
  if (refusal.kind === 'range') return rangeWords(refusal);
  if (refusal.kind !== 'multiple-heads') return refusal.message;
  return `Multiple heads are present for given argument '${refusal.argument}'; ${refusal.heads.join(', ')}`;
}

function rangeWords(refusal: { readonly lower: string | undefined; readonly upper: string | undefined }): string {
  const ends = `${refusal.lower ?? 'base'}:${refusal.upper ?? 'base'}`;
  return `Requested range ${ends} does not refer to ancestor/descendant revisions along the same branch`;
}

function multipleHeadsWords(argument: string): string {
  return (
    `Multiple head revisions are present for given argument '${argument}'; please specify a specific target revision, ` +
    `'<branchname>@${argument}' to narrow to a specific head, or 'heads' for all heads`
  );
}

function run<T extends string | undefined>(
  direction: Plan['direction'],
  order: readonly T[],
  rows: readonly string[],
  warnings: readonly string[],
  changesOf: (id: T, rows: readonly string[], i: number) => RowChange[],
): Plan {
  const steps: PlanStep[] = [];
  let breaksAt: Plan['breaksAt'];
  let now: readonly string[] = [...new Set(rows)];
  for (const [i, id] of order.entries()) {
    const done = attempt(() => {
      const changes = changesOf(id, now, i);
      return { revision: id, changes, rowsAfter: applyChanges(now, changes) };
    });
    if (done.refusal) {
      breaksAt = { revision: id, message: traceback(done.refusal) };
      break;
    }
    steps.push(done.value);
    now = done.value.rowsAfter;
  }
  const revisions = order.filter((id) => id !== undefined);
  return { direction, revisions, steps, rowsAfter: now, warnings, breaksAt };
}

interface UpgradeOptions {
  /** Take everything that is required, whether or not it descends from what is applied. */
  readonly implicitBase: boolean;
  readonly inclusive: boolean;
  /** Whether a relative target must have its full length. */
  readonly strict: boolean;
}

function collectUpgrade(
  map: RevisionMap,
  upper: Identifier,
  lower: Identifier,
  options: UpgradeOptions,
): { needs: Set<RevisionNode>; heads: readonly RevisionNode[] } {
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
  return { needs, heads: targets };
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

function collectDowngrade(
  map: RevisionMap,
  target: string,
  rows: readonly string[],
): { drops: Set<RevisionNode>; heads: readonly RevisionNode[]; warnings: readonly string[] } {
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
  return { drops, heads, warnings: warning === undefined ? [] : [warning] };
}

/** A base with a label stands under both keys and counts twice, as in Alembic. */
function bases(map: RevisionMap): RevisionNode[] {
  return [...map.byKey.values()].filter((node) => node.down.length === 0);
}

const noStep: StampStep = { from: [], to: undefined, upgrade: false, branch: true };

function collectStamps(map: RevisionMap, targets: readonly string[], rows: readonly string[]): StampStep[] {
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
  return refuse(refusal.kind === 'multiple-heads' ? { ...refusal, general: true } : refusal);
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
