"""Reactiva a los usuarios

Revision ID: 06e9c7b4f18d
Revises: d5f28a70e41b
Create Date: 2026-11-20 08:15:02.273391

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
import sqlmodel


# revision identifiers, used by Alembic.
revision: str = '06e9c7b4f18d'
down_revision: Union[str, Sequence[str], None] = 'd5f28a70e41b'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    connection = op.get_bind()
    connection.execute(sa.text("UPDATE usuarios SET activo = true"))


def downgrade() -> None:
    """Downgrade schema."""
    pass
