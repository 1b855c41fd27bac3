"""public id for products

Revision ID: 47e6da03b9c1
Revises: f2480d9ce51b
Create Date: 2026-10-29 15:20:03.884719+00:00

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers
revision = '47e6da03b9c1'
down_revision = 'f2480d9ce51b'
branch_labels = None
depends_on = None


def upgrade():
    """Apply migration."""
    op.add_column(
        'products',
        sa.Column('public_id', sa.Uuid(), server_default=sa.text('gen_random_uuid()')),
    )
    op.drop_index('ix_products_name', table_name='products')


def downgrade():
    """Revert migration."""
    op.create_index('ix_products_name', 'products', ['name'])
    op.drop_column('products', 'public_id')
