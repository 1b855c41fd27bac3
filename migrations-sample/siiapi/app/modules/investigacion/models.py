from datetime import date

from sqlmodel import Field, SQLModel


class Proyecto(SQLModel, table=True):
    __tablename__ = "proyectos"

    id: int | None = Field(default=None, primary_key=True)
    responsable_id: int = Field(foreign_key="usuarios.id", index=True)
    titulo: str = Field(max_length=300)
    estado: str | None = Field(default=None, max_length=20)
    inicio: date | None = None


class ProyectoEstudiante(SQLModel, table=True):
    __tablename__ = "proyecto_estudiantes"

    proyecto_id: int = Field(foreign_key="proyectos.id", primary_key=True, ondelete="CASCADE")
    estudiante_id: int = Field(foreign_key="estudiantes.id", primary_key=True, ondelete="CASCADE")


class Convocatoria(SQLModel, table=True):
    __tablename__ = "convocatorias"

    id: int | None = Field(default=None, primary_key=True)
    nombre: str = Field(max_length=150)
    cierra: date


class Evaluacion(SQLModel, table=True):
    __tablename__ = "evaluaciones"

    id: int | None = Field(default=None, primary_key=True)
    proyecto_id: int = Field(foreign_key="proyectos.id")
    convocatoria_id: int = Field(foreign_key="convocatorias.id")
    puntaje: int
    observaciones: str | None = None
