/** A validation scans the table while its transaction still holds a strong lock on it. */

import { blocks, type LockMode } from '../../effects/lock.ts';
import { type QualifiedName, tableKey } from '../../schema/catalogue.ts';
import { validateApart } from '../fixes/validate-later.ts';
import { effectsOfStep } from '../hazards.ts';
import { clause } from '../place.ts';
import { defineRule, type RuleContext, type Step } from '../rule.ts';

const tables = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("user_id", sa.Integer()))`;

export default defineRule({
  name: 'validate-same-transaction',
  group: 'constraints',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A constraint is validated in the transaction that adds it, or that has locked its table otherwise.',
    why: 'VALIDATE CONSTRAINT alone blocks nobody, but the transaction keeps every lock that it has taken: the table stays locked through the whole scan, and NOT VALID has won nothing.',
    instead:
      'Validate in a revision of its own, in an `autocommit_block()`. With `transaction_per_migration=True` in env.py the revision alone is enough; without it all revisions of one run share a transaction.',
  },
  examples: [
    {
      title: 'The validation in a revision of its own',
      history: tables,
      bad: `op.create_check_constraint("ck_orders_user", "orders", "user_id > 0", postgresql_not_valid=True)
op.execute("ALTER TABLE orders «VALIDATE CONSTRAINT ck_orders_user»")`,
      good: 'op.create_check_constraint("ck_orders_user", "orders", "user_id > 0", postgresql_not_valid=True)',
    },
    {
      title: 'After another change of the table',
      history: `${tables}
op.create_foreign_key("fk_orders_user", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)`,
      bad: `op.add_column("orders", sa.Column("note", sa.Text()))
op.execute("""
    ALTER TABLE orders
        «VALIDATE CONSTRAINT fk_orders_user»
""")
op.add_column("users", sa.Column("note", sa.Text()))`,
      good: `op.add_column("orders", sa.Column("note", sa.Text()))
op.add_column("users", sa.Column("note", sa.Text()))`,
    },
    {
      title: 'Both in one string',
      history: tables,
      bad: `op.execute("""
    ALTER TABLE orders ADD CONSTRAINT fk_orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
    ALTER TABLE orders «VALIDATE CONSTRAINT fk_orders_user»;
""")`,
      good: `with op.get_context().autocommit_block():
    op.execute("""
        ALTER TABLE orders ADD CONSTRAINT fk_orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID
    """)
    op.execute("ALTER TABLE orders VALIDATE CONSTRAINT fk_orders_user")`,
      fixed: false,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'validate_constraint') continue;
      const { table, name } = operation;
      const scans = effectsOfStep(step, context.postgresVersion).some(({ work }) => work.length > 0);
      if (!scans || step.isNewTable(table) || step.isSmall(table)) continue;
      const held = lockHeld(context, step, table);
      if (held === undefined) continue;
      const shown = context.show(table);
      yield {
        at: clause(operation, context.migration.text, /VALIDATE\s+CONSTRAINT\s+[^\s;,]+/i),
        message: `Validating ${name.value} scans ${shown} under the ${held.mode} lock that this transaction has taken with ${held.form}.`,
        operation,
        fixes: () => validateApart(context, operation),
      };
    }
  },
});

/** The first lock on the table that keeps others from writing, of an earlier statement of the same transaction. */
function lockHeld(
  { upgrade, postgresVersion }: RuleContext,
  validation: Step,
  table: QualifiedName,
): { readonly mode: LockMode; readonly form: string } | undefined {
  const own = tableKey(table);
  for (const step of upgrade.slice(0, upgrade.indexOf(validation))) {
    if (step.transaction !== validation.transaction) continue;
    for (const { fact, locks } of effectsOfStep(step, postgresVersion)) {
      const lock = locks.find(({ mode, relation }) => tableKey(relation) === own && blocks(mode).writes);
      if (lock !== undefined) return { mode: lock.mode, form: fact.form };
    }
  }
  return undefined;
}
