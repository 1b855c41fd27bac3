/** A computed column that doesn't say whether it is stored. */

import { sayPersisted } from '../fixes/say-persisted.ts';
import { isAtLeast, libraryNamed } from '../libraries.ts';
import { madeColumns } from '../made-columns.ts';
import { onVersion } from '../on-version.ts';
import { defineRule, type RuleContext } from '../rule.ts';

const lines =
  'op.create_table("lines", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("net", sa.Integer()))';

export default defineRule({
  name: 'computed-persisted-unset',
  group: 'columns',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  hazard: { name: 'generated-column', specificity: 1 },
  docs: {
    summary: 'A computed column says nothing about `persisted`.',
    why: 'SQLAlchemy up to 2.0 then renders STORED. 2.1 renders neither word, which PostgreSQL up to 17 refuses and PostgreSQL 18 takes as VIRTUAL: the same revision makes another column, or none, after an upgrade of the library.',
    instead: 'Say `persisted=True`, or write the VIRTUAL column of PostgreSQL 18 as SQL.',
  },
  examples: [
    {
      title: 'Stored, whatever renders it',
      history: lines,
      bad: `op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("net", sa.Integer(), nullable=False),
    sa.Column("gross", sa.Integer(), «sa.Computed("net * 119 / 100")»),
)`,
      good: `op.create_table(
    "orders",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("net", sa.Integer(), nullable=False),
    sa.Column("gross", sa.Integer(), sa.Computed("net * 119 / 100", persisted=True)),
)`,
    },
    {
      title: 'A column of a new table',
      history: lines,
      bad: `op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("net", sa.Integer()))
op.add_column("orders", sa.Column("gross", sa.Integer(), «sa.Computed("net * 119 / 100")»))`,
      good: `op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("net", sa.Integer()))
op.add_column("orders", sa.Column("gross", sa.Integer(), sa.Computed("net * 119 / 100", persisted=True)))`,
    },
  ],

  *check(context) {
    for (const { operation, column } of madeColumns(context)) {
      const { call, computed } = column;
      if (call === undefined || computed === undefined || computed.value.stored !== undefined) continue;
      yield {
        at: computed.span,
        message: `Whether ${context.show(operation.table)}.${column.name} is stored isn't said: ${rendered(context)}. Say persisted=True.`,
        operation,
        fixes: () => sayPersisted(context, column),
      };
    }
  },
});

/** What the word that is left out comes to. */
function rendered(context: RuleContext): string {
  const library = libraryNamed(context.libraries, 'sqlalchemy');
  if (!isAtLeast(context.libraries.sqlalchemy, '2.1')) return `${library} renders STORED, 2.1 neither word`;
  const outcome = context.postgresVersion < 18 ? 'is refused' : 'makes it VIRTUAL';
  return `${library} renders neither word, which ${outcome} ${onVersion(context)}`;
}
