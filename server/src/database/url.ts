/** Database addresses in SQLAlchemy's notation: what they say, how people see them, and what `pg` needs to connect. */

import type { ClientConfig } from 'pg';

export interface DatabaseUrl {
  /** SQLAlchemy's name without the driver: `postgresql`, `sqlite`, … */
  readonly dialect: string;
  readonly driver: string | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly database: string | undefined;
  /** Values by name, in the order written; a name may come several times. */
  readonly query: ReadonlyMap<string, readonly string[]>;
}

/** SQLAlchemy's own reading of an address: the password may hold anything but `@`, and user, password and query are percent-encoded. */
const shape =
  /^(?<name>[\w+]+):\/\/(?:(?<user>[^:/@]*)(?::(?<password>[^@]*))?@)?(?:(?:\[(?<ipv6>[^/?]+)\]|(?<host>[^/:?]+))?(?::(?<port>[^/?]*))?)?(?:\/(?<database>[^?]*))?(?:\?(?<query>.*))?$/;

/** Undefined when the text is no address. */
export function parseDatabaseUrl(text: string): DatabaseUrl | undefined {
  const groups = shape.exec(text.trim())?.groups;
  if (groups === undefined) return undefined;
  const [dialect = '', driver] = (groups['name'] ?? '').split('+');
  const port = groups['port'] ? Number(groups['port']) : undefined;
  if (port !== undefined && !Number.isInteger(port)) return undefined;
  return {
    dialect: dialect === 'postgres' ? 'postgresql' : dialect,
    driver,
    user: decode(groups['user']),
    password: decode(groups['password']),
    host: groups['ipv6'] ?? groups['host'],
    port,
    database: groups['database'] || undefined,
    query: parseQuery(groups['query'] ?? ''),
  };
}

/**
 * The address as people see it, without user, password and query: `localhost:5432/shop`, `/tmp/shop.db`,
 * `shop on the socket in /var/run/postgresql`.
 */
export function targetLabel(url: DatabaseUrl): string {
  if (url.dialect === 'sqlite') return url.database ?? 'a database in memory';
  const { host, port } = address(url);
  const database = url.database ?? url.query.get('dbname')?.[0] ?? '(default database)';
  if (host?.startsWith('/')) return `${database} on the socket in ${host}`;
  const shownHost = host?.includes(':') ? `[${host}]` : (host ?? 'localhost');
  const shownPort = port ?? defaultPorts[url.dialect];
  return `${shownHost}${shownPort === undefined ? '' : `:${shownPort}`}/${database}`;
}

/** Whether two addresses lead to one database, as far as their text tells. The driver, the user and the password don't matter. */
export function sameDatabase(a: DatabaseUrl, b: DatabaseUrl): boolean {
  return a.dialect === b.dialect && targetLabel(a) === targetLabel(b);
}

/** How `pg` connects; the certificate authority's file is still to be read. */
export interface PgAddress {
  readonly config: ClientConfig;
  readonly certificateFile: string | undefined;
}

/**
 * How `pg` connects to where SQLAlchemy's address leads. What the address leaves out comes from the variables that
 * libpq reads (`PGHOST`, `PGPASSWORD`, …) in the given environment, which is the one Alembic runs in.
 */
export function pgAddress(url: DatabaseUrl, env: Readonly<Record<string, string | undefined>>): PgAddress {
  const { host, port } = address(url);
  const one = (name: string) => url.query.get(name)?.[0];
  const user = url.user ?? one('user') ?? env['PGUSER'];
  const password = url.password ?? one('password') ?? env['PGPASSWORD'];
  const database = url.database ?? one('dbname') ?? env['PGDATABASE'];
  const ssl = one('sslmode') ?? one('ssl') ?? env['PGSSLMODE'];
  const config = {
    host: host ?? env['PGHOST'] ?? 'localhost',
    port: port ?? (env['PGPORT'] ? Number(env['PGPORT']) : 5432),
    user,
    password,
    database,
    options: one('options') ?? env['PGOPTIONS'],
    ssl: sslConfig(ssl),
  };
  return { config, certificateFile: one('sslrootcert') ?? env['PGSSLROOTCERT'] };
}

const defaultPorts: Readonly<Record<string, number>> = {
  postgresql: 5432,
  mysql: 3306,
  mariadb: 3306,
  mssql: 1433,
  oracle: 1521,
};

/** Host and port, which may stand in the query: `?host=/var/run/postgresql`, `?host=a:5432&host=b:5433`. */
function address(url: DatabaseUrl): { host: string | undefined; port: number | undefined } {
  const written = url.query.get('host')?.[0]?.split(',')[0];
  if (written === undefined || url.host !== undefined) return { host: url.host, port: url.port };
  const port = url.port ?? (Number(url.query.get('port')?.[0]?.split(',')[0]) || undefined);
  const pair = /^(?<host>[^/[\]]+):(?<port>\d+)$/.exec(written)?.groups;
  if (pair === undefined) return { host: written, port };
  return { host: pair['host'], port: Number(pair['port']) };
}

/** libpq checks certificates only for `verify-*`; `prefer` and `allow` begin without encryption here and are retried with it. */
function sslConfig(mode: string | undefined): ClientConfig['ssl'] {
  if (mode === undefined || /^(disable|allow|prefer|false)$/i.test(mode)) return false;
  if (mode === 'verify-full') return { rejectUnauthorized: true };
  if (mode === 'verify-ca') return { rejectUnauthorized: true, checkServerIdentity: () => undefined };
  return { rejectUnauthorized: false };
}

function parseQuery(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) found.set(name, [...(found.get(name) ?? []), value]);
  return found;
}

function decode(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone % is taken as written, as Python's unquote does
  }
}
