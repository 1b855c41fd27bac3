"""Upgrades Alembic projects one after the other, each on a database of its own, and prints one JSON line per project.

Standard input: a JSON list of {"name", "folder", "url", "target"}; the folder holds env.py and versions/.
"""

import io
import json
import sys
import warnings

from alembic import command
from alembic.config import Config


def upgrade(folder: str, url: str, target: str) -> str | None:
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", folder)
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    try:
        command.upgrade(config, target)
    except BaseException as error:  # Alembic's own refusals end the program
        return f"{type(error).__name__}: {error}"
    return None


warnings.simplefilter("ignore")
for project in json.load(sys.stdin):
    error = upgrade(project["folder"], project["url"], project["target"])
    print(json.dumps({"name": project["name"], "error": error}), flush=True)
