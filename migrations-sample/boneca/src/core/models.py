"""Models of the doll shop and its repair workshop; everything lives in one schema."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    Enum,
    ForeignKey,
    Index,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Text,
    func,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from src.core.config import settings

SCHEMA = settings.database_schema

ORDER_STATUS = Enum(
    "draft", "paid", "shipped", "cancelled", name="order_status", schema=SCHEMA
)


class Base(DeclarativeBase):
    metadata = MetaData(schema=SCHEMA)


def reference(column: str, **options: str) -> ForeignKey:
    return ForeignKey(f"{SCHEMA}.{column}", **options)


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    consent_at: Mapped[dt.datetime | None]
    anonymised_at: Mapped[dt.datetime | None]


class UserSession(Base):
    __tablename__ = "user_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(reference("users.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[dt.datetime]


class OAuthCredential(Base):
    __tablename__ = "oauth_credentials"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(reference("users.id"))
    provider: Mapped[str] = mapped_column(String(30))
    client_id: Mapped[str] = mapped_column(String(120))


class Collection(Base):
    __tablename__ = "collections"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))


class Doll(Base):
    __tablename__ = "dolls"
    __table_args__ = (Index("ix_dolls_collection", "collection_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    collection_id: Mapped[int | None] = mapped_column(reference("collections.id"))
    title: Mapped[str] = mapped_column(String(160))
    description: Mapped[str | None] = mapped_column(Text)
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    created_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class Order(Base):
    __tablename__ = "orders"
    __table_args__ = (Index("ix_orders_user", "user_id"), Index("ix_orders_status", "status"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(reference("users.id"))
    status: Mapped[str] = mapped_column(ORDER_STATUS, server_default="draft")
    currency: Mapped[str] = mapped_column(String(3))
    placed_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class OrderItem(Base):
    __tablename__ = "order_items"

    order_id: Mapped[int] = mapped_column(reference("orders.id"), primary_key=True)
    doll_id: Mapped[int] = mapped_column(reference("dolls.id"), primary_key=True)
    quantity: Mapped[int] = mapped_column(SmallInteger, server_default="1")


class RepairRequest(Base):
    __tablename__ = "repair_requests"
    __table_args__ = (
        CheckConstraint("priority BETWEEN 1 AND 5", name="ck_repair_requests_priority"),
        Index("ix_repair_requests_doll", "doll_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(reference("users.id"))
    doll_id: Mapped[int | None] = mapped_column(
        reference("dolls.id", name="fk_repair_requests_doll", ondelete="CASCADE")
    )
    problem: Mapped[str] = mapped_column(Text)
    priority: Mapped[int] = mapped_column(SmallInteger, server_default="3")
    received_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
