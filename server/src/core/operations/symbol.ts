/** SQLAlchemy's names in values, whichever way a file imports them. */

import type { CallArgument, CallValue, Value } from '../python/value.ts';

/**
 * The name of a SQLAlchemy object: `Column`, `text`, `func.now`, and for dialects' own `postgresql.UUID`. SQLModel and
 * `db` of Flask-SQLAlchemy hand the same objects on. Undefined for anything else.
 */
export function sqlalchemyName(value: Value): string | undefined {
  if (value.kind === 'reference') return nameOfPath(value.path);
  if (value.kind === 'member') return memberName(value);
  return undefined;
}

/** Names by path: a file asks for the same few again and again. */
const names = new Map<string, string | undefined>();

function nameOfPath(path: string): string | undefined {
  if (names.size > 5000) names.clear();
  if (!names.has(path)) names.set(path, readPath(path));
  return names.get(path);
}

function readPath(path: string): string | undefined {
  const parts = path.split('.');
  const [root = ''] = parts;
  const last = parts.at(-1) ?? '';
  const func = parts.indexOf('func');
  if (root !== 'sqlalchemy' && root !== 'sqlmodel' && root !== 'sqlalchemy_utils')
    return parts.at(-2) === 'db' ? last : thirdParty(root, last);
  if (func > 0) return parts.slice(func).join('.');
  if (parts.at(-2) === 'functions') return `func.${last}`;
  if (parts[1] === 'dialects' && parts.length > 3) return `${parts[2]}.${last}`;
  return last;
}

function thirdParty(root: string, last: string): string | undefined {
  const hands = ['geoalchemy2', 'pgvector', 'fastapi_users_db_sqlalchemy', 'sqlalchemy_json', 'citext'];
  return hands.includes(root) ? last : undefined;
}

/** `db.Column` where `db = SQLAlchemy()`. */
function memberName({ object, name }: Extract<Value, { kind: 'member' }>): string | undefined {
  if (object.kind === 'call' && object.callee.kind === 'reference' && /(^|\.)SQLAlchemy$/.test(object.callee.path))
    return name;
  return object.kind === 'member' && object.name === 'func' && memberName(object) ? `func.${name}` : undefined;
}

/** The SQLAlchemy name a call calls, `postgresql.ENUM` as `ENUM`. */
export function calledName(value: Value): string | undefined {
  const name = value.kind === 'call' ? sqlalchemyName(value.callee) : undefined;
  return name === undefined || name.startsWith('func.') ? name : name.slice(name.indexOf('.') + 1);
}

/** Narrows to a call without telling the compiler that every other value is none. */
export type CallOf = CallValue & { readonly [narrowed]: true };
declare const narrowed: unique symbol;

export function isCallOf(value: Value | undefined, ...names: readonly string[]): value is CallOf {
  return value?.kind === 'call' && names.includes(calledName(value) ?? '');
}

/** The positional arguments of a call. */
export function positional(value: CallValue): readonly Value[] {
  return value.arguments.flatMap((argument) => (argument.name === undefined && !argument.star ? [argument.value] : []));
}

/** A keyword argument of a call. */
export function keyword(value: CallValue, name: string): Value | undefined {
  return value.arguments.find((argument) => argument.name === name)?.value;
}

/** A parameter given by position or name. */
export function parameter(value: CallValue, index: number, name: string): Value | undefined {
  return keyword(value, name) ?? positional(value)[index];
}

export function unreadArgument(value: CallValue): CallArgument | undefined {
  return value.arguments.find((argument) => argument.star);
}
