import os
from logging.config import fileConfig

from alembic import context
from sqlalchemy import create_engine, pool

from app.models import Base
from app.settings import database_url

config = context.config
if config.config_file_name is not None:
    fileConfig(config.config_file_name, disable_existing_loggers=False)

target_metadata = Base.metadata


def environment_options():
    """What differs between a laptop and production."""
    if os.getenv('ENVIRONMENT') == 'production':
        return {
            'compare_type': True,
            'compare_server_default': True,
            # A failing revision must not undo the ones before it.
            'transaction_per_migration': True,
        }
    return {}


def run_migrations_offline():
    context.configure(
        url=database_url(),
        target_metadata=target_metadata,
        literal_binds=True,
        dialect_opts={'paramstyle': 'named'},
        **environment_options(),
    )
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online():
    engine = create_engine(database_url(), poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            # SQLite is used by the quick tests and cannot ALTER in place.
            render_as_batch=connection.dialect.name == 'sqlite',
            **environment_options(),
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
