"""Configuración tomada del entorno."""

import os


def get_database_url() -> str:
    url = os.environ.get("DATABASE_URL")
    if not url:
        raise RuntimeError(
            "DATABASE_URL no está definida; por ejemplo "
            "postgresql://usuario:clave@localhost:5432/facturacion"
        )
    # El despliegue usa la forma corta; aquí se fija el controlador psycopg 3.
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    return url
