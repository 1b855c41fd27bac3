from datetime import datetime

from sqlalchemy import Column, DateTime, func
from sqlmodel import Field, SQLModel


class Usuario(SQLModel, table=True):
    __tablename__ = "usuarios"

    id: int | None = Field(default=None, primary_key=True)
    nombre: str = Field(max_length=120)
    documento: str = Field(max_length=20, unique=True)
    correo: str = Field(max_length=160)
    activo: bool = Field(default=True, sa_column_kwargs={"server_default": "true"})
    actualizado_en: datetime | None = Field(
        default=None, sa_column=Column(DateTime, server_default=func.now())
    )
