#!/usr/bin/env python3
"""Carga los datos iniciales de seed.sql; no hace nada si ya hay empresas."""

import sys
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent
sys.path.insert(0, str(SCRIPTS.parent))

from sqlalchemy import create_engine, text  # noqa: E402

from app.config import get_database_url  # noqa: E402


def main() -> int:
    engine = create_engine(get_database_url())
    with engine.begin() as connection:
        if connection.scalar(text("SELECT count(*) FROM empresas")):
            print("La base ya tiene datos; no se carga nada.")
            return 0
        connection.exec_driver_sql((SCRIPTS / "seed.sql").read_text(encoding="utf-8"))
        companies = connection.scalar(text("SELECT count(*) FROM empresas"))
    print(f"Datos iniciales cargados: {companies} empresas.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
