/** The env.py of examples: whole, so that it runs as it stands. */

/** @param engine further arguments of the engine, @param configure of `context.configure` */
export function exampleEnvironment({ engine = '', configure = '' } = {}): string {
  return `from alembic import context
from sqlalchemy import create_engine

engine = create_engine(context.config.get_main_option("sqlalchemy.url")${engine})
with engine.connect() as connection:
    context.configure(connection=connection${configure})
    with context.begin_transaction():
        context.run_migrations()
`;
}

/** Of a project that runs on SQLite too. */
export const sqliteEnvironment = exampleEnvironment({
  configure: ', render_as_batch=connection.dialect.name == "sqlite"',
});

/** Of a project that runs on MySQL too. */
export const mysqlEnvironment = exampleEnvironment({
  configure: ', compare_server_default=connection.dialect.name != "mysql"',
});
