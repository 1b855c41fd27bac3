"""lowercase emails

Revision ID: c04d8815ab6e
Revises: 5be2f7709d13
Create Date: 2025-03-04 14:26:07.340915+00:00

"""
from alembic import op

# revision identifiers
revision = 'c04d8815ab6e'
down_revision = '5be2f7709d13'
branch_labels = None
depends_on = None


def upgrade():
    """Apply migration."""
    op.execute("""
        UPDATE users
        SET email = lower(email)
        WHERE email <> lower(email)
    """)


def downgrade():
    """Revert migration."""
    pass
