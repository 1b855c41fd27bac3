/** A constraint that no revision ever validates. */

import { known } from '../../operations/operation.ts';
import { validationRevision } from '../fixes/validate-later.ts';
import { argument } from '../place.ts';
import { defineRule, type RuleContext } from '../rule.ts';

const items =
  'op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("price", sa.Integer()))';

export default defineRule({
  name: 'constraint-left-not-valid',
  group: 'constraints',
  level: 'warning',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A constraint is added NOT VALID, and no revision validates it.',
    why: 'It holds for new rows only. Old rows may break it for ever, the planner makes no use of it, and a later update of such a row fails although it changes something else.',
    instead:
      'Add a revision with `ALTER TABLE … VALIDATE CONSTRAINT …` in an `autocommit_block()`, which reads the table without blocking anybody. In the newest revision of a history this is only a hint, since the validation may be the next one.',
  },
  examples: [
    {
      title: 'Validated by the revision behind it',
      history: items,
      bad: 'op.create_check_constraint("ck_items_price", "items", "price >= 0", «postgresql_not_valid=True»)',
      good: 'op.create_check_constraint("ck_items_price", "items", "price >= 0", postgresql_not_valid=True)',
    },
    {
      title: 'In a batch block',
      history: items,
      bad: `with op.batch_alter_table("items") as batch_op:
    batch_op.create_check_constraint("ck_items_price", "price >= 0", «postgresql_not_valid=True»)`,
      good: `with op.batch_alter_table("items") as batch_op:
    batch_op.create_check_constraint("ck_items_price", "price >= 0", postgresql_not_valid=True)`,
    },
    {
      title: 'In SQL',
      history: items,
      bad: 'op.execute("ALTER TABLE items ADD CONSTRAINT ck_items_price CHECK (price >= 0) «NOT VALID»")',
      good: 'op.execute("ALTER TABLE items ADD CONSTRAINT ck_items_price CHECK (price >= 0) NOT VALID")',
    },
  ],

  *check(context) {
    if (context.neverValidated.size === 0 || !context.graph.complete) return;
    for (const { operation } of context.upgrade) {
      if (operation.kind !== 'add_check' && operation.kind !== 'add_foreign_key') continue;
      if (!context.neverValidated.has(operation)) continue;
      const name = known(operation.constraint.name);
      const table = context.show(operation.table);
      yield {
        at: argument(operation, 'postgresql_not_valid') ?? operation.notValid?.span ?? operation.constraint.span,
        message: `${name ?? 'This constraint'} holds for new rows of ${table} only: no revision validates it, so old rows may break it.`,
        ...(isNewest(context) ? { level: 'info' } : {}),
        operation,
        fixes: () => (name === undefined ? [] : validationRevision(context, operation.table, name)),
      };
    }
  },
});

/** Nothing comes after the revision yet. */
function isNewest({ graph, migration }: RuleContext): boolean {
  return (graph.map.byKey.get(migration.header.revision?.value ?? '')?.allNext ?? []).length === 0;
}
