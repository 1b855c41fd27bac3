"""Alembic environment: URL and schema come from the application's settings."""

from logging.config import fileConfig

from alembic import context
from sqlalchemy import create_engine, pool
from sqlalchemy.schema import CreateSchema

from src.core.config import settings
from src.core.database import DatabaseConfig
from src.core.models import Base

config = context.config

if config.config_file_name is not None:
    fileConfig(config.config_file_name, disable_existing_loggers=False)


def include_name(name, type_, parent_names):
    # Other applications share the database; only our schema is compared.
    return name == settings.database_schema if type_ == "schema" else True


OPTIONS = {
    "target_metadata": Base.metadata,
    "version_table_schema": settings.database_schema,
    "include_schemas": True,
    "include_name": include_name,
    "compare_type": True,
    "transaction_per_migration": True,
}


def run_migrations_offline() -> None:
    context.configure(
        url=settings.database_url,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
        **OPTIONS,
    )
    # The version table lives in the schema, so the schema comes first.
    context.execute(CreateSchema(settings.database_schema, if_not_exists=True))
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online() -> None:
    connectable = create_engine(
        settings.database_url,
        poolclass=pool.NullPool,
        connect_args=DatabaseConfig.get_migration_connection_args(),
    )
    with connectable.connect() as connection:
        connection.execute(CreateSchema(settings.database_schema, if_not_exists=True))
        connection.commit()
        context.configure(connection=connection, **OPTIONS)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
