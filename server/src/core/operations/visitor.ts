/** Watches an interpretation and records what its calls do to the database. */

import { reasonOf } from '../python/constant.ts';
import type { RunFunction, Visitor } from '../python/machine.ts';
import type { CallValue, Value } from '../python/value.ts';
import { callSite } from './call-site.ts';
import { autocommitOf, isConnection, isLibrary, isMigrationBind, rootOf } from './connection.ts';
import { readMethodCall } from './connection-call.ts';
import { meaningOf } from './dialect-test.ts';
import { maybeString, readTableName } from './given.ts';
import { readOpCall } from './op-call.ts';
import {
  type Batch,
  type CallInHand,
  isAlone,
  isGiven,
  plainGiven,
  type Recorder,
  readerOf,
  record,
  recordCall,
  siteOf,
  stretchOf,
} from './recorder.ts';
import { bindArguments, signatureOf } from './signature.ts';
import { sqlalchemyName } from './symbol.ts';

export function operationVisitor(recorder: Recorder): Visitor {
  return {
    call: (value, scene, run) => visitCall({ recorder, value, scene }, run),
    test: meaningOf,
    enter: (value) => enterBlock(recorder, value),
  };
}

function visitCall(hand: CallInHand, run: RunFunction): Value | undefined {
  const { callee } = hand.value;
  recordCall(hand);
  if (callee.kind === 'reference') {
    const { path } = callee;
    const method = path.slice(path.lastIndexOf('.') + 1);
    const owner = path.slice(0, path.length - method.length - 1);
    if (owner === 'alembic.op') return readOpCall(hand, method, run);
    const batch = hand.recorder.batches.get(owner);
    if (batch) return readOpCall({ ...hand, batch }, method, run);
    if (sqlalchemyName(callee) === 'quoted_name') return hand.value.arguments[0]?.value;
    // `conn.execute` where `conn` itself is imported.
    const object: Value = { kind: 'reference', path: owner, span: callee.span };
    if (!isLibrary(path) && readMethodCall(hand, { kind: 'member', object, name: method, span: callee.span }))
      return undefined;
  }
  if (callee.kind === 'member' && readMethodCall(hand, callee)) return undefined;
  visitUnknown(hand);
  return undefined;
}

/** A call that this file doesn't explain: shown when it stands for itself, or is handed the migration's connection. */
function visitUnknown(hand: CallInHand): void {
  const { value, recorder } = hand;
  const { callee } = value;
  const root = rootOf(callee);
  if (root.kind === 'reference' && isLibrary(root.path)) return;
  const { text } = recorder.module;
  if (callee.kind === 'function') {
    // A function of this file that was not followed: it calls itself, or too many steps were taken.
    const { definition } = callee;
    if (!/\b(op|execute|batch_op)\b/.test(text.slice(definition.span.start, definition.span.end))) return;
    report(hand, 'it calls itself, or takes too many steps to follow');
    return;
  }
  const isHanded = isGiven(hand, (given) => isConnection(given) || isOp(given));
  if (!isHanded && isLogging(callee)) return;
  // A method of something unknown is often harmless: loggers, lists, inspectors.
  if (isHanded || (callee.kind !== 'member' && isAlone(hand))) {
    report(hand, reasonOf(root.kind === 'reference' || root.kind === 'unknown' ? root : callee, text));
  }
}

/** `logger.info(…)`, whoever made the logger. */
function isLogging(callee: Value): boolean {
  if (callee.kind !== 'reference') return false;
  const [name = '', owner = ''] = callee.path.split('.').reverse();
  return /log/i.test(owner) && /^(debug|info|warn|warning|error|exception|critical|log)$/.test(name);
}

function isOp(value: Value): boolean {
  return value.kind === 'reference' && /^alembic\.(op|batch\d+)$/.test(value.path);
}

function report(hand: CallInHand, reason: string): void {
  const reader = readerOf(hand, siteOf(hand, { names: [] }, plainGiven(hand)), 'core');
  record(hand, { opaque: reason }, undefined, reader);
}

function enterBlock(recorder: Recorder, value: Value): ReturnType<Visitor['enter']> {
  if (value.kind !== 'call') return undefined;
  const { callee } = value;
  if (callee.kind === 'reference' && callee.path === 'alembic.op.batch_alter_table') return enterBatch(recorder, value);
  const isBlock = callee.kind === 'member' && callee.name === 'autocommit_block';
  const own = isMigrationBind(value) ? autocommitOf(value) : undefined;
  if (!isBlock && !own) return undefined;
  const before = recorder.autocommit;
  recorder.autocommit = isBlock ? ++recorder.stretches : stretchOf(recorder, own);
  if (isBlock) recorder.blocks.add(recorder.stretches);
  return {
    exit: () => {
      recorder.autocommit = before;
    },
  };
}

const batchSignature = signatureOf(
  'table_name, schema, recreate, partial_reordering, copy_from, table_args, table_kwargs, reflect_args, reflect_kwargs, naming_convention',
);

/** On PostgreSQL the changes of the block run one by one at its end. */
function enterBatch(recorder: Recorder, value: CallValue): ReturnType<Visitor['enter']> {
  const { values } = bindArguments(batchSignature, value.arguments);
  const source = recorder.module;
  const table = readTableName(values.get('table_name'), values.get('schema'), source);
  const recreate = maybeString(values.get('recreate'), source);
  const call = callSite(source, value.call, { names: batchSignature.positional });
  const around: Batch['around'] = 'opaque' in table ? table : { table, recreate, span: value.call.span, call };
  const batch: Batch = { around, deferred: [] };
  const path = `alembic.batch${recorder.batches.size + 1}`;
  recorder.batches.set(path, batch);
  return {
    target: { kind: 'reference', path, span: value.span },
    exit: () => {
      recorder.operations.push(...batch.deferred.splice(0));
    },
  };
}
