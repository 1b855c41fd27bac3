/** A constraint is dropped by no name. */

import type { OperationOf } from '../../operations/operation.ts';
import { findTable } from '../../schema/catalogue.ts';
import { nameConstraint } from '../fixes/name-constraint.ts';
import { argument, verb } from '../place.ts';
import { defineRule, type Step } from '../rule.ts';

const users = `op.create_table("orgs", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("org_id", sa.Integer(), sa.ForeignKey("orgs.id")),
)`;

export default defineRule({
  name: 'drop-constraint-none',
  group: 'constraints',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'mysql'],
  fix: 'suggested',
  scope: { roots: true },
  hazard: { name: 'unnamed-constraint', specificity: 1 },
  docs: {
    summary: 'The upgrade drops a constraint by the name `None`.',
    why: "Autogenerate writes `None` where a model names no constraint. Alembic can't render that: the upgrade ends with \"Can't emit DROP CONSTRAINT\"; with a naming convention it sends a name made up from it, which the server doesn't know.",
    instead:
      'Write the name that the constraint has on the server. One that nobody named got it from PostgreSQL: `<table>_<column>_fkey`, `<table>_<column>_key`, `<table>_<column>_check`.',
  },
  examples: [
    {
      title: 'The name that PostgreSQL gave it',
      history: users,
      bad: 'op.drop_constraint(«None», "users", type_="foreignkey")',
      good: 'op.drop_constraint("users_org_id_fkey", "users", type_="foreignkey")',
    },
    {
      title: 'In a batch block',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.drop_constraint(«None», type_="foreignkey")`,
      good: `with op.batch_alter_table("users") as batch_op:
    batch_op.drop_constraint("users_org_id_fkey", type_="foreignkey")`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'drop_constraint' || operation.name !== undefined) continue;
      const [name, ...others] = candidates(step, operation);
      const certain = others.length === 0 ? name : undefined;
      const hint = certain === undefined ? '' : ` Its name is ${certain}.`;
      yield {
        at: argument(operation, 'constraint_name') ?? verb(operation, context.migration.text),
        message: `Which constraint of ${context.show(operation.table)} is dropped isn't said, so it is refused and the upgrade stops here.${hint}`,
        operation,
        fixes: () => (certain === undefined ? [] : nameConstraint(context, operation, certain)),
      };
    }
  },
});

/** Names of the table's constraints of that type. */
function candidates({ before }: Step, { table, constraintType }: OperationOf<'drop_constraint'>): readonly string[] {
  return (findTable(before, table)?.constraints ?? []).flatMap(({ kind, name }) =>
    name === undefined || (constraintType !== undefined && kind !== constraintType) ? [] : [name],
  );
}
