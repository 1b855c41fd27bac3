"""Resoluciones de numeración autorizadas por la DIAN

Revision ID: 0003
Revises: 0002
Create Date: 2025-04-02 10:05:33.004187

"""
from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: Union[str, None] = "0002"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        "resoluciones_dian",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("empresa_id", sa.Integer(), nullable=False),
        sa.Column("prefijo", sa.String(4), nullable=False),
        sa.Column("desde", sa.Integer(), nullable=False),
        sa.Column("hasta", sa.Integer(), nullable=False),
        sa.Column("vigente_hasta", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), server_default=sa.func.now(), nullable=False),
        sa.ForeignKeyConstraint(["empresa_id"], ["empresas.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    # La tabla nace vacía: nada de esto espera ni recorre filas.
    op.create_check_constraint(
        "ck_resoluciones_dian_rango", "resoluciones_dian", "hasta >= desde"
    )
    op.create_index(
        "ix_resoluciones_dian_empresa_prefijo",
        "resoluciones_dian",
        ["empresa_id", "prefijo"],
    )
    op.execute(
        """
        CREATE TRIGGER trg_resoluciones_dian_updated_at
        BEFORE UPDATE ON resoluciones_dian
        FOR EACH ROW EXECUTE FUNCTION update_updated_at_column()
        """
    )


def downgrade() -> None:
    op.drop_table("resoluciones_dian")
