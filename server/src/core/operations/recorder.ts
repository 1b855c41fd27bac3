/** What a run of `upgrade()` or `downgrade()` has done so far: operations in order of execution, and what is open. */

import type { Scene } from '../python/machine.ts';
import type { Module } from '../python/syntax.ts';
import type { CallValue, StringValue, Value } from '../python/value.ts';
import type { SqlParser } from '../sql/parser.ts';
import { callSite } from './call-site.ts';
import { isLibrary } from './connection.ts';
import type { CallReader, Reading } from './definition.ts';
import { factsOf } from './dialect-test.ts';
import { atSite } from './foreign-site.ts';
import type { OtherCall } from './function.ts';
import { definitionOf } from './index.ts';
import { type Mention, mentionsIn } from './mentioned.ts';
import type { CallSite, Circumstance, GivenValues, Opaque, Operation, Origin } from './operation.ts';
import { readSql } from './read-sql.ts';

export interface Batch {
  readonly around: NonNullable<Circumstance['batch']> | { readonly opaque: string };
  /** What runs at the end of the block. */
  readonly deferred: Operation[];
}

export interface Recorder {
  /** The file, with the modules of the project that it needs behind it. */
  readonly module: Module;
  /** Length of the file itself. */
  readonly length: number;
  readonly parser: SqlParser;
  readonly operations: Operation[];
  /** Calls of functions outside of this file that do nothing to the database by themselves. */
  readonly calls: OtherCall[];
  /** Open and closed batch blocks by the path that stands for their `batch_op`. */
  readonly batches: Map<string, Batch>;
  /** The stretch outside of a transaction that runs now. */
  autocommit: number | undefined;
  /** Stretches that are autocommit blocks. */
  readonly blocks: Set<number>;
  stretches: number;
  /** Stretches of connections of their own, by where AUTOCOMMIT was asked for. */
  readonly connections: Map<number, number>;
}

export function newRecorder({ module, length }: Pick<Recorder, 'module' | 'length'>, parser: SqlParser): Recorder {
  return {
    module,
    length,
    parser,
    operations: [],
    calls: [],
    batches: new Map(),
    autocommit: undefined,
    blocks: new Set(),
    stretches: 0,
    connections: new Map(),
  };
}

/** What a call that is no operation was, and when. */
export function recordCall(hand: CallInHand): void {
  const { recorder, value, scene } = hand;
  const { callee } = value;
  // What a helper in another module calls is placed at the call in the file that leads to it.
  const { span } = scene.site ?? value;
  const path =
    callee.kind === 'reference'
      ? callee.path
      : callee.kind === 'unknown' && callee.source === 'open'
        ? 'open'
        : undefined;
  if (path === undefined || path.startsWith('alembic.')) return;
  const isKnown = recorder.calls.some(
    (call) => call.path === path && call.span.start === span.start && call.span.end === span.end,
  );
  if (isKnown) return;
  const after = recorder.operations.length;
  recorder.calls.push({ path, span, after, circumstance: circumstanceOf(hand) });
}

/** One call that is being read, with everything its readers need. */
export interface CallInHand {
  readonly recorder: Recorder;
  readonly value: CallValue;
  readonly scene: Scene;
  /** The batch block it belongs to, if it is a method of one. */
  readonly batch?: Batch | undefined;
  /** The stretch of the connection it runs on, where that isn't the migration's own. */
  readonly autocommit?: number | undefined;
}

export function circumstanceOf({ recorder, scene, batch, autocommit }: CallInHand): Circumstance {
  const { conditional, loop, anyOrder, through, facts } = scene;
  const stretch = autocommit ?? recorder.autocommit;
  return {
    ...(stretch === undefined ? {} : { autocommit: stretch }),
    ...(stretch !== undefined && recorder.blocks.has(stretch) ? { autocommitBlock: true } : {}),
    ...(batch && !('opaque' in batch.around) ? { batch: batch.around } : {}),
    ...(conditional ? { conditional } : {}),
    ...(loop === undefined ? {} : { loop }),
    ...(anyOrder ? { anyOrder } : {}),
    ...factsOf(facts),
    ...(through.length > 0 ? { through } : {}),
  };
}

