/** Names of tables, columns and constraints as fragments: quoted where known, a placeholder where not. */

import type { Value } from '../../python/value.ts';
import { exact, type Fragment, join, placeholder, sql } from '../fragment.ts';
import { plainText, textOf } from '../item/arguments.ts';
import type { Setting } from '../setting.ts';
import { dotted, identifier, literal } from './quote.ts';

export function nameSql(value: Value | undefined, setting: Setting): Fragment {
  const text = plainText(value);
  return text === undefined ? unknownSql(value, setting) : exact(identifier(setting.dialect, text));
}

export function schemaSql(value: Value, setting: Setting): Fragment {
  const text = plainText(value);
  return text === undefined ? unknownSql(value, setting) : exact(dotted(setting.dialect, text));
}

/** `schema.table`, the schema's parts quoted each by itself where Alembic writes the statement. */
export function tableSql(schema: Value | undefined, name: Value | undefined, setting: Setting): Fragment {
  const own = nameSql(name, setting);
  return schema === undefined ? own : sql`${schemaSql(schema, setting)}.${own}`;
}

/** `schema.table` in a statement that SQLAlchemy writes, where a dot in the schema's name is a character like any other. */
export function saTableSql(schema: Value | undefined, name: Value | undefined, setting: Setting): Fragment {
  const own = nameSql(name, setting);
  return schema === undefined ? own : sql`${nameSql(schema, setting)}.${own}`;
}

export function namesSql(values: readonly Value[], setting: Setting): Fragment {
  return join(
    values.map((value) => nameSql(value, setting)),
    ', ',
  );
}

/** A string as a quoted literal. */
export function literalSql(value: Value, setting: Setting): Fragment {
  const text = plainText(value);
  return text === undefined ? unknownSql(value, setting) : exact(literal(setting.dialect, text));
}

/** A string as it is, its unknown parts as placeholders. */
export function rawSql(value: Value, setting: Setting): Fragment {
  const text = textOf(value)?.value;
  if (text === undefined) return unknownSql(value, setting);
  let at = 0;
  const parts = text.holes.flatMap((hole) => {
    const before = text.value.slice(at, hole.at);
    at = hole.at + hole.length;
    return [exact(before), placeholder(hole.unknown.source, hole.unknown.reason)];
  });
  return join([...parts, exact(text.value.slice(at))], '');
}

/** What stands in the place of a value that can't be read. */
export function unknownSql(value: Value | undefined, setting: Setting): Fragment {
  if (value === undefined) return placeholder('not given');
  const why = value.kind === 'unknown' ? value.reason : undefined;
  const source = value.kind === 'unknown' ? value.source : setting.slice(value.span);
  return placeholder(source, why);
}
