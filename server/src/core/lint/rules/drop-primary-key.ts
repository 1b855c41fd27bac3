/** The primary key goes, and with it what the table's rows are known by. */

import { findTable } from '../../schema/catalogue.ts';
import { droppedConstraints, goesAnyway, placeOfDrop } from '../dropped-constraint.ts';
import { defineRule, type RuleContext, type Step } from '../rule.ts';

const tags = `op.create_table(
    "tags",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("code", sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint("id", name="tags_pkey"),
)`;

export default defineRule({
  name: 'drop-primary-key',
  group: 'constraints',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'mysql'],
  fix: 'none',
  hazard: { name: 'constraint-gone', specificity: 2 },
  docs: {
    summary: 'The primary key of an existing table is dropped without another in the same transaction.',
    why: 'Rows can occur twice from then on, its index is gone, and with logical replication every UPDATE and DELETE on the table fails, since the key was its replica identity.',
    instead:
      'Build the index of the new key concurrently, then drop the old key and add the new one with `PRIMARY KEY USING INDEX` in one transaction. Where there is to be none, set `REPLICA IDENTITY USING INDEX` first.',
  },
  examples: [
    {
      title: 'Another key in the same transaction',
      history: tags,
      bad: 'op.drop_constraint(«"tags_pkey"», "tags", type_="primary")',
      good: `with op.get_context().autocommit_block():
    op.create_index("tags_pkey2", "tags", ["code"], unique=True, postgresql_concurrently=True)
op.drop_constraint("tags_pkey", "tags", type_="primary")
op.execute("ALTER TABLE tags ADD CONSTRAINT tags_pkey2 PRIMARY KEY USING INDEX tags_pkey2")`,
    },
    {
      title: 'In SQL',
      history: tags,
      bad: 'op.execute("ALTER TABLE tags «DROP CONSTRAINT tags_pkey»")',
      good: `with op.get_context().autocommit_block():
    op.create_index("tags_pkey2", "tags", ["code"], unique=True, postgresql_concurrently=True)
op.execute("""
    ALTER TABLE tags
        DROP CONSTRAINT tags_pkey,
        ADD CONSTRAINT tags_pkey2 PRIMARY KEY USING INDEX tags_pkey2
""")`,
    },
  ],

  *check(context) {
    for (const dropped of droppedConstraints(context)) {
      const { operation, step, kind } = dropped;
      if (kind !== 'primary-key' || goesAnyway(context, dropped) || hasAnother(context, step)) continue;
      const table = context.show(operation.table);
      yield {
        at: placeOfDrop(operation, context.migration.text),
        message: `Without its primary key ${table} has no replica identity and takes the same row twice.`,
        operation,
      };
    }
  },
});

/** When the transaction is committed, the table has a primary key again. */
function hasAnother({ upgrade }: RuleContext, drop: Step): boolean {
  if (drop.operation.kind !== 'drop_constraint') return false;
  const last = upgrade.findLast((step) => step.transaction === drop.transaction) ?? drop;
  const constraints = findTable(last.after, drop.operation.table)?.constraints ?? [];
  return last !== drop && constraints.some(({ kind }) => kind === 'primary-key');
}
