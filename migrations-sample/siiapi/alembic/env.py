from logging.config import fileConfig

from alembic import context
from sqlmodel import SQLModel

# Every module with tables must be imported, or autogenerate drops its tables.
import app.modules.academico.models  # noqa: F401
import app.modules.investigacion.models  # noqa: F401
import app.modules.usuarios.models  # noqa: F401
from app.core.config import settings
from app.core.database import create_database_engine

config = context.config

# The application configures its own logging and calls Alembic from inside.
if config.config_file_name is not None and config.attributes.get("configure_logger", True):
    fileConfig(config.config_file_name, disable_existing_loggers=False)

target_metadata = SQLModel.metadata


def run_migrations_offline() -> None:
    """Run migrations in 'offline' mode."""
    context.configure(
        url=settings.DATABASE_URL,
        target_metadata=target_metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online() -> None:
    """Run migrations in 'online' mode."""
    with create_database_engine().connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
