"""warehouses and stock movements

Revision ID: 0e59c4d81f76
Revises: d7f60a2c8b35
Create Date: 2026-03-17 07:55:12.481620+00:00

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers
revision = '0e59c4d81f76'
down_revision = 'd7f60a2c8b35'
branch_labels = None
depends_on = None


def upgrade():
    """Apply migration."""
    op.create_table(
        'warehouses',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('company_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(100), nullable=False),
        sa.ForeignKeyConstraint(['company_id'], ['companies.id']),
    )
    op.create_table(
        'stock_movements',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('company_id', sa.Integer(), nullable=False),
        sa.Column('warehouse_id', sa.Integer(), nullable=False),
        sa.Column('product_id', sa.Integer(), nullable=False),
        sa.Column('quantity', sa.Integer(), nullable=False),
        sa.Column('moved_at', sa.DateTime(), server_default=sa.func.now()),
        sa.ForeignKeyConstraint(['company_id'], ['companies.id']),
        sa.ForeignKeyConstraint(['product_id'], ['products.id']),
        sa.ForeignKeyConstraint(['warehouse_id'], ['warehouses.id']),
    )
    op.create_index('ix_stock_movements_product', 'stock_movements', ['company_id', 'product_id'])


def downgrade():
    """Revert migration."""
    op.drop_index('ix_stock_movements_product', table_name='stock_movements')
    op.drop_table('stock_movements')
    op.drop_table('warehouses')
