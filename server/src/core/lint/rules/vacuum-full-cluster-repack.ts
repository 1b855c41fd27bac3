/** A table is written anew while nobody can read it. */

import type { OperationOf } from '../../operations/operation.ts';
import { identifier, tableInSql } from '../fixes/code.ts';
import { outside } from '../fixes/concurrent-index.ts';
import { isAlone, replaceBySql, rewrite } from '../fixes/sql-statement.ts';
import { hazards, waiting } from '../hazards.ts';
import { commandWords } from '../place.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

export default defineRule({
  name: 'vacuum-full-cluster-repack',
  group: 'destructive',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'suggested',
  hazard: { name: 'runs-alone', specificity: 2 },
  docs: {
    summary: 'VACUUM FULL or CLUSTER writes an existing table and its indexes anew under the strongest lock.',
    why: 'It holds an ACCESS EXCLUSIVE lock for as long as copying the whole table takes, and all reads and writes wait that long; VACUUM does not run inside a transaction at all.',
    instead:
      'Let plain VACUUM make the space usable again, which blocks nobody; to shrink or order a table, use pg_repack or a maintenance window.',
  },
  examples: [
    {
      title: 'Vacuum without FULL, outside the transaction',
      history: users,
      bad: `with op.get_context().autocommit_block():
    op.execute("«VACUUM» FULL users")`,
      good: `with op.get_context().autocommit_block():
    op.execute("VACUUM users")`,
    },
    {
      title: 'Inside the transaction it does not even run',
      history: users,
      bad: 'op.execute("«VACUUM» (FULL, ANALYZE) users")',
      good: `with op.get_context().autocommit_block():
    op.execute("VACUUM (ANALYZE) users")`,
    },
    {
      title: 'The order of a table is noted for the next maintenance window',
      history: users,
      bad: 'op.execute("«CLUSTER» users USING users_pkey")',
      good: 'op.execute("ALTER TABLE users CLUSTER ON users_pkey")',
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'vacuum full', 'cluster', 'cluster all')) {
      const { operation } = step;
      if (operation.kind !== 'statement') continue;
      const command = operation.command === 'VACUUM' ? 'VACUUM FULL' : 'CLUSTER';
      const table = effect.table === undefined ? 'every table that it works on' : context.show(effect.table);
      yield {
        at: commandWords(operation, context.migration.text),
        message: `${command} writes ${table} anew while ${waiting(effect)} wait; take it out of the migration or let pg_repack do it.`,
        operation,
        fixes: () => (operation.command === 'VACUUM' ? withoutFull(context, operation) : noteOrder(context, operation)),
      };
    }
  },
});

function withoutFull({ migration }: RuleContext, operation: OperationOf<'statement'>): readonly Fix[] {
  const patterns: readonly (readonly [RegExp, string])[] = [
    [/\bFULL\s*,\s*/i, ''],
    [/,\s*FULL\b/i, ''],
    [/\s*\(\s*FULL\s*\)/i, ''],
    [/\s+FULL\b/i, ''],
  ];
  const edits = patterns
    .map(([pattern, words]) => rewrite(migration, operation, pattern, words))
    .find((it) => it.length > 0);
  const code = edits === undefined ? [] : outside(migration, operation, { values: [], edits });
  return code.length === 0 ? [] : [{ title: 'Vacuum without FULL, which blocks nobody', preferred: true, edits: code }];
}

function noteOrder({ migration }: RuleContext, operation: OperationOf<'statement'>): readonly Fix[] {
  const { table, object } = operation;
  if (table === undefined || object === undefined || !isAlone(migration, operation)) return [];
  const sql = `ALTER TABLE ${tableInSql(table)} CLUSTER ON ${identifier(object)}`;
  const edits = replaceBySql(migration, operation, [sql]);
  return edits.length === 0 ? [] : [{ title: 'Note the order for the next CLUSTER only', preferred: true, edits }];
}
