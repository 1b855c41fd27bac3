/** IF NOT EXISTS where the history says whether the object exists. */

import { known } from '../../operations/operation.ts';
import { findTable, type Provenance } from '../../schema/catalogue.ts';
import { findIndex } from '../../schema/constraints.ts';
import { rewrite } from '../fixes/sql-statement.ts';
import { removeArguments } from '../fixes/statement.ts';
import { argument, callOf, clause } from '../place.ts';
import { defineRule, type Fix, type RuleContext, type Step } from '../rule.ts';

const users =
  'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))';

export default defineRule({
  name: 'if-not-exists-hides-drift',
  group: 'destructive',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'IF NOT EXISTS on an object of which the history says whether it exists.',
    why: 'Where the object is there, it stays as it is, with whatever type and columns it has, and the revision counts as done: the database then differs from what every later revision takes for granted, without a word.',
    instead:
      'Leave it out, so that a database which differs is noticed now. Inside an autocommit block, which may be repeated half way, it is in its place.',
  },
  examples: [
    {
      title: 'No revision has added the column',
      history: users,
      bad: 'op.add_column("users", sa.Column("nick", sa.Text()), «if_not_exists=True»)',
      good: 'op.add_column("users", sa.Column("nick", sa.Text()))',
    },
    {
      title: 'In SQL',
      history: users,
      bad: 'op.execute("ALTER TABLE users ADD COLUMN «IF NOT EXISTS» nick text")',
      good: 'op.execute("ALTER TABLE users ADD COLUMN nick text")',
    },
    {
      title: 'An earlier revision has made the table, with other columns',
      history: users,
      bad: `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("nick", sa.Text()),
    «if_not_exists=True»,
)`,
      good: 'op.add_column("users", sa.Column("nick", sa.Text()))',
      fixed: false,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (!('ifNotExists' in operation) || !operation.ifNotExists || operation.circumstance.autocommit !== undefined)
        continue;
      if (operation.circumstance.conditional) continue;
      const object = objectOf(context, step);
      if (object === undefined) continue;
      const { what, by } = object;
      yield {
        at: argument(operation, 'if_not_exists') ?? clause(operation, context.migration.text, /\bIF\s+NOT\s+EXISTS\b/i),
        message:
          by === undefined
            ? `No revision before this one makes ${what}; where it exists nevertheless, with whatever shape, this hides it.`
            : `${what[0]?.toUpperCase()}${what.slice(1)} exists since revision ${by.revision}, so this does nothing, whatever shape it has.`,
        operation,
        fixes: () => (by === undefined ? withoutClause(context, step) : []),
      };
    }
  },
});

/** What is to be made, and what has made it already; undefined where the history can't tell. */
function objectOf(
  { show }: RuleContext,
  { operation, before }: Step,
): { readonly what: string; readonly by: Provenance | undefined } | undefined {
  switch (operation.kind) {
    case 'create_table': {
      const table = findTable(before, operation.table);
      // Of a table that no revision has made nothing is known: the database may be older than the history.
      return table?.whole ? { what: `the table ${show(operation.table)}`, by: table.by } : undefined;
    }
    case 'add_column': {
      const table = findTable(before, operation.table);
      if (!table?.whole || table.by.tentative !== undefined) return undefined;
      const { name } = operation.column;
      return { what: `the column ${show(operation.table)}.${name}`, by: table.columns.get(name)?.by };
    }
    case 'create_index': {
      const table = findTable(before, operation.table);
      const name = known(operation.name);
      if (!table?.whole || table.by.tentative !== undefined || name === undefined) return undefined;
      return { what: `the index ${name}`, by: findIndex(before, name, operation.table.schema)?.index.by };
    }
    default:
      return undefined;
  }
}

function withoutClause({ migration }: RuleContext, { operation }: Step): readonly Fix[] {
  const call = callOf(operation);
  const edits =
    call === undefined
      ? rewrite(migration, operation, /\s+IF\s+NOT\s+EXISTS\b/i, '')
      : removeArguments(call, ['if_not_exists']);
  return edits.length === 0 ? [] : [{ title: 'Leave it out', preferred: true, edits }];
}
