"""reason of a stock movement, clean up users and companies

Revision ID: b95f18e7043a
Revises: 47e6da03b9c1
Create Date: 2026-11-09 11:02:47.095318+00:00

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy import Boolean, String
from sqlalchemy.sql import column, table

# revision identifiers
revision = 'b95f18e7043a'
down_revision = '47e6da03b9c1'
branch_labels = None
depends_on = None


users = table('users', column('is_active', Boolean), column('status', String))
companies = table('companies', column('currency', String))


def upgrade():
    """Apply migration."""
    with op.batch_alter_table('stock_movements') as batch_op:
        batch_op.add_column(sa.Column('reason', sa.String(40), nullable=False))

    op.execute(users.update().where(users.c.status == 'blocked').values(is_active=False))
    op.execute(companies.update().values(currency='EUR'))


def downgrade():
    """Revert migration."""
    with op.batch_alter_table('stock_movements') as batch_op:
        batch_op.drop_column('reason')
