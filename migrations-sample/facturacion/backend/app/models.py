"""Modelos del sistema. Cada tabla lleva empresa_id, salvo empresas."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column


class Base(DeclarativeBase):
    pass


class Auditado:
    """Marcas de tiempo; updated_at lo mantiene un disparador en la base."""

    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))


class DeEmpresa(Auditado):
    @declared_attr
    def empresa_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("empresas.id"))


class Empresa(Auditado, Base):
    __tablename__ = "empresas"

    id: Mapped[int] = mapped_column(primary_key=True)
    nit: Mapped[str] = mapped_column(String(15), unique=True)
    razon_social: Mapped[str] = mapped_column(String(200))
    ambiente_dian: Mapped[str] = mapped_column(String(12), server_default="pruebas")


class Rol(DeEmpresa, Base):
    __tablename__ = "roles"

    id: Mapped[int] = mapped_column(primary_key=True)
    nombre: Mapped[str] = mapped_column(String(40))


class Usuario(DeEmpresa, Base):
    __tablename__ = "usuarios"

    id: Mapped[int] = mapped_column(primary_key=True)
    rol_id: Mapped[int] = mapped_column(ForeignKey("roles.id"))
    correo: Mapped[str] = mapped_column(String(160))
    nombre: Mapped[str] = mapped_column(String(120))
    activo: Mapped[bool] = mapped_column(server_default=text("true"))


class Cliente(DeEmpresa, Base):
    __tablename__ = "clientes"
    __table_args__ = (Index("ix_clientes_empresa_documento", "empresa_id", "numero_documento"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tipo_documento: Mapped[str] = mapped_column(String(4))
    numero_documento: Mapped[str] = mapped_column(String(20))
    nombre: Mapped[str] = mapped_column(String(200))
    correo: Mapped[str] = mapped_column(String(160))
    codigo_municipio: Mapped[str] = mapped_column(String(5))


class Producto(DeEmpresa, Base):
    __tablename__ = "productos"

    id: Mapped[int] = mapped_column(primary_key=True)
    codigo: Mapped[str] = mapped_column(String(40))
    nombre: Mapped[str] = mapped_column(String(200))
    precio: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    tarifa_iva: Mapped[Decimal] = mapped_column(Numeric(5, 2), server_default="19")
    impuesto: Mapped[str] = mapped_column(String(3), server_default="IVA")


class ResolucionDian(DeEmpresa, Base):
    __tablename__ = "resoluciones_dian"
    __table_args__ = (
        CheckConstraint("hasta >= desde", name="ck_resoluciones_dian_rango"),
        Index("ix_resoluciones_dian_empresa_prefijo", "empresa_id", "prefijo"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    prefijo: Mapped[str] = mapped_column(String(4))
    desde: Mapped[int]
    hasta: Mapped[int]
    vigente_hasta: Mapped[dt.date]


class Factura(DeEmpresa, Base):
    __tablename__ = "facturas"
    __table_args__ = (
        UniqueConstraint("empresa_id", "prefijo", "numero", name="uq_facturas_numeracion"),
        Index("ix_facturas_cufe", "cufe"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cliente_id: Mapped[int] = mapped_column(ForeignKey("clientes.id"))
    resolucion_id: Mapped[int | None] = mapped_column(
        ForeignKey("resoluciones_dian.id", name="fk_facturas_resolucion")
    )
    prefijo: Mapped[str] = mapped_column(String(4))
    numero: Mapped[int]
    fecha: Mapped[dt.date]
    subtotal: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    impuestos: Mapped[Decimal] = mapped_column(Numeric(14, 2), server_default="0")
    total: Mapped[Decimal] = mapped_column(Numeric(18, 4))
    cufe: Mapped[str | None] = mapped_column(String(96))
    estado_dian: Mapped[str] = mapped_column(String(20), server_default="pendiente")
    enviada_en: Mapped[dt.datetime | None]


class FacturaDetalle(DeEmpresa, Base):
    __tablename__ = "factura_detalles"

    id: Mapped[int] = mapped_column(primary_key=True)
    factura_id: Mapped[int] = mapped_column(ForeignKey("facturas.id", ondelete="CASCADE"))
    producto_id: Mapped[int] = mapped_column(ForeignKey("productos.id"))
    cantidad: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    valor_unitario: Mapped[Decimal] = mapped_column(Numeric(14, 2))


class NotaCredito(Auditado, Base):
    __tablename__ = "notas_credito"

    id: Mapped[int] = mapped_column(primary_key=True)
    factura_id: Mapped[int] = mapped_column(ForeignKey("facturas.id"))
    motivo: Mapped[str] = mapped_column(Text)
    valor: Mapped[Decimal] = mapped_column(Numeric(14, 2))
