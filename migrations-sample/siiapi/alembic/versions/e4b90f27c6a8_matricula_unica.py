"""La matrícula es única

Revision ID: e4b90f27c6a8
Revises: 508e6a1db3f9
Create Date: 2026-05-14 17:12:39.940266

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
import sqlmodel


# revision identifiers, used by Alembic.
revision: str = 'e4b90f27c6a8'
down_revision: Union[str, Sequence[str], None] = '508e6a1db3f9'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    # El índice se construye sin detener las inscripciones; la restricción sólo lo adopta.
    with op.get_context().autocommit_block():
        op.create_index(
            'uq_estudiantes_matricula',
            'estudiantes',
            ['matricula'],
            unique=True,
            postgresql_concurrently=True,
        )
    op.execute(
        'ALTER TABLE estudiantes '
        'ADD CONSTRAINT uq_estudiantes_matricula UNIQUE USING INDEX uq_estudiantes_matricula'
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_constraint('uq_estudiantes_matricula', 'estudiantes', type_='unique')
