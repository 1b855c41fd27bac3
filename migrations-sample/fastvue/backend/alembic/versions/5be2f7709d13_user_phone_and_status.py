"""user phone and status

Revision ID: 5be2f7709d13
Revises: a81d04c6e97f
Create Date: 2025-01-20 09:03:55.018846+00:00

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy import Integer, String
from sqlalchemy.sql import column, table

# revision identifiers
revision = '5be2f7709d13'
down_revision = 'a81d04c6e97f'
branch_labels = None
depends_on = None


def upgrade():
    """Apply migration."""
    op.add_column('users', sa.Column('phone', sa.String(20), nullable=True))
    op.add_column('users', sa.Column('status', sa.String(20), nullable=True))

    users = table('users', column('id', Integer), column('status', String))
    op.execute(users.update().values(status='active'))

    op.alter_column('users', 'status', existing_type=sa.String(20), nullable=False)


def downgrade():
    """Revert migration."""
    op.drop_column('users', 'status')
    op.drop_column('users', 'phone')
