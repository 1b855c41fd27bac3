/** What env.py says of the way revisions run; read outside core, since it is no revision. */

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
}

export const defaultEnvironment: Environment = {
  transactionPerMigration: undefined,
  transactionalDdl: undefined,
  versionTable: { name: 'alembic_version', schema: undefined },
};
