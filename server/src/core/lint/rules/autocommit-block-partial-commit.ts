/** Statements before an autocommit block are committed although the revision is not done. */

import type { Operation } from '../../operations/operation.ts';
import { known } from '../../operations/operation.ts';
import { setArgument } from '../fixes/statement.ts';
import { callOf, verb } from '../place.ts';
import { isRepeatable } from '../repeatable.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

export default defineRule({
  name: 'autocommit-block-partial-commit',
  group: 'transactions',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'A statement that can not be run twice stands before an autocommit block of the same revision.',
    why: 'Entering the block commits what precedes, while the version row moves only at the end. When something in or behind the block fails, the revision is half done: the next upgrade begins it anew and stops at what is there already.',
    instead:
      'Give the block a revision of its own, or make what precedes repeatable with `if_not_exists=True` or `if_exists=True`.',
  },
  examples: [
    {
      title: 'A column that may be there already',
      history: users,
      bad: `«op.add_column»("users", sa.Column("name", sa.Text()))
with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`,
      good: `op.add_column("users", sa.Column("name", sa.Text()), if_not_exists=True)
with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`,
    },
    {
      title: 'In SQL',
      history: users,
      bad: `op.execute("«ALTER TABLE» users ADD COLUMN name text")
with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`,
      good: `op.execute("ALTER TABLE users ADD COLUMN IF NOT EXISTS name text")
with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`,
      fixed: false,
    },
  ],

  *check(context) {
    const { upgrade, migration } = context;
    const block = upgrade.findIndex(({ operation }) => operation.circumstance.autocommitBlock === true);
    if (block < 0) return;
    const before = upgrade.slice(0, block).filter((step) => step.inTransaction);
    const first = before.find(({ operation }) => !isRepeatable(operation));
    if (first === undefined) return;
    const { operation } = first;
    yield {
      at: verb(operation, migration.text),
      message:
        'The autocommit block behind this commits it before the revision is done; if something fails then, the next upgrade stops here.',
      operation,
      related: [
        {
          message: 'The block begins before this.',
          file: migration.file,
          span: upgrade[block]?.operation.span ?? operation.span,
        },
      ],
      fixes: () => repeatable(context, operation),
    };
  },
});

const flags: Readonly<Partial<Record<Operation['kind'], string>>> = {
  add_column: 'if_not_exists',
  create_index: 'if_not_exists',
  create_table: 'if_not_exists',
  drop_column: 'if_exists',
  drop_constraint: 'if_exists',
  drop_index: 'if_exists',
  drop_table: 'if_exists',
};

function repeatable({ migration, show }: RuleContext, operation: Operation): readonly Fix[] {
  const [flag, call] = [flags[operation.kind], callOf(operation)];
  if (flag === undefined || call === undefined || operation.origin.kind !== 'op') return [];
  const name = 'column' in operation ? operation.column : 'name' in operation ? operation.name : undefined;
  const table = 'table' in operation && operation.table !== undefined ? show(operation.table) : 'it';
  const what = typeof name === 'object' && name !== null && 'value' in name ? known<unknown>(name) : table;
  const condition = flag === 'if_exists' ? 'only if it is there' : 'only if it is missing';
  const verbs = flag === 'if_exists' ? 'Drop' : 'Make';
  return [
    {
      title: `${verbs} ${typeof what === 'string' ? what : table} ${condition}`,
      preferred: true,
      edits: setArgument(migration.text, call, flag, 'True'),
    },
  ];
}
