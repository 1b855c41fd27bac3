"""Upgrades Alembic projects one after the other, each on a database of its own, and prints one JSON line per project.

Standard input: a JSON list of {"name", "folder", "url", "target", "back"}; the folder holds env.py and versions/. Where
`back` is given and names a revision, the project goes back to it and up again. The answer is {"name", "error", "back",
"traces"}: why the upgrade failed, why the way back or the second upgrade did, and what the way back left or lost; null
and [] for nothing.
"""

import io
import json
import sys
import warnings
from collections.abc import Callable

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

# What revisions of examples make, without the order of columns and what belongs to an extension.
SCHEMA = """
    SELECT 'column', c.oid::regclass::text, a.attname, format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull::text
        || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') || a.attidentity::text || a.attgenerated::text
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (c.oid, a.attnum)
    WHERE c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND c.relnamespace NOT IN ({system})
    UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) || convalidated::text
    FROM pg_constraint WHERE connamespace NOT IN ({system}) AND contype <> 'n'
    UNION ALL SELECT 'index', indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid) || indisvalid::text
    FROM pg_index JOIN pg_class ON oid = indexrelid WHERE relnamespace NOT IN ({system})
    UNION ALL SELECT 'relation', relkind::text, oid::regclass::text, relpersistence::text || relrowsecurity::text || relforcerowsecurity::text
    FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S') AND relnamespace NOT IN ({system})
    UNION ALL SELECT 'enum', enumtypid::regtype::text, string_agg(enumlabel, ',' ORDER BY enumsortorder), ''
    FROM pg_enum GROUP BY enumtypid
    UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) || tgenabled::text
    FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function', proname, pg_get_function_identity_arguments(oid), md5(prosrc)
    FROM pg_proc p WHERE pronamespace NOT IN ({system})
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
    UNION ALL SELECT 'policy', tablename, policyname, coalesce(qual, '') || coalesce(with_check, '') || cmd FROM pg_policies
    UNION ALL SELECT 'schema', nspname, '', '' FROM pg_namespace WHERE oid NOT IN ({system}) AND nspname !~ '^pg_'
""".replace("{system}", "SELECT oid FROM pg_namespace WHERE nspname IN ('pg_catalog', 'information_schema', 'pg_toast')")


def schema(url: str) -> set[tuple[str, ...]]:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        rows = {tuple(str(value) for value in row) for row in connection.exec_driver_sql(SCHEMA)}
    return {row for row in rows if "alembic_version" not in row[1] and "alembic_version" not in row[2]}


def failure(run: Callable[..., None], config: Config, target: str) -> str | None:
    try:
        run(config, target)
    except BaseException as error:  # Alembic's own refusals end the program
        return f"{type(error).__name__}: {error}"
    return None


def judge(name: str, folder: str, url: str, target: str, back: str | None = None) -> dict[str, object]:
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", folder)
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    answer: dict[str, object] = {"name": name, "error": None, "back": None, "traces": []}
    if back is not None and back != "base":
        answer["error"] = failure(command.upgrade, config, back)
    before = schema(url)
    answer["error"] = answer["error"] or failure(command.upgrade, config, target)
    if back is None or answer["error"] is not None:
        return answer
    answer["back"] = failure(command.downgrade, config, back)
    if answer["back"] is None:
        after = schema(url)
        answer["traces"] = [f"left {row}" for row in sorted(after - before)] + [f"lost {row}" for row in sorted(before - after)]
        answer["back"] = failure(command.upgrade, config, target)
    return answer


warnings.simplefilter("ignore")
for project in json.load(sys.stdin):
    print(json.dumps(judge(**project)), flush=True)
