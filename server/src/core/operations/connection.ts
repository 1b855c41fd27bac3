/** Connections, sessions and what is executed on them, told from the values of receivers. */

import { plain } from '../python/constant.ts';
import type { CallValue, Value } from '../python/value.ts';
import { keyword } from './symbol.ts';

/** Modules whose functions do nothing to the database, or nothing that their own methods don't show. */
const libraries = new Set(
  (
    'builtins alembic sqlalchemy sqlmodel logging warnings time sys os io json re datetime uuid random itertools functools ' +
    'collections typing pathlib decimal math enum dataclasses string textwrap hashlib base64 secrets copy contextlib ' +
    'operator inspect asyncio structlog loguru pytz zoneinfo importlib'
  ).split(' '),
);

export function isLibrary(path: string): boolean {
  const end = path.indexOf('.');
  return libraries.has(end < 0 ? path : path.slice(0, end));
}

/** The value a chain of members and calls begins with. */
export function rootOf(value: Value): Value {
  if (value.kind === 'member') return rootOf(value.object);
  if (value.kind === 'call') return rootOf(value.callee);
  if (value.kind === 'operator' && value.operator === '[]' && value.operands[0]) return rootOf(value.operands[0]);
  return value;
}

/** Where the chain begins, dotted: `alembic.op.get_bind`; empty for what isn't imported. */
export function rootPath(value: Value): string {
  const root = rootOf(value);
  return root.kind === 'reference' ? root.path : '';
}

/** Whether the value is the migration's own connection, or comes of it. */
export function isMigrationBind(value: Value): boolean {
  return /^alembic\.(op|batch\d+)\.get_(bind|context)$/.test(rootPath(value));
}

/** Whether the value is a connection itself, not what was fetched through one. */
export function isConnection(value: Value): boolean {
  if (value.kind === 'member') return /^(bind|connection|engine)$/.test(value.name) && isMigrationBind(value);
  if (value.kind !== 'call') return false;
  if (isSession(value)) return value.callee.kind === 'reference';
  if (value.callee.kind === 'member')
    return /^(connect|execution_options)$/.test(value.callee.name) && isMigrationBind(value);
  return value.callee.kind === 'reference' && isMigrationBind(value);
}

/** `Session(…)`, `sessionmaker(…)()`, `orm.Session(bind=…)`, also behind attributes of it; `db.session` of Flask. */
export function isSession(value: Value): boolean {
  if (value.kind === 'unknown') return /\bsession\b/i.test(value.source);
  // Of a `SQLAlchemy()` that is known, since the module that makes it was read.
  if (value.kind === 'member' && value.name === 'session') return true;
  return /(^|\.)(\w*Session|session|sessionmaker|scoped_session)$/.test(rootPath(value));
}

/** The call that set AUTOCOMMIT on the connection a value comes of. */
export function autocommitOf(value: Value): CallValue | undefined {
  if (value.kind === 'member') return autocommitOf(value.object);
  if (value.kind !== 'call') return undefined;
  const level = keyword(value, 'isolation_level');
  const text = level && plain(level);
  if (typeof text === 'string' && text.toUpperCase() === 'AUTOCOMMIT') return value;
  const behind = value.callee.kind === 'member' ? autocommitOf(value.callee.object) : undefined;
  const bind = keyword(value, 'bind') ?? (isSession(value) ? value.arguments[0]?.value : undefined);
  return behind ?? (bind && autocommitOf(bind));
}