/** The call's site with what it was given. */
export function siteOf(
  { recorder, value }: CallInHand,
  positional: { readonly names: readonly string[]; readonly rest?: string },
  given: GivenValues,
): CallSite {
  return callSite(recorder.module, value.call, positional, given);
}

/** What a call was given where no signature is known. */
export function plainGiven({ value }: CallInHand): GivenValues {
  const values = new Map(
    value.arguments.flatMap(({ name, value: each }) => (name === undefined ? [] : [[name, each] as const])),
  );
  const rest = value.arguments.flatMap(({ name, star, value: each }) => (name === undefined && !star ? [each] : []));
  return { values, rest, unread: value.arguments.some(({ star }) => star !== undefined) };
}

export function readerOf(
  hand: CallInHand,
  call: CallSite,
  kind: Origin['kind'] & ('op' | 'batch' | 'core'),
): CallReader {
  const { recorder } = hand;
  const circumstance = circumstanceOf(hand);
  return {
    base: { span: call.span, origin: { kind, call }, circumstance },
    parser: recorder.parser,
    text: recorder.module.text,
    site: (inner, names) => callSite(recorder.module, inner, { names }),
    sql: (text: StringValue, style) => readSql({ text, call, circumstance, parser: recorder.parser, style }),
  };
}

/** Records what a reader made of a call; what it could not read is opaque. */
export function record(
  hand: CallInHand,
  reading: Reading,
  verb: string | undefined,
  reader: CallReader,
  deferTo?: Batch,
): void {
  const operations =
    'opaque' in reading
      ? [{ ...opaque(verb, reading.opaque, reader), ...importedPart(hand) }]
      : 'kind' in reading
        ? [reading]
        : reading;
  for (const operation of operations) {
    const { autocommit } = hand.recorder;
    // An earlier statement of the same string may have ended the transaction.
    const isLate =
      autocommit !== undefined && operation.circumstance.autocommit === undefined && hand.autocommit === undefined;
    const late = isLate ? { ...operation, circumstance: { ...operation.circumstance, autocommit } } : operation;
    const { site } = hand.scene;
    const placed = site
      ? atSite(late, callSite(hand.recorder.module, site, { names: [] }), hand.recorder.length)
      : late;
    (deferTo?.deferred ?? hand.recorder.operations).push(placed);
    if (hand.autocommit === undefined) followTransaction(hand.recorder, placed);
  }
}

function importedPart({ value }: CallInHand): { readonly imported?: readonly Mention[] } {
  const imported = mentionsIn(value).filter(({ path }) => !isLibrary(path));
  return imported.length > 0 ? { imported } : {};
}

export function opaque(verb: string | undefined, reason: string, { base, text }: CallReader): Opaque {
  return { ...base, kind: 'opaque', verb, reason, source: text.slice(base.span.start, base.span.end) };
}

/** SQL that ends the transaction leaves everything after it in autocommit, until SQL begins another. */
function followTransaction(recorder: Recorder, operation: Operation): void {
  if (operation.origin.kind !== 'sql') return;
  const effect = definitionOf(operation).transaction?.(operation);
  if (effect === 'ends') recorder.autocommit ??= ++recorder.stretches;
  else if (effect === 'begins') recorder.autocommit = undefined;
}

/** The stretch of a connection that AUTOCOMMIT was set on by this call. */
export function stretchOf(recorder: Recorder, call: CallValue | undefined): number | undefined {
  if (!call) return undefined;
  const at = call.call.span.start;
  const known = recorder.connections.get(at);
  if (known !== undefined) return known;
  recorder.connections.set(at, ++recorder.stretches);
  return recorder.stretches;
}

export function isAlone(hand: CallInHand): boolean {
  return callSite(hand.recorder.module, hand.value.call, { names: [] }).alone;
}

/** Whether one of the arguments is such a value. */
export function isGiven({ value }: CallInHand, test: (value: Value) => boolean): boolean {
  return value.arguments.some((argument) => test(argument.value));
}
