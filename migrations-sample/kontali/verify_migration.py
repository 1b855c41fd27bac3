#!/usr/bin/env python3
"""Checks a migrated database: at a known revision, tenant columns in place, nothing left half built.

Exit code 0 when every check passes, 1 when one fails, 2 when the database can't be read.
"""

import os
import sys
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

HERE = Path(__file__).resolve().parent

TABLES_WITHOUT_TENANT = """
    SELECT t.table_name
    FROM information_schema.tables t
    WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE'
      AND t.table_name NOT IN ('tenants', 'alembic_version')
      AND NOT EXISTS (
        SELECT 1 FROM information_schema.columns c
        WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name
          AND c.column_name IN ('tenant_id', 'client_id'))
    ORDER BY 1
"""
INVALID_INDEXES = """
    SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE NOT i.indisvalid ORDER BY 1
"""
UNVALIDATED_CONSTRAINTS = """
    SELECT conrelid::regclass || '.' || conname FROM pg_constraint
    WHERE NOT convalidated ORDER BY 1
"""


def database_url(config: Config) -> str:
    return os.getenv("DATABASE_URL") or config.get_main_option("sqlalchemy.url")


def main() -> int:
    config = Config(str(HERE / "alembic.ini"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    try:
        with create_engine(database_url(config)).connect() as connection:
            at = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
            checks = {
                "at one known revision": [] if len(at) == 1 and at[0] in known else at or ["none"],
                "tables without tenant_id/client_id": connection.scalars(
                    text(TABLES_WITHOUT_TENANT)
                ).all(),
                "invalid indexes": connection.scalars(text(INVALID_INDEXES)).all(),
                "constraints not validated": connection.scalars(
                    text(UNVALIDATED_CONSTRAINTS)
                ).all(),
            }
    except SQLAlchemyError as error:
        print(f"cannot read the database: {error.__class__.__name__}", file=sys.stderr)
        return 2

    print(f"revision: {', '.join(at) or 'none'}")
    for name, problems in checks.items():
        print(f"{'FAIL' if problems else 'ok':4}  {name}" + "".join(f"\n        {p}" for p in problems))
    return 1 if any(checks.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
