"""Valida la llave foránea de resoluciones

Revision ID: 0007
Revises: 0006
Create Date: 2025-09-15 11:58:47.090876

"""
from typing import Sequence, Union

from alembic import op

revision: str = "0007"
down_revision: Union[str, None] = "0006"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.execute("ALTER TABLE facturas VALIDATE CONSTRAINT fk_facturas_resolucion")


def downgrade() -> None:
    pass
