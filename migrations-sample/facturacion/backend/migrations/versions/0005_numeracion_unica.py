"""La numeración de facturas no se repite dentro de una empresa

Revision ID: 0005
Revises: 0004
Create Date: 2025-07-08 17:22:59.310448

"""
from typing import Sequence, Union

from alembic import op

revision: str = "0005"
down_revision: Union[str, None] = "0004"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_unique_constraint(
        "uq_facturas_numeracion", "facturas", ["empresa_id", "prefijo", "numero"]
    )


def downgrade() -> None:
    op.drop_constraint("uq_facturas_numeracion", "facturas", type_="unique")
