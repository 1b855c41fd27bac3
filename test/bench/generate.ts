/** Generated projects for benchmarks: believable revisions in a chain, the same for the same size. */

import { revisionFile } from '../support/revision.ts';

/** Text of each revision file, oldest first; about 45 lines a file, as real ones have. */
export function generateRevisions(count: number): { name: string; text: string }[] {
  return Array.from({ length: count }, (_, number) => {
    const id = identifier(number);
    const down = number === 0 ? null : identifier(number - 1);
    const table = `table_${Math.floor(number / 10)}`;
    return {
      name: `${id}_change_${number}.py`,
      text: revisionFile({
        id,
        down,
        message: `change ${number}`,
        ...(number % 10 === 0 ? created(table) : altered(table, number)),
      }),
    };
  });
}

/**
 * One migration of about the given number of lines, on a table of the generated history. `after`: a revision whose
 * upgrade comes first in it.
 */
export function generateLongRevision(id: string, down: string | null, lines: number, after = ''): string {
  const before = after.split('def upgrade() -> None:\n')[1]?.split('\n\n\n')[0]?.replaceAll(/^ {4}/gm, '') ?? '';
  const upgrade = Array.from({ length: Math.floor(lines / 5) }, (_, number) => {
    const name = `extra_${number}`;
    return [
      'op.add_column(',
      '    "table_0",',
      `    sa.Column("${name}", sa.String(length=${50 + number}), nullable=True),`,
      ')',
    ].join('\n');
  });
  return revisionFile({ id, down, message: 'a long one', upgrade: [before, ...upgrade].join('\n') });
}

function identifier(number: number): string {
  return (number * 2654435761 + 12345).toString(16).padStart(12, '0').slice(-12);
}

function created(table: string) {
  return {
    upgrade: `op.create_table(
    "${table}",
    sa.Column("id", sa.BigInteger(), nullable=False),
    sa.Column("tenant_id", sa.BigInteger(), nullable=False),
    sa.Column("name", sa.String(length=120), nullable=False),
    sa.Column("state", sa.String(length=20), server_default="new", nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    sa.Column("amount", sa.Numeric(12, 2), nullable=True),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_${table}")),
    sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_${table}_name")),
)
op.create_index(op.f("ix_${table}_state"), "${table}", ["state"], unique=False)`,
    downgrade: `op.drop_index(op.f("ix_${table}_state"), table_name="${table}")\nop.drop_table("${table}")`,
  };
}

function altered(table: string, number: number) {
  const column = `field_${number}`;
  return {
    upgrade: `op.add_column("${table}", sa.Column("${column}", sa.Integer(), nullable=True))
op.execute(
    """
    UPDATE ${table}
       SET ${column} = 0
     WHERE ${column} IS NULL AND tenant_id = 1
    """
)
with op.get_context().autocommit_block():
    op.create_index(
        op.f("ix_${table}_${column}"),
        "${table}",
        ["tenant_id", "${column}"],
        unique=False,
        postgresql_concurrently=True,
    )`,
    downgrade: `op.drop_index(op.f("ix_${table}_${column}"), table_name="${table}")\nop.drop_column("${table}", "${column}")`,
  };
}
