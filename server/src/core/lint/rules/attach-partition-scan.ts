/** A table is read as a whole while it becomes a partition. */

import type { OperationOf } from '../../operations/operation.ts';
import { findTable, type TableState } from '../../schema/catalogue.ts';
import { autocommit, constraintName, execute, identifier, tableInSql } from '../fixes/code.ts';
import { boundCondition, constants } from '../fixes/partition-bound.ts';
import { around, standsAlone } from '../fixes/statement.ts';
import { hazards } from '../hazards.ts';
import { commandWords } from '../place.ts';
import { defineRule, type Fix, type RuleContext, type Step } from '../rule.ts';

const history = `op.execute("CREATE TABLE measures (id int, day date NOT NULL) PARTITION BY RANGE (day)")
op.execute("CREATE TABLE measures_2026 (id int, day date NOT NULL)")`;

export default defineRule({
  name: 'attach-partition-scan',
  group: 'destructive',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A table that is in use becomes a partition, and PostgreSQL reads all its rows to see whether they fit.',
    why: 'The table has an ACCESS EXCLUSIVE lock while it is read, so its reads and writes wait; so does the DEFAULT partition, which is read too.',
    instead:
      'Add a check that says the same as the bound as NOT VALID, validate it, which blocks nobody, attach, and drop the check.',
  },
  examples: [
    {
      title: 'A validated check proves that the rows fit',
      history,
      bad: `op.execute("ALTER TABLE measures «ATTACH PARTITION» measures_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')")`,
      good: `with op.get_context().autocommit_block():
    op.execute("ALTER TABLE measures_2026 ADD CONSTRAINT measures_2026_bound CHECK (day IS NOT NULL AND day >= '2026-01-01' AND day < '2027-01-01') NOT VALID")
    op.execute("ALTER TABLE measures_2026 VALIDATE CONSTRAINT measures_2026_bound")
op.execute("ALTER TABLE measures ATTACH PARTITION measures_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')")
op.execute("ALTER TABLE measures_2026 DROP CONSTRAINT measures_2026_bound")`,
    },
    {
      title: 'The same for a list',
      history: `op.execute("CREATE TABLE orders (id int, country text NOT NULL) PARTITION BY LIST (country)")
op.execute("CREATE TABLE orders_es (id int, country text NOT NULL)")`,
      bad: `op.execute("ALTER TABLE orders «ATTACH PARTITION» orders_es FOR VALUES IN ('ES', 'PT')")`,
      good: `with op.get_context().autocommit_block():
    op.execute("ALTER TABLE orders_es ADD CONSTRAINT orders_es_bound CHECK (country IS NOT NULL AND country IN ('ES', 'PT')) NOT VALID")
    op.execute("ALTER TABLE orders_es VALIDATE CONSTRAINT orders_es_bound")
op.execute("ALTER TABLE orders ATTACH PARTITION orders_es FOR VALUES IN ('ES', 'PT')")
op.execute("ALTER TABLE orders_es DROP CONSTRAINT orders_es_bound")`,
    },
  ],

  *check(context) {
    for (const { step, effect } of hazards(context, 'attach partition')) {
      const { operation } = step;
      const attached = attachmentOf(step);
      if (operation.kind !== 'statement' || attached === undefined || step.isNewTable(attached.part)) continue;
      const child = findTable(step.before, attached.part);
      if (step.isSmall(attached.part) || isProven(child, attached.bound)) continue;
      const others = effect.work.map(({ relation }) => context.show(relation));
      const read = others.length === 0 ? context.show(attached.part) : others.join(' and ');
      yield {
        at: commandWords(operation, context.migration.text),
        message: `Attaching ${context.show(attached.part)} reads all of ${read} while reads and writes of it wait, since no validated check proves that its rows fit.`,
        operation,
        fixes: () => proveFirst(context, step, operation),
      };
    }
  },
});

function attachmentOf({ operation }: Step) {
  if (operation.kind !== 'statement') return undefined;
  return operation.changes?.flatMap((each) => (each.subject === 'table' && each.do === 'attach' ? [each] : []))[0];
}

/** A valid check that speaks of every constant of the bound; whether it implies the bound, the server alone decides. */
function isProven(child: TableState | undefined, bound: string): boolean {
  const values = [...bound.matchAll(/\(([^()]*)\)/g)].flatMap(([, list = '']) => constants(list));
  return (child?.constraints ?? []).some(
    (each) =>
      each.kind === 'check' &&
      each.validated &&
      each.sql !== undefined &&
      values.every((value) => each.sql?.includes(value)),
  );
}

function proveFirst({ migration }: RuleContext, step: Step, operation: OperationOf<'statement'>): readonly Fix[] {
  const { text, style } = migration;
  const { op } = style;
  const attached = attachmentOf(step);
  if (op === undefined || attached === undefined || !standsAlone(text, operation.origin.call)) return [];
  const condition = boundCondition(findTable(step.before, attached.table)?.partitionKey, attached.bound);
  if (condition === undefined) return [];
  const alter = `ALTER TABLE ${tableInSql(attached.part)}`;
  const name = identifier(constraintName(attached.part.name, 'bound'));
  const steps = [
    `${alter} ADD CONSTRAINT ${name} CHECK (${condition}) NOT VALID`,
    `${alter} VALIDATE CONSTRAINT ${name}`,
  ];
  const code = steps.map((sql) => execute(style, op, sql));
  const before = operation.circumstance.autocommit === undefined ? autocommit(style, op, code) : code;
  const after = [execute(style, op, `${alter} DROP CONSTRAINT ${name}`)];
  const edits = around(migration, operation.origin.call, before, after);
  return [{ title: 'Prove with a validated check that the rows fit', preferred: true, edits }];
}
