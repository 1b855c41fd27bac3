/** The targets of `upgrade` and `downgrade`, absolute or relative to what is applied. */

import { assertLikeAlembic, refuse } from './refusal.ts';
import { ancestors } from './relatives.ts';
import { filterForLineage, getRevision, getRevisions, type Identifier, walk } from './resolve.ts';
import type { Place, RevisionMap, RevisionNode } from './revision-map.ts';

/** `[label@][symbol](+|-)N`; what follows the number is ignored, as Alembic does. */
interface Relative {
  readonly label: string | undefined;
  readonly symbol: string | undefined;
  readonly steps: number;
  /** The number with its sign as typed. */
  readonly written: string;
}

function readRelative(target: string): Relative | undefined {
  const match = /^(?:(.+?)@)?([\p{L}\p{N}_]+)?([+-]\d+)/u.exec(target);
  if (!match) return undefined;
  const [, label, symbol, written = ''] = match;
  return { label, symbol, steps: Number(written), written };
}

/** Row ids of the version table, or an identifier of a range. */
type Current = Identifier;

function rowsOf(current: Current): readonly string[] {
  if (current === undefined) return [];
  return typeof current === 'string' ? [current] : current;
}

function tooFar(written: string | number, steps: number): never {
  const message = `Relative revision ${written} didn't produce ${Math.abs(steps)} migrations`;
  return refuse({ kind: 'revision', message });
}

/** Where an upgrade goes. */
export function upgradeTargets(map: RevisionMap, current: Current, target: Identifier, strict: boolean): Place[] {
  const relative = typeof target === 'string' ? readRelative(target) : undefined;
  if (!relative) return getRevisions(map, target);
  const { label, symbol, steps, written } = relative;
  if (steps > 0 && symbol === undefined) {
    const start = upgradeStart(map, rowsOf(current), label);
    const place = walk(map, start, steps, { label, strict });
    return place === undefined ? tooFar(written, steps) : [place];
  }
  if (steps > 0) return [walk(map, getRevision(map, symbol), steps, { label, strict })];
  if (symbol === undefined) return tooFar(steps, steps);
  const from = getRevision(map, label === undefined ? symbol : `${label}@${symbol}`);
  return [walk(map, from, steps, { strict })];
}

/** The one applied revision that `+N` counts from: on the branch if one is named, else the only one. */
function upgradeStart(map: RevisionMap, rows: readonly string[], label: string | undefined): string | Place {
  let starts: readonly (string | Place)[] = rows.length > 0 ? rows : [undefined];
  if (label) {
    const applied = getRevisions(map, rows);
    starts = filterForLineage(map, applied, label);
    if (starts.length === 0) {
      const active = filterForLineage(map, ancestors(map, applied), label);
      const inner = new Set(active.flatMap((node) => node.parents));
      starts = active.filter((node) => !inner.has(node.id)).map((node) => node.id);
    }
    if (starts.length === 0) starts = [undefined];
  }
  if (starts.length > 1) refuse({ kind: 'revision', message: 'Ambiguous upgrade from multiple current revisions' });
  return starts[0];
}

export interface DowngradeTarget {
  /** Chooses the branch to roll back where several lead away from the target. */
  readonly label: string | undefined;
  readonly place: Place;
  /** Something that Alembic only warns about. */
  readonly warning?: string;
}

/** Where a downgrade goes. */
export function downgradeTarget(
  map: RevisionMap,
  current: Current,
  target: string | undefined,
  strict: boolean,
): DowngradeTarget {
  if (target === undefined) return { label: undefined, place: undefined };
  const relative = readRelative(target);
  if (relative && relative.steps >= 0) return downgradeUpwards(map, relative, strict);
  if (relative) return downgradeSteps(map, rowsOf(current), relative, strict);
  const at = target.lastIndexOf('@');
  const label = at > 0 ? target.slice(0, at) : undefined;
  return { label, place: getRevision(map, target.slice(at + 1)) };
}

function downgradeUpwards(map: RevisionMap, relative: Relative, strict: boolean): DowngradeTarget {
  const { label, symbol, steps, written } = relative;
  if (symbol === undefined) return tooFar(written, steps);
  const place = walk(map, getRevision(map, symbol), steps, { label, strict });
  if (place === undefined) refuse({ kind: 'revision', message: 'Walked too far' });
  return { label, place };
}

function downgradeSteps(
  map: RevisionMap,
  rows: readonly string[],
  { label, symbol, steps, written }: Relative,
  strict: boolean,
): DowngradeTarget {
  const start = symbol ?? (label ? rowOnBranch(map, rows, label) : (rows[0] ?? tooFar(written, steps)));
  // Without a branch, the row itself serves as one, so that only its own line is rolled back.
  const branch = label ?? (symbol === undefined ? start : undefined);
  const from = getRevision(map, branch === undefined ? start : `${branch}@${start}`);
  const place = walk(map, from, steps, { strict });
  if (place === undefined) {
    if (symbol === undefined) tooFar(written, steps);
    refuse({ kind: 'revision', message: 'Walked too far' });
  }
  const ambiguous = symbol === undefined && !label && new Set(rows).size > 1;
  return ambiguous ? { label: branch, place, warning: ambiguousDowngrade } : { label: branch, place };
}

const ambiguousDowngrade =
  'downgrade -1 from multiple heads is ambiguous; this usage will be disallowed in a future release.';

function rowOnBranch(map: RevisionMap, rows: readonly string[], label: string): string {
  let found: readonly string[] = filterForLineage(map, rows, label);
  if (found.length === 0) found = filterForLineage(map, effectiveHeads(map, rows), label).map((node) => node.id);
  assertLikeAlembic(found.length === 1, 'AssertionError: not exactly one applied revision on the branch');
  return found[0] ?? '';
}

/** All tips that the rows imply: a head that another one depends on has no row, but is applied all the same. */
export function effectiveHeads(map: RevisionMap, rows: readonly string[]): RevisionNode[] {
  const applied = ancestors(map, getRevisions(map, rows));
  const ids = new Set(applied.map((node) => node.id));
  return applied.filter((node) => !node.next.some((id) => ids.has(id)));
}
