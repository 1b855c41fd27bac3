#!/usr/bin/env python3
"""Verbos de migración del equipo: upgrade, downgrade, current, history, create."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

BACKEND = Path(__file__).resolve().parents[1]


def alembic_config() -> Config:
    config = Config(str(BACKEND / "alembic.ini"))
    # El ini usa rutas relativas a backend/; el script se llama desde cualquier parte.
    config.set_main_option("script_location", str(BACKEND / "migrations"))
    return config


def next_number(config: Config) -> str:
    numbers = [
        int(script.revision)
        for script in ScriptDirectory.from_config(config).walk_revisions()
        if script.revision.isdigit()
    ]
    return f"{max(numbers, default=0) + 1:04d}"


def parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="migrate.py", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)

    upgrade = verbs.add_parser("upgrade", help="aplica las migraciones pendientes")
    upgrade.add_argument("revision", nargs="?", default="head")

    downgrade = verbs.add_parser("downgrade", help="revierte hasta una revisión")
    downgrade.add_argument("revision", help="por ejemplo -1, 0003 o base")

    verbs.add_parser("current", help="muestra la revisión aplicada")
    verbs.add_parser("history", help="muestra todas las revisiones")

    create = verbs.add_parser("create", help="crea una revisión nueva")
    create.add_argument("message")
    create.add_argument("--sql", action="store_true", help="vacía, para escribirla a mano")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    args = parse(sys.argv[1:] if argv is None else argv)
    config = alembic_config()
    try:
        if args.verb == "upgrade":
            command.upgrade(config, args.revision)
        elif args.verb == "downgrade":
            command.downgrade(config, args.revision)
        elif args.verb == "current":
            command.current(config, verbose=False)
        elif args.verb == "history":
            command.history(config, indicate_current=False)
        else:
            command.revision(
                config,
                message=args.message,
                autogenerate=not args.sql,
                rev_id=next_number(config),
            )
    except CommandError as error:
        print(f"migrate.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
