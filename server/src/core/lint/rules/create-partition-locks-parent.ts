/** A new partition locks the whole table that it becomes a part of. */

import { defaultPartition } from '../../effects/lookup.ts';
import type { OperationOf } from '../../operations/operation.ts';
import { tableInSql } from '../fixes/code.ts';
import { replaceBySql } from '../fixes/sql-statement.ts';
import { hazards, waiting } from '../hazards.ts';
import { clause } from '../place.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';

const history = `op.execute("CREATE TABLE measures (id int, day date NOT NULL) PARTITION BY RANGE (day)")`;

export default defineRule({
  name: 'create-partition-locks-parent',
  group: 'destructive',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'CREATE TABLE … PARTITION OF makes a partition of a table that is in use.',
    why: 'It takes an ACCESS EXCLUSIVE lock on the partitioned table, so reads and writes of all partitions wait for it and for the rest of the transaction; a DEFAULT partition is also read as a whole.',
    instead:
      'Create the table with `LIKE` first, and attach it, which lets reads and writes of the partitioned table go on.',
  },
  examples: [
    {
      title: 'Created alone, then attached',
      history,
      bad: `op.execute("CREATE TABLE measures_2027 «PARTITION OF measures» FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')")`,
      good: `op.execute("CREATE TABLE measures_2027 (LIKE measures INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
op.execute("ALTER TABLE measures ATTACH PARTITION measures_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')")`,
    },
    {
      title: 'The DEFAULT partition too',
      history,
      bad: 'op.execute("CREATE TABLE measures_rest «PARTITION OF measures» DEFAULT")',
      good: `op.execute("CREATE TABLE measures_rest (LIKE measures INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
op.execute("ALTER TABLE measures ATTACH PARTITION measures_rest DEFAULT")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'create partition')) {
      const { operation } = step;
      if (operation.kind !== 'create_table' || operation.partitionOf === undefined) continue;
      const parent = context.show(operation.partitionOf);
      const rest = defaultPartition(step.before, operation.partitionOf);
      const also = rest === undefined ? '' : ` It also reads all of ${context.show(rest)}.`;
      yield {
        at: clause(operation, context.migration.text, /\bPARTITION\s+OF\s+[\w".]+/i),
        message: `Making this partition blocks ${waiting(effect)} of all of ${parent} until the migration commits.${also}`,
        operation,
        fixes: () => attachInstead(context, operation),
      };
    }
  },
});

function attachInstead({ migration }: RuleContext, operation: OperationOf<'create_table'>): readonly Fix[] {
  const { table, partitionOf, bound, columns, constraints, partitioned, ifNotExists } = operation;
  if (partitionOf === undefined || bound === undefined || partitioned || ifNotExists) return [];
  if (columns.length + constraints.length > 0) return [];
  const edits = replaceBySql(migration, operation, [
    `CREATE TABLE ${tableInSql(table)} (LIKE ${tableInSql(partitionOf)} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`,
    `ALTER TABLE ${tableInSql(partitionOf)} ATTACH PARTITION ${tableInSql(table)} ${bound}`,
  ]);
  return edits.length === 0 ? [] : [{ title: 'Create the table alone, then attach it', preferred: true, edits }];
}
