/** What env.py and the configuration say of the way revisions run: read outside core, since they are no revisions. */

import type { CallSite } from '../operations/operation.ts';

export interface Environment {
  /** One transaction per revision instead of one around the whole run. Undefined: not said, so it is one for all. */
  readonly transactionPerMigration: boolean | undefined;
  /** False: Alembic opens no transaction. Undefined: not said, so PostgreSQL's DDL is transactional. */
  readonly transactionalDdl: boolean | undefined;
  /** Keywords of `context.run_migrations` that hold the tables of a MetaData: parameters of `upgrade()`. */
  readonly tableParameters?: readonly string[];
  readonly versionTable: {
    readonly name: string;
    readonly schema: string | undefined;
    /** False when env.py computes the name or the schema, so that these are only Alembic's defaults. */
    readonly known?: boolean;
  };
  /** Databases beside PostgreSQL that env.py or a URL of the configuration names; MariaDB counts as `mysql`. */
  readonly dialects?: readonly string[];
  /** Parameters that every session of a migration begins with. */
  readonly session?: Session;
  /** Whether env.py makes SQLite check foreign keys; undefined where it says nothing, and SQLite doesn't. */
  readonly sqliteForeignKeys?: boolean | undefined;
  /** env.py waits for an advisory lock: `pg_advisory_lock(…)`, not `pg_try_advisory_lock(…)`. */
  readonly advisoryLock?: true;
  /** What the URLs of the configuration say, kept so that a changed env.py can be read again. */
  readonly configured?: Configured;
  /** The env.py itself, for what is said of it and what changes it; absent where none was read. */
  readonly script?: EnvironmentScript;
}

/** What the URLs of alembic.ini say. */
export interface Configured {
  readonly dialects: readonly string[];
  readonly settings: readonly SessionSetting[];
}

export interface Session {
  readonly settings: readonly SessionSetting[];
  /** False where env.py computes the arguments of the connection, so that others may be set. */
  readonly complete: boolean;
}

export interface SessionSetting {
  /** In lower case. */
  readonly name: string;
  /** Undefined when it is only known at run time. */
  readonly value: string | undefined;
  /** `connect`: an option of the connection, to which RESET leads back; `statement`: set by SQL later on. */
  readonly by: 'connect' | 'statement';
}

export interface EnvironmentScript {
  readonly file: string;
  readonly text: string;
  /** Calls of `context.configure`. */
  readonly configures: readonly CallSite[];
  /** Keywords given to them, whatever their values. */
  readonly keywords: readonly string[];
  /** Whether a `**` argument may hold more of them. */
  readonly hidden: boolean;
  /** Calls that make the engine, where env.py makes it itself. */
  readonly engines: readonly CallSite[];
  /** The driver is asyncpg, as far as env.py or a URL of the configuration says so. */
  readonly asyncpg: boolean;
}

/** Literal keyword arguments of `context.configure(...)` in env.py, and the rest that it says; undefined where not given or not literal. */
export interface EnvironmentFacts extends Environment {
  /** The env.py read; undefined when there is none. */
  readonly file: string | undefined;
  readonly versionTable: Environment['versionTable'] & { readonly known: boolean };
  readonly renderAsBatch: boolean | undefined;
  readonly includeSchemas: boolean | undefined;
  readonly compareType: boolean | undefined;
  /** Whether `context.configure` is given a `target_metadata` that may be one: not None, and not left out. */
  readonly targetMetadata: boolean;
  /** Names given to `context.configure`, literal or not: `['connection', 'target_metadata']`. */
  readonly keywords: readonly string[];
}

export const defaultEnvironment: Environment = {
  transactionPerMigration: undefined,
  transactionalDdl: undefined,
  versionTable: { name: 'alembic_version', schema: undefined },
};

/** What env.py says, completed by what the URLs of the configuration say. */
export function withConfigured(environment: Environment, configured: Configured): Environment {
  const { dialects = [], session = { settings: [], complete: true }, script } = environment;
  const asyncpg = script?.asyncpg === true || configured.dialects.includes('asyncpg');
  return {
    ...environment,
    configured,
    dialects: [...new Set([...dialects, ...configured.dialects])].filter((name) => name !== 'asyncpg'),
    session: { ...session, settings: [...session.settings, ...configured.settings] },
    ...(script === undefined ? {} : { script: { ...script, asyncpg } }),
  };
}

/** Whether migrations may run on the database. PostgreSQL is always meant. */
export function usesDialect({ dialects = [] }: Environment, dialect: string): boolean {
  return dialect === 'postgresql' || dialects.includes(dialect);
}

/** A parameter that the session begins with; the last that is said counts. */
export function sessionSetting({ session }: Environment, name: string): SessionSetting | undefined {
  return session?.settings.findLast((each) => each.name === name);
}

/**
 * The database that a revision's folder is named after: projects that keep a history for each have one below another,
 * `versions/sqlite/` beside `versions/postgresql/`.
 */
export function dialectOfFolder(file: string): string | undefined {
  const folder = file.split(/[\\/]/).at(-2)?.toLowerCase();
  if (folder === 'postgres' || folder === 'postgresql') return 'postgresql';
  if (folder === 'mysql' || folder === 'mariadb') return 'mysql';
  return folder === 'sqlite' ? folder : undefined;
}
