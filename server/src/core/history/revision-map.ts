/** The map of revisions as Alembic holds it: each revision's place, and what stops the map from loading. */

import { refuse } from './refusal.ts';

/** The four module variables of one revision file, as Alembic loads it. */
export interface MapEntry {
  readonly id: string;
  readonly down: readonly string[];
  readonly dependsOn: readonly string[];
  readonly branchLabels: readonly string[];
}

/** A revision in the map. Relations are ids and can be looked up in `RevisionMap.byKey`. */
export interface RevisionNode {
  readonly id: string;
  /** Position in load order; a duplicate stands where its id came first. */
  readonly index: number;
  /** `down_revision` as written. */
  readonly down: readonly string[];
  /** `depends_on` as ids, labels resolved. */
  readonly dependencies: readonly string[];
  /** What must be applied before it: `down`, and the dependencies that no ancestor has already. */
  readonly parents: readonly string[];
  /** Children through `down_revision`. */
  readonly next: readonly string[];
  /** Children through `down_revision` or `depends_on`. */
  readonly allNext: readonly string[];
  /** Branch labels after propagation. */
  readonly labels: readonly string[];
}

/** A place in the history: a revision, or the state before any of them. `undefined` is Alembic's `None`. */
export type Place = RevisionNode | 'base' | undefined;

export interface RevisionMap {
  /** Ids in load order, then branch labels. A duplicate id leads to the later file. */
  readonly byKey: ReadonlyMap<string, RevisionNode>;
  /** In load order. A replaced duplicate stays a candidate, as in Alembic, so that an id may stand here twice. */
  readonly heads: readonly string[];
  /** Heads that no revision depends on either: what an up-to-date version table holds. */
  readonly realHeads: readonly string[];
  readonly bases: readonly string[];
  /** Ids that more than one file declares. */
  readonly duplicates: readonly string[];
}

/** What stops Alembic while it loads the revisions, so that each of its commands fails. */
export interface MapFailure {
  readonly code:
    | 'self-loop'
    | 'dependency-self-loop'
    | 'illegal-id'
    | 'label-clash'
    | 'missing-dependency'
    | 'missing-parent'
    | 'cycle'
    | 'dependency-cycle'
    | 'broken-map';
  /** Alembic's own words. */
  readonly message: string;
  /** Whether Alembic dies of it with a traceback instead of saying `FAILED: …`. */
  readonly traceback: boolean;
  /** Ids concerned. */
  readonly revisions: readonly string[];
}

/** The node of a key that must be in the map; anything else is Alembic's KeyError. */
export function nodeOf(map: RevisionMap, key: string): RevisionNode {
  return map.byKey.get(key) ?? refuse({ kind: 'crash', message: `KeyError: '${key}'` });
}
