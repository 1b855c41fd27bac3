import logging
from pathlib import Path

from alembic import command
from alembic.config import Config

logger = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[2]


def run_migrations(revision: str = "head") -> None:
    """Lleva la base a la revisión pedida; el arranque falla si esto falla."""
    config = Config(str(ROOT / "alembic.ini"))
    config.set_main_option("script_location", str(ROOT / "alembic"))
    config.attributes["configure_logger"] = False
    logger.info("Aplicando migraciones hasta %s", revision)
    command.upgrade(config, revision)
    logger.info("Base de datos al día")
