"""Tables of the ERP: a tenant is an accounting firm, a client is a company it keeps books for."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Optional

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    type_annotation_map = {uuid.UUID: UUID(as_uuid=True)}


def uuid_pk() -> Mapped[uuid.UUID]:
    return mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))


def tenant_fk() -> Mapped[uuid.UUID]:
    return mapped_column(ForeignKey("tenants.id", ondelete="RESTRICT"))


def client_fk() -> Mapped[uuid.UUID]:
    return mapped_column(ForeignKey("clients.id", ondelete="RESTRICT"))


def now_column() -> Mapped[datetime]:
    return mapped_column(server_default=func.now())


class Tenant(Base):
    __tablename__ = "tenants"

    id: Mapped[uuid.UUID] = uuid_pk()
    name: Mapped[str] = mapped_column(String(200))
    org_number: Mapped[str] = mapped_column(String(9), unique=True)
    created_at: Mapped[datetime] = now_column()


class Client(Base):
    __tablename__ = "clients"

    id: Mapped[uuid.UUID] = uuid_pk()
    tenant_id: Mapped[uuid.UUID] = tenant_fk()
    name: Mapped[str] = mapped_column(String(200))
    org_number: Mapped[str] = mapped_column(String(9))
    created_at: Mapped[datetime] = now_column()


class User(Base):
    __tablename__ = "users"
    __table_args__ = (Index("ix_users_tenant_email", "tenant_id", "email"),)

    id: Mapped[uuid.UUID] = uuid_pk()
    tenant_id: Mapped[uuid.UUID] = tenant_fk()
    email: Mapped[str] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(String(20), server_default="accountant")
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    phone: Mapped[Optional[str]] = mapped_column(String(50))
    status: Mapped[Optional[str]] = mapped_column(String(20))
    created_at: Mapped[datetime] = now_column()


class Account(Base):
    __tablename__ = "chart_of_accounts"
    __table_args__ = (UniqueConstraint("client_id", "number"),)

    id: Mapped[uuid.UUID] = uuid_pk()
    client_id: Mapped[uuid.UUID] = client_fk()
    number: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))


class Vendor(Base):
    __tablename__ = "vendors"

    id: Mapped[uuid.UUID] = uuid_pk()
    client_id: Mapped[uuid.UUID] = client_fk()
    name: Mapped[str] = mapped_column(String(200))
    org_number: Mapped[Optional[str]] = mapped_column(String(9))


class VendorInvoice(Base):
    __tablename__ = "vendor_invoices"
    __table_args__ = (
        CheckConstraint("total_amount >= 0", name="ck_vendor_invoices_amount"),
        Index("ix_vendor_invoices_client_date", "client_id", "invoice_date"),
        Index("ix_vendor_invoices_client_due", "client_id", "due_date"),
    )

    id: Mapped[uuid.UUID] = uuid_pk()
    client_id: Mapped[uuid.UUID] = client_fk()
    vendor_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("vendors.id", name="fk_vendor_invoices_vendor", ondelete="RESTRICT")
    )
    invoice_number: Mapped[str] = mapped_column(String(50))
    invoice_date: Mapped[date]
    due_date: Mapped[date]
    total_amount: Mapped[Decimal] = mapped_column(Numeric(15, 2))
    currency: Mapped[str] = mapped_column(String(3), server_default="NOK")
    vat_code: Mapped[Optional[str]] = mapped_column(String(3))
    review_status: Mapped[str] = mapped_column(String(20), server_default="pending")


class JournalEntry(Base):
    __tablename__ = "journal_entries"

    id: Mapped[uuid.UUID] = uuid_pk()
    client_id: Mapped[uuid.UUID] = client_fk()
    entry_date: Mapped[date]
    description: Mapped[Optional[str]] = mapped_column(Text)


class JournalEntryLine(Base):
    __tablename__ = "journal_entry_lines"

    id: Mapped[uuid.UUID] = uuid_pk()
    client_id: Mapped[uuid.UUID] = client_fk()
    journal_entry_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("journal_entries.id", ondelete="CASCADE")
    )
    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("chart_of_accounts.id", ondelete="RESTRICT")
    )
    debit: Mapped[Decimal] = mapped_column(Numeric(15, 2), server_default="0")
    credit: Mapped[Decimal] = mapped_column(Numeric(15, 2), server_default="0")


class AuditEvent(Base):
    __tablename__ = "audit_trail"

    id: Mapped[uuid.UUID] = uuid_pk()
    tenant_id: Mapped[uuid.UUID] = tenant_fk()
    event: Mapped[str] = mapped_column(String(80))
    payload: Mapped[dict] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    created_at: Mapped[datetime] = now_column()


class VoucherSeries(Base):
    __tablename__ = "voucher_series"
    __table_args__ = (
        UniqueConstraint("client_id", "code", name="uq_voucher_series_client_code"),
        Index("ix_voucher_series_client", "client_id"),
    )

    id: Mapped[uuid.UUID] = uuid_pk()
    client_id: Mapped[uuid.UUID] = client_fk()
    code: Mapped[str] = mapped_column(String(10))
    next_number: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[datetime] = now_column()


class InvoiceApproval(Base):
    __tablename__ = "invoice_approvals"

    id: Mapped[uuid.UUID] = uuid_pk()
    invoice_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("vendor_invoices.id", ondelete="CASCADE")
    )
    approved_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    comment: Mapped[Optional[str]] = mapped_column(Text)
    approved_at: Mapped[datetime] = now_column()
