"""The oldest user of each firm becomes its owner

Revision ID: 004
Revises: 003
Create Date: 2025-06-03 08:44:57.210664

"""
from typing import Sequence, Union

from alembic import context, op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = "004"
down_revision: Union[str, Sequence[str], None] = "003"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    if context.is_offline_mode():
        # Which firms exist is only known with a connection.
        op.execute("-- 004 changes data firm by firm and is run online")
        return

    connection = op.get_bind()
    for tenant_id in connection.execute(sa.text("SELECT id FROM tenants")).scalars().all():
        connection.execute(
            sa.text("""
                UPDATE users SET role = 'owner'
                WHERE tenant_id = :tenant_id
                  AND created_at = (SELECT min(created_at) FROM users WHERE tenant_id = :tenant_id)
            """),
            {"tenant_id": tenant_id},
        )


def downgrade() -> None:
    """Downgrade schema."""
    if context.is_offline_mode():
        op.execute("-- 004 changes data firm by firm and is run online")
        return

    connection = op.get_bind()
    for tenant_id in connection.execute(sa.text("SELECT id FROM tenants")).scalars().all():
        connection.execute(
            sa.text(
                "UPDATE users SET role = 'accountant' "
                "WHERE role = 'owner' AND tenant_id = :tenant_id"
            ),
            {"tenant_id": tenant_id},
        )
