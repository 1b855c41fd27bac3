/** A label of an enum is used before the transaction that adds it is committed. */

import { isUsableAtOnce } from '../../effects/enum-label.ts';
import type { Operation, OperationOf } from '../../operations/operation.ts';
import { findEnum } from '../../schema/enums.ts';
import { labelUse } from '../enum-use.ts';
import { wrapInAutocommit } from '../fixes/concurrent-index.ts';
import { onVersion } from '../on-version.ts';
import { defineRule, type Step } from '../rule.ts';

const orders = `op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("state", sa.Enum("open", "paid", name="order_state"), nullable=False),
)`;

export default defineRule({
  name: 'enum-value-used-in-same-transaction',
  group: 'enums',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A value is added to an enum and used in the same transaction.',
    why: 'PostgreSQL refuses a label until the transaction that adds it is committed ("unsafe use of new value"), so the upgrade fails and is rolled back.',
    instead: 'Add the value in an `autocommit_block()`, which is committed before the next statement runs.',
  },
  examples: [
    {
      title: 'As the value of existing rows',
      history: orders,
      bad: `op.execute("ALTER TYPE order_state ADD VALUE 'refunded'")
op.execute("UPDATE orders SET state = «'refunded'» WHERE id < 100 AND state = 'paid'")`,
      good: `with op.get_context().autocommit_block():
    op.execute("ALTER TYPE order_state ADD VALUE 'refunded'")
op.execute("UPDATE orders SET state = 'refunded' WHERE id < 100 AND state = 'paid'")`,
    },
    {
      title: 'As a default',
      history: orders,
      bad: `op.execute("ALTER TYPE order_state ADD VALUE 'draft'")
op.alter_column("orders", "state", server_default=«"draft"»)`,
      good: `with op.get_context().autocommit_block():
    op.execute("ALTER TYPE order_state ADD VALUE 'draft'")
op.alter_column("orders", "state", server_default="draft")`,
    },
  ],

  *check(context) {
    const { upgrade, migration, postgresVersion } = context;
    const enums = upgrade[0]?.before.enums;
    for (const [i, { operation, before }] of upgrade.entries()) {
      if (!addsValue(operation) || operation.circumstance.autocommit !== undefined) continue;
      const { name, schema, change } = operation;
      const type = schema === undefined ? { name } : { name, schema };
      const isNew = findEnum(before, type) !== undefined && enums !== undefined && findUnder(enums, name) === undefined;
      if (isUsableAtOnce(postgresVersion, isNew)) continue;
      const used = sameTransaction(upgrade.slice(i + 1)).flatMap((step) => {
        const at = labelUse(step, name, change.value, migration.text);
        return at === undefined ? [] : [{ at, step }];
      })[0];
      if (used === undefined) continue;
      // Newer versions allow it where the enum itself is as new.
      const version = isNew ? ` ${onVersion(context)}` : '';
      yield {
        at: used.at,
        message: `The value ${change.value} of ${name} can't be used before the transaction that adds it is committed, so this statement fails${version}.`,
        operation: used.step.operation,
        related: [{ message: 'It is added here.', file: migration.file, span: operation.span }],
        fixes: () => wrapInAutocommit(context, operation),
      };
    }
  },
});

type AddValue = OperationOf<'alter_type'> & {
  readonly change: Extract<OperationOf<'alter_type'>['change'], { kind: 'add-value' }>;
};

function addsValue(operation: Operation): operation is AddValue {
  return operation.kind === 'alter_type' && operation.change.kind === 'add-value';
}

function findUnder(enums: Step['before']['enums'], name: string): unknown {
  return [...enums.values()].find((each) => each.name === name);
}

/** The steps up to the next commit. */
function sameTransaction(steps: readonly Step[]): readonly Step[] {
  const end = steps.findIndex(
    ({ operation }) =>
      operation.circumstance.autocommit !== undefined ||
      (operation.kind === 'transaction' && operation.command === 'commit'),
  );
  return end < 0 ? steps : steps.slice(0, end);
}
