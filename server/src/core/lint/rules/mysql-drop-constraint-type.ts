/** MySQL must be told what kind of constraint it is that goes. */

import { known, type OperationOf } from '../../operations/operation.ts';
import { type ConstraintState, findTable } from '../../schema/catalogue.ts';
import { mysqlEnvironment } from '../example-environment.ts';
import { literal } from '../fixes/code.ts';
import { setArgument } from '../fixes/statement.ts';
import { argumentSite, verb } from '../place.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';

const tables = `op.create_table("teams", sa.Column("id", sa.Integer(), primary_key=True))
op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("team_id", sa.Integer(), sa.ForeignKey("teams.id", name="fk_users_team")),
)`;

export default defineRule({
  name: 'mysql-drop-constraint-type',
  group: 'dialects',
  level: 'error',
  profile: 'strict',
  dialects: ['mysql'],
  fix: 'safe',
  scope: { downgrade: true },
  docs: {
    summary: 'A constraint is dropped without its type, in a project that runs on MySQL.',
    why: 'MySQL has a command of its own for each kind of constraint, so Alembic raises NotImplementedError there when `type_` is missing.',
    instead: 'Pass `type_="foreignkey"`, `"unique"`, `"check"` or `"primary"`.',
  },
  examples: [
    {
      title: 'A foreign key',
      env: mysqlEnvironment,
      history: tables,
      bad: '«op.drop_constraint»("fk_users_team", "users")',
      good: 'op.drop_constraint("fk_users_team", "users", type_="foreignkey")',
    },
    {
      title: 'In a batch block',
      env: mysqlEnvironment,
      history: tables,
      bad: `with op.batch_alter_table("users") as batch_op:
    «batch_op.drop_constraint»("fk_users_team")`,
      good: `with op.batch_alter_table("users") as batch_op:
    batch_op.drop_constraint("fk_users_team", type_="foreignkey")`,
    },
  ],

  *check(context) {
    for (const { operation, before } of [...context.upgrade, ...context.downgrade]) {
      if (operation.kind !== 'drop_constraint' || operation.origin.kind === 'sql') continue;
      if (argumentSite(operation, 'type_') !== undefined) continue;
      const name = known(operation.name);
      const dropped = findTable(before, operation.table)?.constraints.find((each) => each.name === name);
      yield {
        at: verb(operation, context.migration.text),
        message: `On MySQL Alembic can not drop ${name ?? 'this constraint'} without knowing its type; pass type_.`,
        operation,
        fixes: () => sayType(context, operation, dropped),
      };
    }
  },
});

/** Alembic's words. */
const types: Readonly<Partial<Record<ConstraintState['kind'], string>>> = {
  check: 'check',
  'foreign-key': 'foreignkey',
  'primary-key': 'primary',
  unique: 'unique',
};

function sayType(
  { migration }: RuleContext,
  { origin }: OperationOf<'drop_constraint'>,
  dropped: ConstraintState | undefined,
): readonly Fix[] {
  const type = dropped && types[dropped.kind];
  if (type === undefined) return [];
  const edits = setArgument(migration.text, origin.call, 'type_', literal(migration.style, type));
  return [{ title: `Say that it is of the type ${type}`, preferred: true, edits }];
}
