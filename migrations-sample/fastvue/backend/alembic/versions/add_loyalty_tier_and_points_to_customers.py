"""add loyalty tier and points to customers

Revision ID: add_loyalty_tier_and_points_to_customers
Revises: b95f18e7043a
Create Date: 2026-11-19 13:33:16.701258+00:00

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers
revision = 'add_loyalty_tier_and_points_to_customers'
down_revision = 'b95f18e7043a'
branch_labels = None
depends_on = None


def upgrade():
    """Apply migration."""
    op.add_column('customers', sa.Column('loyalty_tier', sa.String(10), nullable=True))
    op.add_column(
        'customers',
        sa.Column('loyalty_points', sa.Integer(), nullable=False, server_default='0'),
    )


def downgrade():
    """Revert migration."""
    op.drop_column('customers', 'loyalty_points')
    op.drop_column('customers', 'loyalty_tier')
