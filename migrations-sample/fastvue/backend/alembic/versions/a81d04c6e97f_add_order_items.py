"""add order items

Revision ID: a81d04c6e97f
Revises: 3f1c9a7be204
Create Date: 2024-10-14 11:42:18.662091+00:00

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers
revision = 'a81d04c6e97f'
down_revision = '3f1c9a7be204'
branch_labels = None
depends_on = None


def upgrade():
    """Apply migration."""
    op.create_table(
        'order_items',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('order_id', sa.Integer(), nullable=False),
        sa.Column('product_id', sa.Integer(), nullable=False),
        sa.Column('quantity', sa.Integer(), nullable=False, default=1),
        sa.Column('price', sa.Numeric(10, 2), nullable=False),
        sa.ForeignKeyConstraint(['order_id'], ['orders.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['product_id'], ['products.id']),
    )


def downgrade():
    """Revert migration."""
    op.drop_table('order_items')
