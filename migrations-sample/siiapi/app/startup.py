"""Lo que ocurre antes de atender peticiones; también `python -m app.startup`."""

from app.core.config import settings
from app.core.database import init_db
from app.core.migrations import run_migrations
from app.core.seed import seed_data


def prepare_database() -> str:
    if settings.APP_DEBUG:
        init_db()
        seed_data()
        return "create_all"
    run_migrations()
    return "alembic"


if __name__ == "__main__":
    print(prepare_database())
