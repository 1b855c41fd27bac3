"""Estado inicial de los proyectos

Revision ID: 71d3be5420af
Revises: c82f19b6ed70
Create Date: 2026-01-22 15:33:08.020794

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
import sqlmodel


# revision identifiers, used by Alembic.
revision: str = '71d3be5420af'
down_revision: Union[str, Sequence[str], None] = 'c82f19b6ed70'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    connection = op.get_bind()
    connection.execute(
        sa.text("UPDATE proyectos SET estado = 'activo' WHERE estado IS NULL AND inicio IS NOT NULL")
    )


def downgrade() -> None:
    """Downgrade schema."""
    pass
