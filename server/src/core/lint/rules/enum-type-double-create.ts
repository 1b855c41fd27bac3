/** A table that creates an enum which is there already. */

import type { ColumnDefinition } from '../../operations/operation.ts';
import type { EnumState } from '../../schema/catalogue.ts';
import { findEnum } from '../../schema/enums.ts';
import { useExistingEnum } from '../fixes/existing-enum.ts';
import { defineRule, type Step } from '../rule.ts';

function file(imports: string, type: string): string {
  return `"""Add orders"""
from alembic import op
import sqlalchemy as sa
${imports}
revision = "1a2b3c4d5e6f"
down_revision = "0a1b2c3d4e5f"


def upgrade() -> None:
    sa.Enum("open", "paid", name="order_state").create(op.get_bind())
    op.create_table(
        "orders",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("state", ${type}, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("orders")
    sa.Enum(name="order_state").drop(op.get_bind())
`;
}

const users = `"""Add users"""
from alembic import op
import sqlalchemy as sa

revision = "0a1b2c3d4e5f"
down_revision = None


def upgrade() -> None:
    op.create_table("users", sa.Column("id", sa.BigInteger(), primary_key=True))


def downgrade() -> None:
    op.drop_table("users")
`;

export default defineRule({
  name: 'enum-type-double-create',
  group: 'enums',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  scope: { roots: true },
  docs: {
    summary: 'A new table creates an enum type that exists already.',
    why: '`op.create_table` creates the enum of each of its columns without asking whether it is there, so the upgrade fails with "type already exists". Alembic remembers only what tables brought along in the same run: two tables of one revision may share an enum, those of two revisions fail as soon as they are applied one after the other. `create_type=False` prevents it, but only on `postgresql.ENUM`; `sa.Enum` ignores it.',
    instead: 'Declare the column with `postgresql.ENUM(…, create_type=False)` where the type exists.',
  },
  examples: [
    {
      title: 'Created on its own, and again with the table',
      files: { '0a1b2c3d4e5f_users.py': users },
      bad: file('', '«sa.Enum("open", "paid", name="order_state")»'),
      good: file(
        'from sqlalchemy.dialects import postgresql\n',
        'postgresql.ENUM("open", "paid", name="order_state", create_type=False)',
      ),
    },
  ],

  *check(context) {
    const revision = context.migration.header.revision?.value;
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'create_table' || operation.origin.kind === 'sql' || operation.ifNotExists) continue;
      if (operation.circumstance.conditional) continue;
      for (const column of operation.columns) {
        const there = existing(step, column);
        // Of an enum that came with a table Alembic remembers in the same run that it is there.
        if (there === undefined || (there.withTable && there.by.revision === revision)) continue;
        const unless = there.withTable ? ` unless the same run applied ${there.by.revision}` : '';
        yield {
          at: column.type.span,
          message: `The enum ${there.name} exists already, and creating ${context.show(operation.table)} creates it again, which fails${unless}.`,
          operation,
          fixes: () => useExistingEnum(context, column),
        };
      }
    }
  },
});

/** The column's enum as it exists, where creating the table would create it a second time. */
function existing({ before }: Step, column: ColumnDefinition): EnumState | undefined {
  const type = column.type.value.enum;
  if (type?.name === undefined || !type.native || !type.createType) return undefined;
  const there = findEnum(
    before,
    type.schema === undefined ? { name: type.name } : { name: type.name, schema: type.schema },
  );
  return there?.by.tentative === undefined ? there : undefined;
}
