/** Parameters of the session that are set in a revision: for how long, and put back afterwards. */

import { sessionSetting } from '../../history/environment.ts';
import type { Setting } from '../../operations/operation.ts';
import { type Edit, replacement } from '../../text/edit.ts';
import type { Fix, RuleContext, Step } from '../rule.ts';
import type { InForce } from '../session-state.ts';
import { placeOf } from './batch.ts';
import { execute } from './code.ts';
import { around, standsAlone } from './statement.ts';

/** SET for SET LOCAL, and a RESET behind the last of the steps that it is for. */
export function setForSession(
  context: RuleContext,
  { operation }: Step,
  setting: Setting,
  last: Step | undefined,
): readonly Fix[] {
  const { text } = context.migration;
  const { localSpan, name } = setting;
  if (localSpan === undefined || operation.origin.kind !== 'sql' || !operation.origin.linear) return [];
  const blank = /^\s*/.exec(text.slice(localSpan.end))?.[0].length ?? 0;
  const edits = [
    replacement({ start: localSpan.start, end: localSpan.end + blank }, ''),
    ...(last === undefined ? [] : lineBehind(context, last, `RESET ${name}`)),
  ];
  return [{ title: `Set ${name} for the session, and reset it afterwards`, preferred: true, edits }];
}

/** Puts a parameter back behind a step. */
export function putBack(context: RuleContext, last: Step, sql: string): readonly Fix[] {
  const edits = lineBehind(context, last, sql);
  return edits.length === 0 ? [] : [{ title: `Put it back afterwards: ${sql}`, preferred: true, edits }];
}

function lineBehind({ migration }: RuleContext, { operation }: Step, sql: string): readonly Edit[] {
  const { text, style } = migration;
  const { origin, circumstance } = operation;
  if (style.op === undefined || !standsAlone(text, origin.call)) return [];
  const place = circumstance.batch === undefined ? origin.call : placeOf(text, circumstance.batch);
  return around(migration, place, [], [execute(style, style.op, sql)]);
}

/** Switches a timeout off before a step, and on again behind it. */
export function withoutTimeout(
  { migration, environment }: RuleContext,
  { operation }: Step,
  name: string,
  { step, value }: InForce,
): readonly Fix[] {
  const { text, style } = migration;
  const { origin, circumstance } = operation;
  const { op } = style;
  if (op === undefined || circumstance.batch !== undefined || !standsAlone(text, origin.call)) return [];
  // RESET leads back to what the connection begins with.
  const isReset = step === undefined && sessionSetting(environment, name)?.by === 'connect';
  if (!isReset && value === undefined) return [];
  const back = isReset ? `RESET ${name}` : `SET ${name} = '${value}'`;
  const off = execute(style, op, `SET ${name} = 0`);
  const edits = around(migration, origin.call, [off], [execute(style, op, back)]);
  return [{ title: `Switch ${name} off for the build`, preferred: true, edits }];
}
