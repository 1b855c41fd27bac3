"""Cada factura apunta a su resolución de numeración

Revision ID: 0006
Revises: 0005
Create Date: 2025-09-15 11:40:25.662013

"""
from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: Union[str, None] = "0005"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column("facturas", sa.Column("resolucion_id", sa.Integer(), nullable=True))
    # Sin validar: la 0007 recorre la tabla con un bloqueo que deja escribir.
    op.create_foreign_key(
        "fk_facturas_resolucion",
        "facturas",
        "resoluciones_dian",
        ["resolucion_id"],
        ["id"],
        postgresql_not_valid=True,
    )


def downgrade() -> None:
    op.drop_constraint("fk_facturas_resolucion", "facturas", type_="foreignkey")
    op.drop_column("facturas", "resolucion_id")
