from sqlmodel import Session, select

from app.core.database import create_database_engine
from app.modules.academico.models import Programa
from app.modules.usuarios.models import Usuario


def seed_data() -> None:
    """Datos mínimos para trabajar en local; no repite lo que ya está."""
    with Session(create_database_engine()) as session:
        if session.exec(select(Usuario)).first():
            return
        session.add(
            Usuario(
                nombre="Coordinación",
                documento="1000000001",
                correo="coordinacion@siiapi.example",
            )
        )
        session.add(Programa(codigo="MIS", nombre="Maestría en Ingeniería de Sistemas"))
        session.commit()
