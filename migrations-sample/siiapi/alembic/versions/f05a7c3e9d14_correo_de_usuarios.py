"""Correo institucional de usuarios

Revision ID: f05a7c3e9d14
Revises: 2be8f6d0193c
Create Date: 2025-10-30 09:05:51.192837

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
import sqlmodel


# revision identifiers, used by Alembic.
revision: str = 'f05a7c3e9d14'
down_revision: Union[str, Sequence[str], None] = '2be8f6d0193c'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column(
        'usuarios',
        sa.Column('correo', sqlmodel.sql.sqltypes.AutoString(length=160), nullable=True),
    )

    # Quien aún no tiene correo recibe uno provisional.
    op.execute(
        "UPDATE usuarios SET correo = documento || '@sincorreo.example' WHERE correo IS NULL"
    )

    op.alter_column('usuarios', 'correo', existing_type=sa.String(160), nullable=False)


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column('usuarios', 'correo')
