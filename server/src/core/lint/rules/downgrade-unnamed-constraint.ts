/** A downgrade that drops a constraint without saying which. */

import type { OperationOf } from '../../operations/operation.ts';
import { tableKey } from '../../schema/catalogue.ts';
import { nameConstraint } from '../fixes/name-constraint.ts';
import { addedConstraints } from '../net-effect.ts';
import { argument, verb } from '../place.ts';
import { defineRule, type RuleContext } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("org_id", sa.Integer()))\nop.create_table("orgs", sa.Column("id", sa.Integer(), primary_key=True))';

export default defineRule({
  name: 'downgrade-unnamed-constraint',
  group: 'downgrade',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'mysql'],
  fix: 'suggested',
  scope: { downgrade: true, roots: true },
  hazard: { name: 'unnamed-constraint', specificity: 2 },
  docs: {
    summary: 'The downgrade drops a constraint by the name `None`.',
    why: 'Autogenerate writes `None` for a constraint that has no name yet. Without a naming convention the downgrade then ends with "Can\'t emit DROP CONSTRAINT"; with one, Alembic makes up a name from the convention that the server may not know.',
    instead:
      'Name the constraint where it is made, and drop it by that name; an existing one has the name that the server gave it.',
  },
  examples: [
    {
      title: 'The name that PostgreSQL gave the key',
      history: users,
      bad: 'op.create_foreign_key(None, "users", "orgs", ["org_id"], ["id"], postgresql_not_valid=True)',
      badDowngrade: 'op.drop_constraint(«None», "users", type_="foreignkey")',
      good: 'op.create_foreign_key(None, "users", "orgs", ["org_id"], ["id"], postgresql_not_valid=True)',
      goodDowngrade: 'op.drop_constraint("users_org_id_fkey", "users", type_="foreignkey")',
    },
  ],

  *check(context) {
    for (const { operation } of context.downgrade) {
      if (operation.kind !== 'drop_constraint' || operation.name !== undefined) continue;
      const [name, ...others] = candidates(context, operation);
      const hint = name === undefined || others.length > 0 ? '' : ` Its name is ${name}.`;
      yield {
        at: argument(operation, 'constraint_name') ?? verb(operation, context.migration.text),
        message: `Which constraint of ${context.show(operation.table)} is dropped isn't said, so the downgrade fails here.${hint}`,
        operation,
        fixes: () => (name === undefined || others.length > 0 ? [] : nameConstraint(context, operation, name)),
      };
    }
  },
});

/** Names of the constraints of that type that the upgrade adds to the table. */
function candidates(
  { upgrade }: RuleContext,
  { table, constraintType }: OperationOf<'drop_constraint'>,
): readonly string[] {
  return addedConstraints(upgrade, tableKey(table)).flatMap(({ kind, name }) =>
    name === undefined || (constraintType !== undefined && kind !== constraintType) ? [] : [name],
  );
}
