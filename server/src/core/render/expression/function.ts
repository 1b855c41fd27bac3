/** `sa.func.<name>(…)`. */

import { sqlalchemyName } from '../../operations/symbol.ts';
import type { CallValue, Value } from '../../python/value.ts';
import { exact, type Fragment, join, sql } from '../fragment.ts';
import type { Setting } from '../setting.ts';
import { identifier } from '../text/quote.ts';

/** Functions that SQL spells in capitals and, without arguments, without parentheses. */
const bare = new Map([
  ['current_date', 'CURRENT_DATE'],
  ['current_time', 'CURRENT_TIME'],
  ['current_timestamp', 'CURRENT_TIMESTAMP'],
  ['current_user', 'CURRENT_USER'],
  ['localtime', 'LOCALTIME'],
  ['localtimestamp', 'LOCALTIMESTAMP'],
  ['session_user', 'SESSION_USER'],
  ['sysdate', 'sysdate'],
  ['user', 'USER'],
]);

/** Undefined when the call is no function of `sqlalchemy.func`. */
export function functionSql(
  call: CallValue,
  setting: Setting,
  render: (value: Value) => Fragment,
): Fragment | undefined {
  const called = sqlalchemyName(call.callee);
  if (called === undefined || !called.startsWith('func.')) return undefined;
  const names = called
    .slice('func.'.length)
    .split('.')
    .map((name) => name.replace(/_$/, ''));
  const [name = ''] = names.slice(-1);
  const args = call.arguments
    .filter((argument) => argument.name === undefined)
    .map((argument) => render(argument.value));
  if (names.length === 1 && args.length === 0) {
    const word = spelling(name.toLowerCase(), setting);
    if (word !== undefined) return exact(word);
  }
  const written = names
    .map((part) => (/^[A-Za-z0-9_$]+$/.test(part) ? part : identifier(setting.dialect, part)))
    .join('.');
  return sql`${written}(${join(args, ', ')})`;
}

function spelling(name: string, { dialect }: Setting): string | undefined {
  if (dialect.name === 'sqlite' && name === 'now') return 'CURRENT_TIMESTAMP';
  if (dialect.name === 'sqlite' && name === 'localtimestamp') return "DATETIME(CURRENT_TIMESTAMP, 'localtime')";
  if (dialect.name === 'mysql' && name === 'sysdate') return 'SYSDATE()';
  if (name === 'count') return 'count(*)';
  return bare.get(name);
}
