"""Cambia las siglas de documento por los códigos de la DIAN

Revision ID: 0004
Revises: 0003
Create Date: 2025-05-19 08:30:11.771502

"""
from typing import Sequence, Union

from alembic import op

revision: str = "0004"
down_revision: Union[str, None] = "0003"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    # Sólo las empresas que ya facturan en producción conservan siglas.
    op.execute(
        """
        UPDATE clientes
        SET tipo_documento = '13'
        WHERE tipo_documento = 'CC'
          AND empresa_id IN (SELECT id FROM empresas WHERE ambiente_dian = 'produccion');

        UPDATE clientes
        SET tipo_documento = '31'
        WHERE tipo_documento = 'NIT';
        """
    )


def downgrade() -> None:
    op.execute(
        """
        UPDATE clientes
        SET tipo_documento = CASE tipo_documento WHEN '13' THEN 'CC' ELSE 'NIT' END
        WHERE tipo_documento IN ('13', '31')
          AND empresa_id IN (SELECT id FROM empresas WHERE ambiente_dian = 'produccion')
        """
    )
