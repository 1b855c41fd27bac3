"""Merge shop and workshop

Revision ID: 5c18f0e97da3
Revises: e70b5c2d8146, 92ae4fd3107b
Create Date: 2025-10-20 08:30:27.146702

"""

from collections.abc import Sequence


# revision identifiers, used by Alembic.
revision: str = "5c18f0e97da3"
down_revision: str | Sequence[str] | None = (
    "e70b5c2d8146",
    "92ae4fd3107b",
)
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Upgrade schema."""
    pass


def downgrade() -> None:
    """Downgrade schema."""
    pass
