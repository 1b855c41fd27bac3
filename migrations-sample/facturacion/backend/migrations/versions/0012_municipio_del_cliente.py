"""Código DANE del municipio, exigido en el XML

Revision ID: 0012
Revises: 0011
Create Date: 2026-11-17 18:02:20.653481

"""
from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: Union[str, None] = "0011"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column(
        "clientes",
        sa.Column("codigo_municipio", sa.String(5), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("clientes", "codigo_municipio")
