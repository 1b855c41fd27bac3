/** A constraint gets its name from the server. */

import { isNamedByConvention } from '../../operations/final-name.ts';
import type { Operation, OperationOf } from '../../operations/operation.ts';
import { findTable, type QualifiedName } from '../../schema/catalogue.ts';
import type { NamingKey } from '../../schema/naming-convention.ts';
import type { Span } from '../../text/span.ts';
import { giveName } from '../fixes/give-name.ts';
import { argument, callOf, verb } from '../place.ts';
import { defineRule, type Step } from '../rule.ts';

const tables = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("user_id", sa.Integer()))`;

export default defineRule({
  name: 'constraint-unnamed',
  group: 'constraints',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'safe',
  docs: {
    summary: 'A constraint is added without a name.',
    why: "The server makes one up, each kind of server another, and the downgrade can't drop what it can't name: autogenerate writes `drop_constraint(None, …)` for it, which fails.",
    instead:
      'Name it, or give the metadata a `naming_convention`, which names what the author leaves unnamed. Inside a new table, which goes as a whole, this is only a hint.',
  },
  examples: [
    {
      title: 'The name that PostgreSQL would give it',
      history: tables,
      bad: 'op.create_foreign_key(«None», "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)',
      good: 'op.create_foreign_key("orders_user_id_fkey", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)',
    },
    {
      title: 'In a batch block',
      history: tables,
      bad: `with op.batch_alter_table("orders") as batch_op:
    batch_op.create_check_constraint(«None», "user_id > 0", postgresql_not_valid=True)`,
      good: `with op.batch_alter_table("orders") as batch_op:
    batch_op.create_check_constraint("orders_user_id_check", "user_id > 0", postgresql_not_valid=True)`,
    },
    {
      title: 'In a new table',
      history: tables,
      bad: `op.create_table(
    "teams",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
    «sa.UniqueConstraint("name")»,
)`,
      good: `op.create_table(
    "teams",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text()),
    sa.UniqueConstraint("name", name="uq_teams_name"),
)`,
      fixed: false,
    },
    {
      title: 'In SQL',
      history: tables,
      bad: 'op.execute("ALTER TABLE orders ADD «FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID»")',
      good: 'op.execute("ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID")',
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      const around = { catalogue: step.before, origin: operation.origin.kind };
      for (const { key, table, at, isInside } of unnamed(operation, context.migration.text)) {
        if (isNamedByConvention(key, around)) continue;
        const name = isInside ? undefined : nameOfServer(step, table);
        const hint = name === undefined ? '' : ` PostgreSQL calls it ${name}.`;
        yield {
          at,
          message: `This constraint of ${context.show(table)} has no name to drop it by.${hint}`,
          ...(isInside ? { level: 'info' } : {}),
          operation,
          fixes: () => (name === undefined ? [] : giveName(context, operation, at, name)),
        };
      }
    }
  },
});

interface Unnamed {
  readonly key: NamingKey;
  readonly table: QualifiedName;
  readonly at: Span;
  /** Declared inside a table or column that is made here. */
  readonly isInside: boolean;
}

function unnamed(operation: Operation, text: string): readonly Unnamed[] {
  switch (operation.kind) {
    case 'add_check':
    case 'add_foreign_key': {
      const { table, constraint } = operation;
      const at =
        argument(operation, 'constraint_name') ?? (callOf(operation) ? verb(operation, text) : constraint.span);
      const key = operation.kind === 'add_check' ? 'ck' : 'fk';
      return constraint.name === undefined ? [{ key, table, at, isInside: false }] : [];
    }
    case 'add_unique': {
      const at = argument(operation, 'constraint_name') ?? verb(operation, text);
      const isNamed = operation.name !== undefined || operation.usingIndex !== undefined;
      return isNamed ? [] : [{ key: 'uq', table: operation.table, at, isInside: false }];
    }
    case 'create_table':
      return inside(operation);
    default:
      return [];
  }
}

/** Primary keys are left out: a table has one, and its name is known. */
function inside({ table, columns, constraints }: OperationOf<'create_table'>): readonly Unnamed[] {
  const keys = columns.flatMap((column) => column.foreignKeys).map((each) => ({ ...each, key: 'fk' as const }));
  const checks = columns.flatMap((column) => column.checks).map((each) => ({ ...each, key: 'ck' as const }));
  const others = constraints.flatMap((each) =>
    each.kind === 'primary-key' ? [] : [{ ...each, key: namingKeys[each.kind] }],
  );
  return [...keys, ...checks, ...others].flatMap(({ key, name, span }) =>
    name === undefined ? [{ key, table, at: span, isInside: true }] : [],
  );
}

const namingKeys = { unique: 'uq', 'foreign-key': 'fk', check: 'ck', exclude: 'ex' } as const;

/** What the catalogue calls the constraint that the operation makes. */
function nameOfServer({ after, operation }: Step, table: QualifiedName): string | undefined {
  return findTable(after, table)?.constraints.find((each) => each.by.span === operation.span)?.name;
}
