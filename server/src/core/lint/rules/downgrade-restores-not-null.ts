/** A downgrade that brings a required column back to a table with rows. */

import { allowNull } from '../fixes/allow-null.ts';
import { effectsOfStep } from '../hazards.ts';
import { argument } from '../place.ts';
import { defineRule } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("fax", sa.Text(), nullable=False))';
const drop = `# alembic-guard: ignore[drop-column] no release since 4.2 reads or writes fax
op.drop_column("users", "fax")`;

export default defineRule({
  name: 'downgrade-restores-not-null',
  group: 'downgrade',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql', 'sqlite'],
  fix: 'suggested',
  scope: { downgrade: true },
  docs: {
    summary: 'The downgrade adds a column that is NOT NULL and has no default.',
    why: 'The values went with the column, so as soon as the table holds a row the downgrade fails.',
    instead: 'Bring the column back as nullable, or with a `server_default` that says what old rows get.',
  },
  examples: [
    {
      title: 'Back as nullable',
      history: users,
      bad: drop,
      badDowngrade: 'op.add_column("users", sa.Column("fax", sa.Text(), «nullable=False»))',
      good: drop,
      goodDowngrade: `# irreversible: the values are gone, so fax comes back without NOT NULL
op.add_column("users", sa.Column("fax", sa.Text(), nullable=True))`,
    },
    {
      title: 'Back with a default',
      history: users.replace('nullable=False', 'nullable=False, server_default=""'),
      bad: drop,
      badDowngrade: `op.execute("ALTER TABLE users ADD COLUMN «fax text NOT NULL»")`,
      good: drop,
      goodDowngrade: `op.execute("ALTER TABLE users ADD COLUMN fax text NOT NULL DEFAULT ''")`,
      fixed: false,
    },
  ],

  *check(context) {
    for (const step of context.downgrade) {
      const { operation } = step;
      if (operation.kind !== 'add_column' || step.isNewTable(operation.table)) continue;
      const effects = effectsOfStep(step, context.postgresVersion);
      const effect = effects.find((each) => each.name === 'add column required');
      if (effect === undefined) continue;
      const column = `${context.show(operation.table)}.${operation.column.name}`;
      yield {
        at:
          operation.column.call?.arguments.get('nullable')?.span ??
          argument(operation, 'nullable') ??
          operation.column.span,
        message: `The downgrade adds ${column} as NOT NULL without a default, which fails as soon as the table holds a row.`,
        operation,
        fixes: () => allowNull(context, operation),
      };
    }
  },
});
