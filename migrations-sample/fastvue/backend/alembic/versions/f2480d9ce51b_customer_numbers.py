"""bigger customer numbers, no legacy code

Revision ID: f2480d9ce51b
Revises: 6ac3b1f0e2d8
Create Date: 2026-10-15 09:37:50.126604+00:00

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers
revision = 'f2480d9ce51b'
down_revision = '6ac3b1f0e2d8'
branch_labels = None
depends_on = None


def upgrade():
    """Apply migration."""
    with op.batch_alter_table('customers') as batch_op:
        batch_op.alter_column(
            'external_no',
            existing_type=sa.Integer(),
            type_=sa.BigInteger(),
            existing_nullable=True,
        )
        batch_op.drop_column('legacy_code')


def downgrade():
    """Revert migration."""
    with op.batch_alter_table('customers') as batch_op:
        batch_op.add_column(sa.Column('legacy_code', sa.String(20), nullable=True))
        batch_op.alter_column(
            'external_no',
            existing_type=sa.BigInteger(),
            type_=sa.Integer(),
            existing_nullable=True,
        )
