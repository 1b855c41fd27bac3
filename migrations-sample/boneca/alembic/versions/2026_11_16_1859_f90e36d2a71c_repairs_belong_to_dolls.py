"""Repairs belong to dolls

Revision ID: f90e36d2a71c
Revises: b8c07d41ea65
Create Date: 2026-11-16 18:59:15.542094

"""

from collections.abc import Sequence

from alembic import op

# revision identifiers, used by Alembic.
revision: str = "f90e36d2a71c"
down_revision: str | Sequence[str] | None = "b8c07d41ea65"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    op.execute(
        """
        -- A reparação desaparece com a boneca.
        ALTER TABLE boneca.repair_requests
            ADD CONSTRAINT fk_repair_requests_doll
            FOREIGN KEY (doll_id) REFERENCES boneca.dolls (id) ON DELETE CASCADE;

        CREATE INDEX ix_repair_requests_doll ON boneca.repair_requests (doll_id);
        """
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.execute("DROP INDEX boneca.ix_repair_requests_doll")
    op.drop_constraint(
        "fk_repair_requests_doll", "repair_requests", type_="foreignkey", schema="boneca"
    )
