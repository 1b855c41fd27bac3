/** Parameters of the session that SQL sets: `SET LOCAL lock_timeout = '5s'`, RESET, `set_config(…)`. */

import type { A_Const, Node, SelectStmt, VariableSetStmt } from '@pgsql/types';
import { stringsOf } from '../sql/names.ts';
import { tokenAt } from '../sql/source.ts';
import type { Operation, Setting } from './operation.ts';
import { hasMark } from './sql-holes.ts';
import type { StatementPart } from './sql-parts.ts';
import { flag, type StatementContext } from './statement-context.ts';

/** The parameter that an operation sets or resets. */
export function settingOf(operation: Operation): Setting | undefined {
  return operation.kind === 'statement' || operation.kind === 'select' ? operation.setting : undefined;
}

/** Of SET and RESET; nothing for any other statement. */
export function settingIn({ key, content }: StatementPart, context: StatementContext): { readonly setting?: Setting } {
  if (key !== 'VariableSetStmt') return {};
  const { kind = '', name = '', args = [], is_local: local = false } = content as VariableSetStmt;
  if (!/^VAR_(SET_VALUE|SET_DEFAULT|RESET|RESET_ALL)$/.test(kind)) return {};
  const reset = kind !== 'VAR_SET_VALUE';
  const word = local ? flag(context, ['local'])?.span : undefined;
  return {
    setting: {
      name: kind === 'VAR_RESET_ALL' ? 'all' : name.toLowerCase(),
      reset,
      local,
      ...(word === undefined ? {} : { localSpan: word }),
      ...(reset ? {} : assigned(args, context)),
    },
  };
}

/** Of `SELECT set_config('lock_timeout', '5s', true)`. */
export function settingSelected(
  { targetList = [] }: SelectStmt,
  context: StatementContext,
): { readonly setting?: Setting } {
  const [target] = targetList;
  const value = target !== undefined && 'ResTarget' in target ? target.ResTarget.val : undefined;
  const call = value !== undefined && 'FuncCall' in value ? value.FuncCall : undefined;
  if (call === undefined || stringsOf(call.funcname ?? []).at(-1) !== 'set_config') return {};
  const [name, given, local] = call.args ?? [];
  const named = constant(name)?.text;
  if (named === undefined || given === undefined) return {};
  return {
    setting: {
      name: named.toLowerCase(),
      reset: false,
      local: constant(local)?.text === 'true',
      ...assigned([given], context),
    },
  };
}

function assigned(args: readonly Node[], context: StatementContext): Pick<Setting, 'value' | 'valueSpan'> {
  const constants = args.map(constant);
  const [first] = constants;
  const known = constants.every((each) => each !== undefined && !hasMark(each.text));
  const text = known ? constants.map((each) => each?.text).join(', ') : undefined;
  const token = first === undefined ? undefined : tokenAt(context.source, context.source.offset(first.location));
  return {
    ...(text === undefined ? {} : { value: text }),
    ...(token === undefined || args.length !== 1 ? {} : { valueSpan: context.place(token) }),
  };
}

function constant(
  node: Node | undefined,
): { readonly text: string; readonly location: number | undefined } | undefined {
  if (node === undefined || !('A_Const' in node)) return undefined;
  const text = textOf(node.A_Const);
  return text === undefined ? undefined : { text, location: node.A_Const.location };
}

/** The grammar's tree leaves zero and false out. */
function textOf(value: A_Const): string | undefined {
  if (value.sval !== undefined) return value.sval.sval ?? '';
  if (value.ival !== undefined) return String(value.ival.ival ?? 0);
  if (value.fval !== undefined) return value.fval.fval ?? '0';
  return value.boolval === undefined ? undefined : String(value.boolval.boolval ?? false);
}
