/** Our answers to what Alembic's tests ask of a revision map, a script directory and the rows of a version table. */

import { collectDowngrade, collectStamps, collectUpgrade } from '../../server/src/core/history/collect-revisions.ts';
import type { RevisionGraph } from '../../server/src/core/history/graph.ts';
import { topologicalOrder } from '../../server/src/core/history/order.ts';
import {
  listRange,
  type Outcome,
  planDowngrade,
  planStamp,
  planUpgrade,
  resolveRevision,
  resolveRevisions,
} from '../../server/src/core/history/plan.ts';
import { ancestors, descendants } from '../../server/src/core/history/relatives.ts';
import {
  branchRevision,
  filterForLineage,
  getRevision,
  getRevisions,
  type Identifier,
  resolveSymbol,
  walk,
} from '../../server/src/core/history/resolve.ts';
import { nodeOf, type Place, type RevisionMap, type RevisionNode } from '../../server/src/core/history/revision-map.ts';
import { downgradeTarget, effectiveHeads, upgradeTargets } from '../../server/src/core/history/targets.ts';
import {
  applyChanges,
  downgradeChanges,
  stampChanges,
  upgradeChanges,
} from '../../server/src/core/history/version-rows.ts';

export type Arguments = Readonly<Record<string, unknown>>;

/** Answers of `RevisionMap`, by the name of its method. They refuse as the search does. */
export const mapAnswers: Readonly<Record<string, (map: RevisionMap, args: Arguments) => unknown>> = {
  get_current_head: (map, { branch_label }) =>
    resolveSymbol(map, branch_label == null ? 'head' : `${text(branch_label)}@head`).ids[0] ?? null,
  get_revisions: (map, { id_ }) => places(getRevisions(map, identifier(id_))),
  get_revision: (map, { id_ }) => place(getRevision(map, single(id_))),
  filter_for_lineage: (map, { targets, check_against, include_dependencies }) =>
    places(filterForLineage(map, starts(map, targets), text(check_against), Boolean(include_dependencies))),
  iterate_revisions: (map, args) => iterate(map, args),
  _get_base_revisions: (map, { identifier: branch }) => filterForLineage(map, map.bases, text(branch)),
  _get_ancestor_nodes: (map, args) => places(ancestors(map, nodes(map, args['targets']), way(args))),
  _get_descendant_nodes: (map, args) => places(descendants(map, nodes(map, args['targets']), way(args))),
  _topological_sort: (map, { revisions, heads }) => topologicalOrder(map, nodes(map, revisions), nodes(map, heads)),
  _walk: (map, { start, steps, branch_label, no_overwalk }) =>
    place(
      walk(map, startOf(map, start), Number(steps), { label: optional(branch_label), strict: Boolean(no_overwalk) }),
    ),
  _parse_downgrade_target: (map, args) => {
    const strict = Boolean(args['assert_relative_length']);
    const found = downgradeTarget(map, identifier(args['current_revisions']), optional(args['target']), strict);
    return [found.label ?? null, place(found.place)];
  },
  _parse_upgrade_target: (map, args) => {
    const strict = Boolean(args['assert_relative_length']);
    return places(upgradeTargets(map, identifier(args['current_revisions']), identifier(args['target']), strict));
  },
  _get_all_current: (map, { id_ }) => ({ set: sorted(places(effectiveHeads(map, texts(id_)))) }),
  _resolve_branch: (map, { branch_label }) => place(branchRevision(map, text(branch_label))),
  state: (map) => state(map),
};

const severalHeads: Outcome<never> = {
  ok: false,
  error: {
    code: 'several-heads',
    message:
      'The script directory has multiple heads (due to branching).Please use get_heads(), or merge the branches using alembic merge.',
    detail: undefined,
  },
};
const UPGRADE = { implicitBase: true, inclusive: false, strict: true };
const FROM_ROWS = { implicitBase: false, inclusive: true, strict: false };

/** Answers of `ScriptDirectory`, by the name of its method. */
export const directoryAnswers: Readonly<Record<string, (graph: RevisionGraph, args: Arguments) => Outcome<unknown>>> = {
  // From `current:` on, the lower end is the rows of a database.
  walk_revisions: (graph, { base, head }) =>
    typeof base === 'string'
      ? mapped(listRange(graph, base, text(head)), named)
      : ok(named(collectUpgrade(graph.map, text(head), texts(base), FROM_ROWS))),
  get_revisions: (graph, { id_ }) =>
    mapped(all(texts(id_ ?? 'base').map((id) => resolveRevisions(graph, id))), (ids) => named(ids.flat())),
  get_revision: (graph, { id_ }) =>
    mapped(resolveRevision(graph, text(id_)), (id) => (id === undefined ? null : { revision: id })),
  get_all_current: ({ map }, { id_ }) => ok({ set: sorted(places(effectiveHeads(map, texts(id_)))) }),
  as_revision_number: ({ map }, { id_ }) => {
    const ids = typeof id_ === 'string' ? resolveSymbol(map, id_).ids : texts(id_);
    return ok(ids.length === 0 ? null : id_ === 'heads' ? ids : ids[0]);
  },
  iterate_revisions: ({ map }, args) => ok(iterate(map, args)),
  // We have no such call; what is compared is that there is one head, or more.
  get_current_head: ({ map }) => (map.heads.length > 1 ? severalHeads : ok(map.heads[0] ?? null)),
  get_heads: ({ map }, { consider_depends_on }) => ok(consider_depends_on ? map.realHeads : map.heads),
  get_base: ({ map }) => ok(map.bases[0] ?? null),
  get_bases: ({ map }) => ok(map.bases),
  // The command takes one destination; the method behind it takes several.
  _upgrade_revs: (graph, { destination, current_rev }) =>
    typeof destination === 'string'
      ? mapped(planUpgrade(graph, destination, texts(current_rev)), ({ revisions }) => steps(revisions, true))
      : ok(steps(collectUpgrade(graph.map, texts(destination), texts(current_rev), UPGRADE).toReversed(), true)),
  _downgrade_revs: (graph, { destination, current_rev }) =>
    mapped(planDowngrade(graph, text(destination ?? 'base'), texts(current_rev)), ({ revisions }) =>
      steps(revisions, false),
    ),
  _stamp_revs: (graph, { revision, heads }) =>
    mapped(planStamp(graph, texts(revision), texts(heads)), () =>
      collectStamps(graph.map, texts(revision), texts(heads)).map(({ from, to, upgrade, branch }) => {
        return { from, to: to === undefined ? [] : [to], upgrade, branch };
      }),
    ),
};

