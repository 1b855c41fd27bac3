"""Fecha de actualización y documento único

Revision ID: b37ce9520d8f
Revises: 1a6d84c0f3e7
Create Date: 2026-10-19 14:03:57.118274

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
import sqlmodel


# revision identifiers, used by Alembic.
revision: str = 'b37ce9520d8f'
down_revision: Union[str, Sequence[str], None] = '1a6d84c0f3e7'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column(
        'usuarios',
        sa.Column('actualizado_en', sa.DateTime(), server_default='now()', nullable=True),
    )
    op.create_unique_constraint('uq_usuarios_documento', 'usuarios', ['documento'])


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_constraint('uq_usuarios_documento', 'usuarios', type_='unique')
    op.drop_column('usuarios', 'actualizado_en')
