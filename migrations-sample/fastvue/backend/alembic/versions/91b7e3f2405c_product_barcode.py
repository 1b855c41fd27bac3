"""product barcode instead of the legacy code

Revision ID: 91b7e3f2405c
Revises: c04d8815ab6e
Create Date: 2025-05-27 16:50:31.775520+00:00

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers
revision = '91b7e3f2405c'
down_revision = 'c04d8815ab6e'
branch_labels = None
depends_on = None


def upgrade():
    """Apply migration."""
    with op.batch_alter_table('products') as batch_op:
        batch_op.add_column(sa.Column('barcode', sa.String(32), nullable=True))
        batch_op.create_index('ix_products_barcode', ['barcode'])
        batch_op.drop_column('legacy_code')


def downgrade():
    """Revert migration."""
    with op.batch_alter_table('products') as batch_op:
        batch_op.add_column(sa.Column('legacy_code', sa.String(20), nullable=True))
        batch_op.drop_index('ix_products_barcode')
        batch_op.drop_column('barcode')
