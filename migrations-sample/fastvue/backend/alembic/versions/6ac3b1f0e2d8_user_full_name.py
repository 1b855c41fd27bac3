"""user full name

Revision ID: 6ac3b1f0e2d8
Revises: 0e59c4d81f76
Create Date: 2026-10-01 12:14:29.530046+00:00

"""
from alembic import op

# revision identifiers
revision = '6ac3b1f0e2d8'
down_revision = '0e59c4d81f76'
branch_labels = None
depends_on = None


def upgrade():
    """Apply migration."""
    op.alter_column('users', 'name', new_column_name='full_name')


def downgrade():
    """Revert migration."""
    op.alter_column('users', 'full_name', new_column_name='name')
