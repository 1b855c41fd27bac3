/** A type goes while columns still have it. */

import { type Catalogue, type QualifiedName, tableKey } from '../../schema/catalogue.ts';
import { tablesWithType } from '../../schema/referrers.ts';
import { isMadeHere } from '../made-here.ts';
import { verb } from '../place.ts';
import { defineRule } from '../rule.ts';

const history = `op.execute("CREATE TYPE mood AS ENUM ('sad', 'glad')")
op.create_table(
    "people",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("mood", postgresql.ENUM("sad", "glad", name="mood", create_type=False)),
)`;

export default defineRule({
  name: 'drop-type',
  group: 'destructive',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'none',
  hazard: { name: 'dropped-object', specificity: 1 },
  docs: {
    summary: 'A type is dropped that columns have, or that no revision of this history has made.',
    why: 'While a column has the type the server refuses to drop it; with CASCADE the columns are dropped along with their data. A type that was made elsewhere may be used elsewhere.',
    instead: 'Change or drop the columns first, in a revision of their own, then the type.',
  },
  examples: [
    {
      title: 'Once no column has it',
      history: history.replace('postgresql.ENUM', 'sa.dialects.postgresql.ENUM'),
      bad: 'op.execute("«DROP TYPE» mood CASCADE")',
      good: `op.execute("ALTER TABLE people DROP COLUMN mood")  # alembic-guard: ignore[drop-column] unused since 4.2
op.execute("DROP TYPE mood")`,
    },
    {
      title: 'One that no revision has made, with a reason',
      bad: 'op.execute("«DROP TYPE» IF EXISTS legacy_status")',
      good: `# alembic-guard: ignore[drop-type] only the first prototype had it
op.execute("DROP TYPE IF EXISTS legacy_status")`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation, before } = step;
      if (operation.kind !== 'drop_type') continue;
      const type = nameOf(operation);
      const made = madeBy(before, type);
      if (isMadeHere(context, made)) continue;
      const users = tablesWithType(before, operation.name).filter((table) => !step.isNewTable(table));
      if (made !== undefined && users.length === 0) continue;
      const shown = context.show(type);
      const tables = users.map(context.show).join(' and ');
      const used = operation.cascade
        ? `CASCADE drops the columns of ${tables} that have the type ${shown}, with their data.`
        : `${tables} still has columns of the type ${shown}, so it can't go before them.`;
      yield {
        at: verb(operation, context.migration.text),
        message: users.length > 0 ? used : `No revision here has made the type ${shown}; whatever else uses it fails.`,
        operation,
      };
    }
  },
});

function nameOf({ schema, name }: { readonly schema: string | undefined; readonly name: string }): QualifiedName {
  return schema === undefined ? { name } : { schema, name };
}

function madeBy({ enums, domains, types }: Catalogue, name: QualifiedName) {
  const key = tableKey(name);
  return (enums.get(key) ?? domains.get(key) ?? types.get(key))?.by;
}
