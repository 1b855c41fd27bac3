"""Application settings, read from the environment."""

import os
from dataclasses import dataclass, field

from sqlalchemy import URL


def _env(name: str, default: str) -> str:
    return field(default_factory=lambda: os.environ.get(name, default))


@dataclass(frozen=True)
class Settings:
    database_host: str = _env("DATABASE_HOST", "localhost")
    database_port: str = _env("DATABASE_PORT", "5432")
    database_name: str = _env("DATABASE_NAME", "boneca")
    database_user: str = _env("DATABASE_USER", "boneca")
    database_password: str = _env("DATABASE_PASSWORD", "boneca")
    database_schema: str = _env("DATABASE_SCHEMA", "boneca")

    @property
    def database_url(self) -> URL:
        return URL.create(
            "postgresql+psycopg",
            username=self.database_user,
            password=self.database_password or None,
            host=self.database_host,
            port=int(self.database_port),
            database=self.database_name,
        )


settings = Settings()
