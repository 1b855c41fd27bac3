"""What scripts and migrations need to know about the database."""

from pathlib import Path

from alembic.config import Config
from sqlalchemy import create_engine, text

from src.core.config import settings

ROOT = Path(__file__).resolve().parents[2]


class DatabaseConfig:
    @staticmethod
    def get_alembic_config() -> Config:
        return Config(str(ROOT / "alembic.ini"))

    @staticmethod
    def get_migration_connection_args() -> dict[str, object]:
        return {"connect_timeout": 10, "application_name": "boneca-migrations"}

    @classmethod
    def check(cls) -> str:
        engine = create_engine(
            settings.database_url, connect_args=cls.get_migration_connection_args()
        )
        with engine.connect() as connection:
            tables = connection.scalar(
                text("SELECT count(*) FROM pg_tables WHERE schemaname = :schema"),
                {"schema": settings.database_schema},
            )
        return f"connected; {tables} tables in schema {settings.database_schema}"


if __name__ == "__main__":
    print(DatabaseConfig.check())
