/** Holds what squawk says of a project against what we say of it. */

import type { ProjectSnapshot } from '../../../server/src/core/analysis.ts';
import { type Effect, effectsOf, feltByOthers } from '../../../server/src/core/effects/effects.ts';
import { applyOperation, provenanceOf } from '../../../server/src/core/history/apply.ts';
import type { Migration } from '../../../server/src/core/history/migration.ts';
import type { Finding } from '../../../server/src/core/lint/finding.ts';
import { findTable, type QualifiedName } from '../../../server/src/core/schema/catalogue.ts';
import { contains, type Span } from '../../../server/src/core/text/span.ts';
import { type Equivalent, equivalents, type Rest } from './equivalents.ts';
import type { SquawkFinding } from './squawk.ts';

/** Why squawk reports what we don't. */
export type Reason = 'first' | 'new-table' | 'no-work' | Rest | 'unexplained';

/** What became of a finding of squawk. */
export interface Judged {
  readonly finding: SquawkFinding;
  /** Our finding of the same; `reason` says why there is none. */
  readonly ours: Finding | undefined;
  readonly reason: Reason | undefined;
}

export interface Comparison {
  readonly theirs: readonly Judged[];
  readonly ours: readonly { readonly finding: Finding; readonly shared: boolean }[];
}

/** @param snapshot with every rule that is to be counted switched on */
export function compare(snapshot: ProjectSnapshot, found: readonly SquawkFinding[]): Comparison {
  const shared = new Set<Finding>();
  const theirs = found.map((finding): Judged => {
    const equivalent = equivalents[finding.rule];
    const same = snapshot
      .findings(finding.revision.file)
      .filter((one) => one.direction !== 'downgrade' && isSame(one, finding, equivalent));
    for (const one of same) shared.add(one);
    const [ours] = same;
    return { finding, ours, reason: ours === undefined ? reasonFor(snapshot, finding, equivalent) : undefined };
  });
  const ours = snapshot.allFindings().map((finding) => ({ finding, shared: shared.has(finding) }));
  return { theirs, ours };
}

function isSame(ours: Finding, theirs: SquawkFinding, equivalent: Equivalent | undefined): boolean {
  if (!equivalent?.ours.includes(ours.rule)) return false;
  const place = placeOf(theirs);
  return equivalent.perRevision === true || place === undefined || touch(place, ours.span);
}

/** The call whose statement squawk speaks of. */
function placeOf({ revision, statement }: SquawkFinding): Span | undefined {
  return statement === undefined ? undefined : revision.statements[statement]?.span;
}

function touch(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

function reasonFor(snapshot: ProjectSnapshot, finding: SquawkFinding, equivalent: Equivalent | undefined): Reason {
  if (equivalent?.rest === 'taste' || equivalent?.rest === 'frame' || equivalent?.rest === 'text')
    return equivalent.rest;
  const { revision, file } = finding.revision;
  const migration = snapshot.migration(file);
  if (migration === undefined) return 'unexplained';
  if (migration.header.state === 'ok' && migration.header.down.length === 0) return 'first';
  const place = placeOf(finding);
  const work = workAt(snapshot, migration, revision, place, equivalent?.perRevision === true);
  if (work === 'no-work' && equivalent?.waits !== true) return equivalent?.rest ?? 'unexplained';
  return work ?? equivalent?.rest ?? 'unexplained';
}

/** What the operations at a place do, as far as it settles the matter. */
function workAt(
  snapshot: ProjectSnapshot,
  migration: Migration,
  revision: string,
  place: Span | undefined,
  whole: boolean,
): 'new-table' | 'no-work' | undefined {
  const before = snapshot.catalogueBefore(revision);
  const version = snapshot.settings.postgresVersion;
  let catalogue = before;
  const felt: Effect[] = [];
  let isRead = true;
  for (const operation of migration.upgrade) {
    const at = operation.origin.call.span;
    if (whole || (place !== undefined && (contains(at, place) || contains(place, at)))) {
      const now = catalogue;
      const isNew = (table: QualifiedName) => !findTable(before, table) && findTable(now, table) !== undefined;
      const effects = effectsOf(operation, catalogue, version);
      felt.push(...effects.map((effect) => feltByOthers(effect, isNew)));
      isRead &&= effects.length > 0;
    }
    catalogue = applyOperation(catalogue, operation, provenanceOf(operation, { revision, file: migration.file }));
  }
  if (felt.length === 0 || !isRead) return undefined;
  if (felt.every(({ locks }) => locks.length === 0)) return 'new-table';
  return felt.every(({ work }) => work.length === 0) ? 'no-work' : undefined;
}