/** The rows of the version table after a step. */
export function rowsAfter(map: RevisionMap, { rows, step }: Arguments): readonly string[] {
  const before = texts(rows);
  return [...applyChanges(before, changesOf(map, step as RecordedStep, before))].sort();
}

interface RecordedStep {
  readonly revision?: string;
  readonly upgrade: boolean;
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  readonly branch?: boolean;
}

function changesOf(map: RevisionMap, step: RecordedStep, rows: readonly string[]) {
  const { revision, upgrade, from = [], to = [], branch = false } = step;
  if (revision === undefined) return stampChanges({ from, to: to[0], upgrade, branch }, rows);
  return upgrade
    ? upgradeChanges(map, nodeOf(map, revision), rows)
    : downgradeChanges(map, nodeOf(map, revision), rows);
}

function iterate(map: RevisionMap, args: Arguments): unknown {
  return named(args['select_for_downgrade'] ? iterateDown(map, args) : iterateUp(map, args));
}

function iterateUp(map: RevisionMap, args: Arguments): readonly string[] {
  return collectUpgrade(map, identifier(args['upper']), identifier(args['lower']), {
    implicitBase: Boolean(args['implicit_base']),
    inclusive: Boolean(args['inclusive']),
    strict: args['assert_relative_length'] !== false,
  });
}

function iterateDown(map: RevisionMap, { upper, lower }: Arguments): readonly string[] {
  return collectDowngrade(map, optional(lower), texts(upper)).order;
}

function state(map: RevisionMap): unknown {
  const all = [...map.byKey].flatMap(([key, node]) => (key === node.id ? [node] : []));
  const byId = (pick: (node: RevisionNode) => readonly string[]) =>
    Object.fromEntries(all.map((node) => [node.id, [...pick(node)].sort()]));
  return {
    ids: all.map((node) => node.id),
    heads: map.heads,
    realHeads: map.realHeads,
    bases: map.bases,
    branchPoints: all.filter((node) => node.next.length > 1).map((node) => node.id),
    mergePoints: all.filter((node) => node.down.length > 1).map((node) => node.id),
    parents: byId((node) => node.parents),
    children: byId((node) => node.next),
    labels: byId((node) => node.labels),
  };
}

function way(args: Arguments): { withoutDependencies: boolean; check: boolean } {
  return { withoutDependencies: args['include_dependencies'] === false, check: Boolean(args['check']) };
}

function place(one: Place): unknown {
  if (one === undefined) return null;
  return one === 'base' ? one : { revision: one.id };
}

function places(several: readonly (Place | string)[]): unknown[] {
  return several.map((one) => (typeof one === 'string' ? one : place(one)));
}

function named(ids: readonly string[]): unknown[] {
  return ids.map((id) => ({ revision: id }));
}

function steps(ids: readonly string[], upgrade: boolean): unknown[] {
  return ids.map((revision) => ({ revision, upgrade }));
}

/** The members of a recorded list or set. */
export function members(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'object' && value !== null && 'set' in value ? members(value.set) : [value];
}

function identifier(value: unknown): Identifier {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'string' ? value : texts(value);
}

function single(value: unknown): string | undefined {
  return value === null ? undefined : text(members(value)[0]);
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`${JSON.stringify(value)} is no identifier`);
  return value;
}

function texts(value: unknown): readonly string[] {
  return value === null || value === undefined ? [] : members(value).map(text);
}

function optional(value: unknown): string | undefined {
  return value === null ? undefined : text(value);
}

function startOf(map: RevisionMap, value: unknown): string | Place {
  if (value === null) return undefined;
  return typeof value === 'string' ? value : nodes(map, [value])[0];
}

function starts(map: RevisionMap, value: unknown): (string | Place)[] {
  return members(value).map((one) => startOf(map, one));
}

function nodes(map: RevisionMap, value: unknown): RevisionNode[] {
  return members(value).map((one) =>
    nodeOf(map, typeof one === 'string' ? one : (one as { revision: string }).revision),
  );
}

export function sorted(values: readonly unknown[]): unknown[] {
  return [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function ok<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

function mapped<T, U>(outcome: Outcome<T>, change: (value: T) => U): Outcome<U> {
  return outcome.ok ? ok(change(outcome.value)) : outcome;
}

function all<T>(outcomes: readonly Outcome<T>[]): Outcome<readonly T[]> {
  const values: T[] = [];
  for (const outcome of outcomes) {
    if (!outcome.ok) return outcome;
    values.push(outcome.value);
  }
  return ok(values);
}
