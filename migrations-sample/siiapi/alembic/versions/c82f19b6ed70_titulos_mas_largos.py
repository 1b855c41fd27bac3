"""Títulos más largos y estado de los proyectos

Revision ID: c82f19b6ed70
Revises: f05a7c3e9d14
Create Date: 2025-12-03 11:47:20.664518

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
import sqlmodel


# revision identifiers, used by Alembic.
revision: str = 'c82f19b6ed70'
down_revision: Union[str, Sequence[str], None] = 'f05a7c3e9d14'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.alter_column('proyectos', 'titulo',
               existing_type=sqlmodel.sql.sqltypes.AutoString(length=150),
               type_=sqlmodel.sql.sqltypes.AutoString(length=300),
               existing_nullable=False)
    op.add_column(
        'proyectos',
        sa.Column('estado', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column('proyectos', 'estado')
    op.alter_column('proyectos', 'titulo',
               existing_type=sqlmodel.sql.sqltypes.AutoString(length=300),
               type_=sqlmodel.sql.sqltypes.AutoString(length=150),
               existing_nullable=False)
