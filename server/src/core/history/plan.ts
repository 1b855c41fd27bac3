/** What `upgrade`, `downgrade` and `stamp` would do, step by step, and Alembic's words where they would refuse. */

import { collectDowngrade, collectStamps, collectUpgrade } from './collect-revisions.ts';
import type { GraphProblem, RevisionGraph } from './graph.ts';
import { type Attempt, attempt, type Refusal, refusalText, refuse } from './refusal.ts';
import { getRevision, getRevisions, revision } from './resolve.ts';
import { nodeOf, type RevisionMap } from './revision-map.ts';
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
  /** `unknown-revision`, `several-heads`, `wrong-direction`, `refused`, `traceback`, or the code of the graph's problem. */
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
    refuseRange(target);
    const options = { implicitBase: true, inclusive: false, strict: true };
    const order = collectUpgrade(map, target, rows, options).reverse();
    return run('upgrade', order, rows, [], (id, now) => upgradeChanges(map, nodeOf(map, id), now));
  });
}

/** `alembic downgrade TARGET` on a database whose version table holds `rows`, in the order the database returns them. */
export function planDowngrade(graph: RevisionGraph, target: string, rows: readonly string[]): Outcome<Plan> {
  const words = { range: `Destination ${target} is not a valid downgrade target from current head(s)`, end: target };
  return answer(graph, words, (map) => {
    refuseRange(target);
    const { order, warnings } = collectDowngrade(map, target, rows);
    return run('downgrade', order, rows, warnings, (id, now) => downgradeChanges(map, nodeOf(map, id), now));
  });
}

/** `from:to` is for SQL mode. */
function refuseRange(target: string): void {
  if (target.includes(':')) refuse({ kind: 'revision', message: 'Range revision not allowed' });
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
    return run('stamp', revisions, before, [], (_, now, i) => stampAt(steps, i, now));
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
    return collectUpgrade(map, end, start, options);
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
    case 'several-heads': {
      const own = refusal.general ? undefined : words.multipleHeads;
      const message = own ?? multipleHeadsWords(words.end || refusal.argument);
      return { code: 'several-heads', message, detail: `The heads are ${refusal.heads.join(', ')}.` };
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
      breaksAt = { revision: id, message: refusalText(done.refusal) };
      break;
    }
    steps.push(done.value);
    now = done.value.rowsAfter;
  }
  const revisions = order.filter((id) => id !== undefined);
  return { direction, revisions, steps, rowsAfter: now, warnings, breaksAt };
}

function stampAt(steps: readonly StampStep[], i: number, rows: readonly string[]): RowChange[] {
  const step = steps[i];
  return step ? stampChanges(step, rows) : [];
}
