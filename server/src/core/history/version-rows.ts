/** What each step does to the rows of the version table. */

import { assertLikeAlembic } from './refusal.ts';
import { ancestors } from './relatives.ts';
import { getRevisions } from './resolve.ts';
import type { RevisionMap, RevisionNode } from './revision-map.ts';

/** A change of the version table. A row that must be there and isn't, or the reverse, ends Alembic with a traceback. */
export type RowChange =
  | { readonly kind: 'insert'; readonly id: string }
  | { readonly kind: 'delete'; readonly id: string }
  | { readonly kind: 'update'; readonly from: string; readonly to: string };

/** The changes by which the upgrade of one revision is recorded. */
export function upgradeChanges(map: RevisionMap, node: RevisionNode, rows: readonly string[]): RowChange[] {
  const present = node.parents.filter((id) => rows.includes(id));
  const [only] = present;
  if (only === undefined) return [{ kind: 'insert', id: node.id }];
  if (present.length === 1) {
    const from = node.parents.length === 1 ? (node.parents[0] ?? only) : only;
    return [{ kind: 'update', from, to: node.id }];
  }
  const others = rows.filter((id) => !node.parents.includes(id));
  const implied = idsBelow(map, others);
  const merged = node.parents.filter((id) => !implied.has(id));
  return merge(merged, node.id);
}

/** All rows but the last vanish, the last becomes the new one. */
function merge(from: readonly string[], to: string): RowChange[] {
  const last = from.at(-1);
  assertLikeAlembic(last !== undefined, 'IndexError: list index out of range');
  return [...from.slice(0, -1).map((id): RowChange => ({ kind: 'delete', id })), { kind: 'update', from: last, to }];
}

/** The changes by which the downgrade of one revision is recorded. */
export function downgradeChanges(map: RevisionMap, node: RevisionNode, rows: readonly string[]): RowChange[] {
  const [parent] = node.parents;
  if (!rows.includes(node.id)) {
    const present = node.parents.filter((id) => rows.includes(id));
    const to = node.parents.length === 1 ? parent : present.length === 1 ? present[0] : undefined;
    assertLikeAlembic(to !== undefined, "AssertionError: Can't do an UPDATE because downrevision is ambiguous");
    return [{ kind: 'update', from: node.id, to }];
  }
  const remaining = unmergeTo(map, node, rows);
  const last = remaining.at(-1);
  if (last === undefined) return [{ kind: 'delete', id: node.id }];
  if (parent !== undefined && node.parents.length === 1) return [{ kind: 'update', from: node.id, to: parent }];
  return [
    ...remaining.slice(0, -1).map((id): RowChange => ({ kind: 'insert', id })),
    { kind: 'update', from: node.id, to: last },
  ];
}

/** The parents that need a row of their own once the revision is gone: those that nothing else implies. */
function unmergeTo(map: RevisionMap, node: RevisionNode, rows: readonly string[]): string[] {
  const others = rows.filter((id) => id !== node.id);
  if (others.length > 0) {
    const implied = idsBelow(map, others);
    return node.parents.filter((id) => !implied.has(id));
  }
  // One parent can't be implied by itself; looking below it at each step would take ever longer.
  if (node.parents.length === 1) return [...node.parents];
  const below = node.parents.map((parent) => [...idsBelow(map, [parent])].filter((id) => id !== parent));
  const implied = new Set(below.flat());
  return node.parents.filter((id) => !implied.has(id));
}

function idsBelow(map: RevisionMap, ids: readonly string[]): ReadonlySet<string> {
  return new Set(ancestors(map, getRevisions(map, ids)).map((node) => node.id));
}

/** One step of `stamp`: rows are replaced without running a migration. */
export interface StampStep {
  readonly from: readonly string[];
  /** Undefined for the base. */
  readonly to: string | undefined;
  readonly upgrade: boolean;
  /** Whether a branch begins or ends with it. */
  readonly branch: boolean;
}

export function stampChanges(step: StampStep, rows: readonly string[]): RowChange[] {
  const [from = ''] = step.from;
  if (!step.upgrade && step.branch) return [{ kind: 'delete', id: from }];
  const { to = '' } = step;
  const fromElsewhere = step.branch || step.from.some((id) => !rows.includes(id));
  if (step.upgrade && fromElsewhere && !rows.includes(to)) return [{ kind: 'insert', id: to }];
  if (step.from.length > 1) return merge(step.from, to);
  assertLikeAlembic(step.from.length === 1, 'AssertionError: nothing to stamp from');
  return [{ kind: 'update', from, to }];
}

/** The rows after the changes. */
export function applyChanges(rows: readonly string[], changes: readonly RowChange[]): readonly string[] {
  return changes.reduce(applyChange, rows);
}

function applyChange(rows: readonly string[], change: RowChange): readonly string[] {
  const absent = (id: string) => assertLikeAlembic(!rows.includes(id), `AssertionError: '${id}' is recorded already`);
  const present = (id: string) => assertLikeAlembic(rows.includes(id), `KeyError: '${id}'`);
  switch (change.kind) {
    case 'insert':
      absent(change.id);
      return [...rows, change.id];
    case 'delete':
      present(change.id);
      return rows.filter((id) => id !== change.id);
    case 'update':
      absent(change.to);
      present(change.from);
      return rows.map((id) => (id === change.from ? change.to : id));
  }
}
