/** Holds what squawk says of a project against what we say of it. */

import type { ProjectSnapshot } from '../../../server/src/core/analysis.ts';
import { type Effect, effectsOf, feltByOthers } from '../../../server/src/core/effects/effects.ts';
import { lockModes } from '../../../server/src/core/effects/lock.ts';
import { applyOperation, provenanceOf } from '../../../server/src/core/history/apply.ts';
import { dialectOfFolder, type Environment } from '../../../server/src/core/history/environment.ts';
import type { Migration } from '../../../server/src/core/history/migration.ts';
import type { Finding } from '../../../server/src/core/lint/finding.ts';
import type { Operation } from '../../../server/src/core/operations/operation.ts';
import { type Catalogue, findTable, type QualifiedName } from '../../../server/src/core/schema/catalogue.ts';
import { contains, type Span } from '../../../server/src/core/text/span.ts';
import { type Equivalent, equivalents, type Rest } from './equivalents.ts';
import type { SquawkFinding } from './squawk.ts';

/** Why squawk reports what we don't. */
export type Reason =
  | 'first'
  | 'other-database'
  | 'new-table'
  | 'new-column'
  | 'no-block'
  | 'no-work'
  | 'environment'
  | 'run-time'
  | Rest
  | 'unexplained';

/** From this mode on a lock keeps writes waiting. */
const blocking = lockModes.indexOf('SHARE');

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
    const place = placeOf(snapshot, finding);
    const same = snapshot
      .findings(finding.revision.file)
      .filter((one) => one.direction !== 'downgrade' && isSame(one, equivalent, place));
    for (const one of same) shared.add(one);
    const [ours] = same;
    return { finding, ours, reason: ours === undefined ? reasonFor(snapshot, finding, equivalent) : undefined };
  });
  const ours = snapshot.allFindings().map((finding) => ({ finding, shared: shared.has(finding) }));
  return { theirs, ours };
}

function isSame(ours: Finding, equivalent: Equivalent | undefined, place: Span | undefined): boolean {
  if (!equivalent?.ours.includes(ours.rule)) return false;
  return equivalent.perRevision === true || place === undefined || touch(place, ours.span);
}

/** The call whose statement squawk speaks of. */
function placeOf(snapshot: ProjectSnapshot, { revision, statement }: SquawkFinding): Span | undefined {
  const span = statement === undefined ? undefined : revision.statements[statement]?.span;
  if (span === undefined) return undefined;
  // A string with several statements is one call.
  const calls = snapshot.migration(revision.file)?.upgrade.map(({ origin }) => origin.call.span) ?? [];
  return calls.find((call) => contains(call, span)) ?? span;
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
  if ((dialectOfFolder(file) ?? 'postgresql') !== 'postgresql') return 'other-database';
  const place = placeOf(snapshot, finding);
  const work = workAt(snapshot, migration, revision, equivalent?.perRevision ? undefined : place, equivalent?.waits);
  if (work !== undefined && work !== 'run-time') return work;
  if (equivalent?.rest !== undefined) return equivalent.rest;
  if (equivalent?.perRevision && mayLimitWaits(snapshot.environment)) return 'environment';
  return work ?? 'unexplained';
}

/** env.py sets a lock_timeout, or computes what it passes to the connection. */
function mayLimitWaits({ session }: Environment): boolean {
  return session?.complete === false || session?.settings.some(({ name }) => name === 'lock_timeout') === true;
}

/** What the operations at a place do, or those of the whole revision, as far as it settles the matter. */
function workAt(
  snapshot: ProjectSnapshot,
  migration: Migration,
  revision: string,
  place: Span | undefined,
  waits: RegExp | undefined,
): 'new-table' | 'new-column' | 'no-block' | 'no-work' | 'run-time' | undefined {
  const before = snapshot.catalogueBefore(revision);
  let catalogue = before;
  const felt: Effect[] = [];
  let [isRead, isOwn] = [true, true];
  for (const operation of migration.upgrade) {
    const at = operation.origin.call.span;
    if (place === undefined || contains(at, place) || contains(place, at)) {
      const now = catalogue;
      const isNew = (table: QualifiedName) => !findTable(before, table) && findTable(now, table) !== undefined;
      const effects = effectsOf(operation, catalogue, snapshot.settings.postgresVersion);
      felt.push(...effects.map((effect) => feltByOthers(effect, isNew)));
      isRead &&= effects.length > 0 || operation.kind === 'transaction';
      isOwn &&= isNewColumn(operation, before, catalogue);
    }
    catalogue = applyOperation(catalogue, operation, provenanceOf(operation, { revision, file: migration.file }));
  }
  if (!isRead) return 'run-time';
  if (felt.length === 0) return undefined;
  if (felt.every(({ locks }) => locks.length === 0)) return 'new-table';
  if (isOwn) return 'new-column';
  const isOpen = ({ locks }: Effect) => locks.every(({ mode }) => lockModes.indexOf(mode) < blocking);
  if (place === undefined && felt.every(isOpen)) return 'no-block';
  const slow = waits === undefined ? [] : felt.filter(({ name }) => waits.test(name));
  return slow.length > 0 && slow.every(({ work }) => work.length === 0) ? 'no-work' : undefined;
}

/** Whether it changes a column that the same revision has made. */
function isNewColumn(operation: Operation, before: Catalogue, now: Catalogue): boolean {
  if (operation.kind !== 'alter_column' && operation.kind !== 'drop_column') return false;
  const { table, column } = operation;
  const has = (catalogue: Catalogue) => findTable(catalogue, table)?.columns.has(column.value) === true;
  return !has(before) && has(now);
}
