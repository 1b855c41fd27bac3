/** SQL as text: what `sqlalchemy.text()` makes of colons and backslashes on the way to the database. */

import type { StringValue, Value } from '../../python/value.ts';
import { exact, type Fragment, join, lowered, placeholder } from '../fragment.ts';
import { textOf } from '../item/arguments.ts';
import type { Setting } from '../setting.ts';
import { unknownSql } from '../text/name.ts';

/** A bind parameter: a colon and a word, unless a colon, a word or a backslash precedes or a colon follows. */
const parameter = /(?<![:\p{L}\p{N}_\\]):([\p{L}\p{N}_]+)(?![:\p{L}\p{N}_])/gu;

/** What keeps a colon from being a parameter. */
const escaped = /\\(:[\p{L}\p{N}_]*)(?![:\p{L}\p{N}_])/gu;

/**
 * The text as the database gets it online: parameters that are bound in the migration are filled in, others stay as
 * written. Offline Alembic writes NULL for those, which the status tells.
 */
export function clauseSql(value: Value, binds: ReadonlyMap<string, Fragment>, setting: Setting): Fragment {
  const text = textOf(value)?.value;
  return text === undefined ? unknownSql(value, setting) : stringClause(text, binds);
}

export function stringClause(text: StringValue, binds: ReadonlyMap<string, Fragment>): Fragment {
  const parts: Fragment[] = [];
  let at = 0;
  for (const hole of text.holes) {
    parts.push(bound(text.value.slice(at, hole.at), binds), placeholder(hole.unknown.source, hole.unknown.reason));
    at = hole.at + hole.length;
  }
  return join([...parts, bound(text.value.slice(at), binds)], '');
}

function bound(text: string, binds: ReadonlyMap<string, Fragment>): Fragment {
  const parts: Fragment[] = [];
  let at = 0;
  for (const match of text.matchAll(parameter)) {
    const [whole, name = ''] = match;
    parts.push(exact(text.slice(at, match.index)), binds.get(name) ?? unbound(name));
    at = match.index + whole.length;
  }
  const joined = join([...parts, exact(text.slice(at))], '');
  return { ...joined, sql: joined.sql.replace(escaped, '$1') };
}

function unbound(name: string): Fragment {
  return lowered(exact(`:${name}`), 'partial', `:${name} is a bind parameter; offline Alembic writes NULL for it`);
}
