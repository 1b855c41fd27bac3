from sqlalchemy import Engine, pool
from sqlmodel import SQLModel, create_engine

from app.core.config import settings


def create_database_engine() -> Engine:
    return create_engine(settings.DATABASE_URL, poolclass=pool.NullPool)


def init_db() -> None:
    """Crea las tablas directamente; sólo para desarrollo."""
    import app.modules.academico.models  # noqa: F401
    import app.modules.investigacion.models  # noqa: F401
    import app.modules.usuarios.models  # noqa: F401

    SQLModel.metadata.create_all(create_database_engine())
