"""who took the order

Revision ID: d7f60a2c8b35
Revises: 91b7e3f2405c
Create Date: 2025-08-11 10:08:44.209377+00:00

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers
revision = 'd7f60a2c8b35'
down_revision = '91b7e3f2405c'
branch_labels = None
depends_on = None


def upgrade():
    """Apply migration."""
    op.add_column('orders', sa.Column('user_id', sa.Integer()))
    op.create_foreign_key(
        'fk_orders_user_id',
        'orders', 'users',
        ['user_id'], ['id'],
    )


def downgrade():
    """Revert migration."""
    op.drop_constraint('fk_orders_user_id', 'orders', type_='foreignkey')
    op.drop_column('orders', 'user_id')
