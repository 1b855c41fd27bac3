from decimal import Decimal

from sqlalchemy import Column, Numeric
from sqlmodel import Field, SQLModel


class Programa(SQLModel, table=True):
    __tablename__ = "programas"

    id: int | None = Field(default=None, primary_key=True)
    codigo: str = Field(max_length=10, index=True)
    nombre: str = Field(max_length=150)


class Estudiante(SQLModel, table=True):
    __tablename__ = "estudiantes"

    id: int | None = Field(default=None, primary_key=True)
    programa_id: int = Field(foreign_key="programas.id")
    matricula: str = Field(max_length=20, unique=True)
    nombre: str = Field(max_length=120)
    promedio: Decimal | None = Field(default=None, sa_column=Column(Numeric(4, 2)))
    cohorte: str | None = Field(default=None, max_length=6, index=True)
