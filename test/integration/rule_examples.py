"""Upgrades Alembic projects one after the other, each on a database of its own.

Argument: the query for what a database holds, with rows of a name and a text. Standard input: a JSON line per project,
{"folder", "url", "target", "back"}; the folder holds env.py and versions/. Where `back` is not null, the project goes back
to it and up again. The answer is a JSON line {"error", "back", "held", "traces", "changes"}: why the upgrade failed; why
the way back or the second upgrade did; how many objects there are after the upgrade; what the way back left or lost; what
differs after the second upgrade.
"""

import io
import json
import re
import sys
import warnings
from collections.abc import Callable

import psycopg
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

Objects = set[tuple[str, str]]

CATALOGUE = sys.argv[1]


def catalogue(connection: psycopg.Connection) -> Objects:
    """Without the order of columns: one that was dropped comes back as the last."""
    rows = connection.execute(CATALOGUE, prepare=True)
    return {(key, re.sub(r"^#\d+ ", "", text) if key.startswith("column ") else text) for key, text in rows}


def differences(before: Objects, after: Objects) -> list[str]:
    lost = [f"- {key}: {text}" for key, text in before - after]
    return sorted(lost) + sorted(f"+ {key}: {text}" for key, text in after - before)


def failure(run: Callable[..., None], config: Config, target: str) -> str | None:
    try:
        run(config, target)
    except BaseException as error:  # Alembic's own refusals end the program
        return f"{type(error).__name__}: {error}"
    return None


def judge(connection: psycopg.Connection, config: Config, target: str, back: str | None) -> dict[str, object]:
    answer: dict[str, object] = {"error": None, "back": None, "held": 0, "traces": [], "changes": []}
    if back is not None and back != "base":
        answer["error"] = failure(command.upgrade, config, back)
    before = catalogue(connection)
    answer["error"] = answer["error"] or failure(command.upgrade, config, target)
    if back is None or answer["error"] is not None:
        return answer
    first = catalogue(connection)
    answer["held"] = len(first)
    answer["back"] = failure(command.downgrade, config, back)
    if answer["back"] is None:
        answer["traces"] = differences(before, catalogue(connection))
        answer["back"] = failure(command.upgrade, config, target)
    if answer["back"] is None:
        answer["changes"] = differences(first, catalogue(connection))
    return answer


def forget(connection: psycopg.Connection, *_: object) -> None:
    """Logging in is what takes longest, so Alembic gets the session again, as if it were new."""
    connection.rollback()
    connection.autocommit = True
    connection.execute("DISCARD ALL")
    connection.autocommit = False


def run(folder: str, url: str, target: str, back: str | None) -> dict[str, object]:
    """The catalogue is read by one session, which is idle while Alembic works in another."""
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", folder)
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    # psycopg would not notice that its prepared statements are gone.
    engine = sa.create_engine(url, pool_size=1, connect_args={"prepare_threshold": None})
    sa.event.listen(engine, "reset", forget)
    config.attributes["engine"] = engine
    with psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True) as connection:
        answer = judge(connection, config, target, back)
    engine.dispose()
    return answer


warnings.simplefilter("ignore")
for line in sys.stdin:
    print(json.dumps(run(**json.loads(line))), flush=True)
