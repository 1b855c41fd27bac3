"""Promedio exacto y cohorte

Revision ID: d5f28a70e41b
Revises: b37ce9520d8f
Create Date: 2026-11-02 09:44:30.560019

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
import sqlmodel


# revision identifiers, used by Alembic.
revision: str = 'd5f28a70e41b'
down_revision: Union[str, Sequence[str], None] = 'b37ce9520d8f'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.alter_column('estudiantes', 'promedio',
               existing_type=sa.Float(),
               type_=sa.Numeric(4, 2),
               existing_nullable=True)
    op.add_column(
        'estudiantes',
        sa.Column('cohorte', sqlmodel.sql.sqltypes.AutoString(length=6), nullable=True, index=True),
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index('ix_estudiantes_cohorte', table_name='estudiantes')
    op.drop_column('estudiantes', 'cohorte')
    op.alter_column('estudiantes', 'promedio',
               existing_type=sa.Numeric(4, 2),
               type_=sa.Float(),
               existing_nullable=True)
