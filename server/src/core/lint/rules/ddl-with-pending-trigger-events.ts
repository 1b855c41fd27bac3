/** A table is altered while checks of its deferred foreign keys are still to come. */

import { tablesWithoutPending } from '../../effects/pending-triggers.ts';
import type { Operation } from '../../operations/operation.ts';
import { findTable, type QualifiedName, type TableState, tableKey } from '../../schema/catalogue.ts';
import { checkNow } from '../fixes/check-now.ts';
import { verb } from '../place.ts';
import { defineRule, type Step } from '../rule.ts';

const tables = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column(
        "user_id", sa.Integer(), sa.ForeignKey("users.id", deferrable=True, initially="DEFERRED"), index=True
    ),
)
op.execute("INSERT INTO users (id) VALUES (1), (2)")
op.execute("INSERT INTO orders (id, user_id) VALUES (1, 1)")`;

export default defineRule({
  name: 'ddl-with-pending-trigger-events',
  group: 'constraints',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  scope: { downgrade: true, roots: true },
  docs: {
    summary:
      'Rows of a table with a deferred foreign key are changed, and then the table is altered in the same transaction.',
    why: 'The check of the key waits for the end of the transaction, and PostgreSQL refuses to alter a table as long as one waits: "cannot ALTER TABLE because it has pending trigger events". Where no row was changed, as on an empty test database, it passes.',
    instead:
      'Run `SET CONSTRAINTS ALL IMMEDIATE` between, which makes the checks at once, or change the rows in a transaction of their own.',
  },
  examples: [
    {
      title: 'The checks are made first',
      history: tables,
      bad: `op.execute("UPDATE orders SET user_id = 2 WHERE user_id = 1")
«op.add_column»("orders", sa.Column("note", sa.Text()))`,
      good: `op.execute("UPDATE orders SET user_id = 2 WHERE user_id = 1")
op.execute("SET CONSTRAINTS ALL IMMEDIATE")
op.add_column("orders", sa.Column("note", sa.Text()))`,
    },
    {
      title: 'In SQL',
      history: tables,
      bad: `op.execute("INSERT INTO orders (id, user_id) SELECT id + 1, user_id FROM orders WHERE user_id = 1")
op.execute("«ALTER TABLE» orders ADD COLUMN note text")`,
      good: `op.execute("INSERT INTO orders (id, user_id) SELECT id + 1, user_id FROM orders WHERE user_id = 1")
op.execute("SET CONSTRAINTS ALL IMMEDIATE")
op.execute("ALTER TABLE orders ADD COLUMN note text")`,
    },
  ],

  *check(context) {
    for (const steps of [context.upgrade, context.downgrade]) {
      for (const { step, table, key } of refused(steps)) {
        const { operation } = step;
        yield {
          at: verb(operation, context.migration.text),
          message: `The check of ${key} waits for the end of the transaction since rows were changed above, so the server refuses this change of ${context.show(table)}.`,
          operation,
          fixes: () => checkNow(context, operation),
        };
      }
    }
  },
});

interface Refused {
  readonly step: Step;
  readonly table: QualifiedName;
  /** The foreign key whose check waits. */
  readonly key: string;
}

/** The first change that is refused of each table on which checks wait. */
function* refused(steps: readonly Step[]): Generator<Refused> {
  const pending = new Map<string, string>();
  let transaction: number | undefined;
  for (const step of steps) {
    const { operation } = step;
    if (step.transaction !== transaction || isImmediate(operation)) pending.clear();
    transaction = step.transaction;
    for (const table of tablesWithoutPending(operation, step.before)) {
      const key = pending.get(tableKey(table));
      if (key !== undefined) yield { step, table, key };
      pending.delete(tableKey(table));
    }
    for (const { table, name } of deferred(step)) pending.set(tableKey(table), name);
  }
}

function isImmediate(operation: Operation): boolean {
  return operation.kind === 'statement' && operation.command === 'SET CONSTRAINTS';
}

/** The tables on which checks wait after the change of rows. */
function deferred({ operation, before }: Step): readonly { readonly table: QualifiedName; readonly name: string }[] {
  if (operation.kind !== 'insert' && operation.kind !== 'update' && operation.kind !== 'delete') return [];
  const own = findTable(before, operation.table);
  const changed = operation.kind === 'update' ? operation.sets.map((set) => set.column.value) : undefined;
  const asChild = operation.kind === 'delete' || own === undefined ? [] : ofKeys(own, own, changed);
  if (operation.kind === 'insert') return asChild;
  const asParent = [...before.tables.values()].flatMap((child) =>
    own === undefined ? [] : ofReferences(own, child, changed),
  );
  return [...asChild, ...asParent];
}

/** Keys of the table whose columns are written. */
function ofKeys(table: TableState, at: QualifiedName, changed: readonly string[] | undefined) {
  return table.constraints.flatMap((each) => {
    if (each.kind !== 'foreign-key' || each.initiallyDeferred !== true) return [];
    const isChecked = changed === undefined || each.columns.some((column) => changed.includes(column));
    return isChecked ? [{ table: at, name: each.name ?? 'its foreign key' }] : [];
  });
}

/** Keys of another table that look for rows which are gone; only NO ACTION waits. */
function ofReferences(parent: TableState, child: TableState, changed: readonly string[] | undefined) {
  return child.constraints.flatMap((each) => {
    if (each.kind !== 'foreign-key' || each.initiallyDeferred !== true) return [];
    if (tableKey(each.referent) !== tableKey(parent)) return [];
    const action = (changed === undefined ? each.onDelete : each.onUpdate) ?? 'NO ACTION';
    const isChecked = changed === undefined || each.referentColumns.some((column) => changed.includes(column));
    return isChecked && action.toUpperCase() === 'NO ACTION'
      ? [{ table: parent, name: each.name ?? 'a foreign key' }]
      : [];
  });
}
