/** A constraint goes, and with it what it kept true. */

import { known } from '../../operations/operation.ts';
import { type ConstraintState, findTable } from '../../schema/catalogue.ts';
import { catalogueAfter } from '../catalogue-after.ts';
import { type DroppedConstraint, droppedConstraints, goesAnyway, placeOfDrop } from '../dropped-constraint.ts';
import { defineRule, type RuleContext } from '../rule.ts';

const items = `op.create_table(
    "items",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("sku", sa.Text()),
    sa.Column("price", sa.Integer()),
    sa.UniqueConstraint("sku", name="uq_items_sku"),
    sa.CheckConstraint("price >= 0", name="ck_items_price"),
)`;

const meant = '# alembic-guard: ignore[drop-constraint] refunds are items with a negative price since 4.0';

export default defineRule({
  name: 'drop-constraint',
  group: 'constraints',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'none',
  hazard: { name: 'constraint-gone', specificity: 1 },
  docs: {
    summary: 'A check, unique or exclusion constraint of an existing table is dropped.',
    why: 'Rows that break it can be written from then on, and the constraint can only come back once they are gone. A unique constraint takes its index along, so queries that used it scan the table.',
    instead:
      'Add what replaces it in the same transaction; a constraint that is dropped and added again is not spoken of. Say in a suppression why one goes for good. Foreign keys and primary keys have rules of their own.',
  },
  examples: [
    {
      title: 'Replaced at once',
      history: items,
      bad: 'op.drop_constraint(«"ck_items_price"», "items", type_="check")',
      good: `op.drop_constraint("ck_items_price", "items", type_="check")
op.create_check_constraint("ck_items_price", "items", "price > -1000", postgresql_not_valid=True)`,
    },
    {
      title: 'In a batch block, for a reason',
      history: items,
      bad: `with op.batch_alter_table("items") as batch_op:
    batch_op.drop_constraint(«"uq_items_sku"», type_="unique")`,
      good: `with op.batch_alter_table("items") as batch_op:
    # alembic-guard: ignore[drop-constraint] a sku may come back since 4.0
    batch_op.drop_constraint("uq_items_sku", type_="unique")`,
    },
    {
      title: 'In SQL',
      history: items,
      bad: 'op.execute("ALTER TABLE items «DROP CONSTRAINT ck_items_price»")',
      good: `${meant}
op.execute("ALTER TABLE items DROP CONSTRAINT ck_items_price")`,
    },
  ],

  *check(context) {
    for (const dropped of droppedConstraints(context)) {
      const { operation, kind, state, step } = dropped;
      if (kind === 'foreign-key' || kind === 'primary-key' || goesAnyway(context, dropped)) continue;
      if (isReplaced(context, dropped) || isProvenOtherwise(dropped)) continue;
      const name = known(operation.name) ?? 'the constraint';
      const table = context.show(operation.table);
      const also = kind === 'unique' || state?.kind === 'unique' ? ', and its index goes with it' : '';
      yield {
        at: placeOfDrop(operation, context.migration.text),
        message: `Dropping ${name} lets rows into ${table} that it has kept out${also}.`,
        operation: step.operation,
      };
    }
  },
});

/** At the end of the upgrade the table has one of that name again, or one that says the same. */
function isReplaced(context: RuleContext, { operation, step, state }: DroppedConstraint): boolean {
  const end = findTable(catalogueAfter(context.upgrade, step.after), operation.table);
  const name = known(operation.name);
  const others = end?.constraints.filter((each) => each !== state) ?? [];
  if (others.some((each) => each.name === name || isAlike(each, state))) return true;
  if (state?.kind !== 'unique') return false;
  return (
    end?.indexes.some((each) => each.unique && !each.partial && each.columns.join() === state.columns.join()) === true
  );
}

function isAlike(a: ConstraintState, b: ConstraintState | undefined): boolean {
  if (a.kind === 'check' && b?.kind === 'check') return a.sql !== undefined && a.sql === b.sql;
  if (a.kind !== 'unique' && a.kind !== 'primary-key') return false;
  return b?.kind === 'unique' && a.columns.join() === b.columns.join();
}

/** A check that only says NOT NULL of columns which are so by now: the last step of setting them NOT NULL. */
function isProvenOtherwise({ operation, state, step }: DroppedConstraint): boolean {
  if (state?.kind !== 'check' || state.provesNotNull.length === 0) return false;
  const columns = findTable(step.before, operation.table)?.columns;
  const saysNoMore = /^\W*\w+\W+is\s+not\s+null\W*$/i.test(state.sql ?? '');
  return saysNoMore && state.provesNotNull.every((column) => columns?.get(column)?.nullable === false);
}
