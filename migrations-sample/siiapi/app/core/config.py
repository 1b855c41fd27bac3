"""Configuración leída del entorno."""

import os
from dataclasses import dataclass, field


def _debug() -> bool:
    return os.environ.get("APP_DEBUG", "False").strip().lower() in {"1", "true", "yes", "on"}


def _database_url() -> str:
    default = "sqlite:///db.sqlite3" if _debug() else "postgresql+psycopg://localhost/siiapi"
    return os.environ.get("DATABASE_URL", default)


@dataclass(frozen=True)
class Settings:
    APP_DEBUG: bool = field(default_factory=_debug)
    DATABASE_URL: str = field(default_factory=_database_url)


settings = Settings()
