/** Calls of `op.*` and `batch_op.*`: each name to the declaration that spells it. */

import { unknownOf } from '../python/constant.ts';
import type { RunFunction } from '../python/machine.ts';
import type { Value } from '../python/value.ts';
import type { CallForm } from './definition.ts';
import { readExecuted } from './execute-call.ts';
import { operations } from './index.ts';
import { pluginCalls } from './plugin-calls.ts';
import { type CallInHand, plainGiven, readerOf, record, siteOf } from './recorder.ts';
import { bindArguments, signatureOf } from './signature.ts';

/** `op.execute` makes operations of many kinds, so no kind declares it. */
const execute: CallForm = {
  name: 'execute',
  op: 'sqltext, *, execution_options=None',
  batch: 'sqltext, *, execution_options=None',
  read: (args, reader) => readExecuted(args.values.get('sqltext'), 'text', reader),
};

const forms: ReadonlyMap<string, CallForm> = new Map(
  [...Object.values(operations).flatMap(({ calls }) => calls), execute, ...pluginCalls].map((form) => [
    form.name,
    form,
  ]),
);

/** Names on `op` that do nothing to the database by themselves. */
const idle = new Set(['get_bind', 'get_context', 'batch_alter_table', 'register_operation', 'implementation_for']);

/** Records what `op.<name>(…)` does; a value returned takes the call's place. */
export function readOpCall(hand: CallInHand, name: string, run: RunFunction): Value | undefined {
  const { value, batch } = hand;
  if (name === 'f' || name === 'inline_literal') return nameOrLiteral(name, value.arguments[0]?.value);
  if (idle.has(name)) return undefined;
  if (name === 'run_async') return runAsync(hand, run);
  const form = forms.get(name);
  const signature = batch ? form?.batch : form?.op;
  if (!form || signature === undefined) {
    unknownOp(hand, name);
    return undefined;
  }
  const parsed = signatureOf(signature);
  const given = bindArguments(parsed, value.arguments);
  const call = siteOf(hand, { names: parsed.positional, ...(parsed.rest ? { rest: parsed.rest } : {}) }, given);
  const reader = readerOf(hand, call, batch ? 'batch' : 'op');
  const reading =
    batch && 'opaque' in batch.around && form !== execute ? batch.around : form.read({ ...given, call }, reader);
  // On PostgreSQL a batch block's changes run at its end; what it executes runs at once.
  record(hand, reading, name, reader, form === execute || pluginCalls.includes(form) ? undefined : batch);
  return undefined;
}

/** `op.f(name)` and `op.inline_literal(value)` stand for what they are given. */
function nameOrLiteral(name: string, value: Value | undefined): Value | undefined {
  return name === 'f' && value?.kind === 'string' ? { ...value, final: true } : value;
}

function unknownOp(hand: CallInHand, name: string): void {
  const given = plainGiven(hand);
  const call = siteOf(hand, { names: [] }, given);
  const reader = readerOf(hand, call, hand.batch ? 'batch' : 'op');
  const reason =
    name === 'invoke'
      ? 'the operation object is only known when the migration runs'
      : `op.${name} is not one of Alembic's own operations`;
  record(hand, { opaque: reason }, name, reader, hand.batch);
}

/** `op.run_async(fn, …)` calls the function with the connection. */
function runAsync(hand: CallInHand, run: RunFunction): Value | undefined {
  const [fn, ...rest] = hand.value.arguments;
  const { text } = hand.recorder.module;
  const { span, call: written } = hand.value;
  const callee: Value = { kind: 'reference', path: 'alembic.op.get_bind', span };
  const connection: Value = { kind: 'call', callee, arguments: [], span, call: written };
  const args = [{ value: connection, span }, ...rest];
  const result = fn && run(fn.value, args);
  if (result) return result;
  const call = siteOf(hand, { names: [] }, plainGiven(hand));
  const reason = fn ? unknownOf(fn.value, text).reason : 'no function is given';
  record(hand, { opaque: reason }, 'run_async', readerOf(hand, call, 'op'));
  return undefined;
}
