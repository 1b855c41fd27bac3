/** A data change that names a column or table which isn't there. */

import type { Operation } from '../../operations/operation.ts';
import { findTable, tableKey } from '../../schema/catalogue.ts';
import { replacement } from '../../text/edit.ts';
import { nearest } from '../../text/nearest.ts';
import { type Span, slice } from '../../text/span.ts';
import { namedColumns } from '../named-columns.ts';
import { verb } from '../place.ts';
import { defineRule, type Fix, type Step } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("plan", sa.Text()),
)`;

/** Columns that every table of PostgreSQL has, and the names of whole rows. */
const systemColumns: ReadonlySet<string> = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid']);

export default defineRule({
  name: 'dml-on-missing-column',
  group: 'data',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'suggested',
  docs: {
    summary: 'A data change names a column or table that does not exist at this point of the history.',
    why: 'The statement is refused, and the upgrade with it: earlier revisions, or operations above it, have renamed or dropped what it names, or never made it.',
    instead:
      'Use the name that the schema has at this point, or move the change before the drop or behind the addition.',
  },
  examples: [
    {
      title: 'A slip of the pen',
      history: users,
      bad: `op.execute("UPDATE users SET «paln» = 'free' WHERE plan IS NULL")`,
      good: `op.execute("UPDATE users SET plan = 'free' WHERE plan IS NULL")`,
    },
    {
      title: 'A column of another name',
      fixed: false,
      history: users,
      bad: `op.execute("UPDATE users SET «tariff» = 'free' WHERE plan IS NULL")`,
      good: `op.execute("UPDATE users SET plan = 'free' WHERE plan IS NULL")`,
    },
    {
      title: 'A new column is filled after it is added',
      fixed: false,
      history: users,
      bad: `users = sa.table("users", sa.column("id"), sa.column("locale"))
«op.execute»(users.update().where(users.c.id > 0).values(locale="en"))
op.add_column("users", sa.Column("locale", sa.Text()))`,
      good: `users = sa.table("users", sa.column("id"), sa.column("locale"))
op.add_column("users", sa.Column("locale", sa.Text()))
op.execute(users.update().where(users.c.id > 0).values(locale="en"))`,
    },
    {
      title: 'A table that is renamed above',
      fixed: false,
      history: users,
      bad: `op.rename_table("users", "people")
op.execute("INSERT INTO «users» (plan) VALUES ('free')")`,
      good: `op.rename_table("users", "people")
op.execute("INSERT INTO people (plan) VALUES ('free')")
op.execute("CREATE VIEW users AS SELECT * FROM people")`,
    },
  ],

  *check(context) {
    const gone = new Map<string, Step>();
    let isSure = true;
    for (const step of context.upgrade) {
      const { operation, before } = step;
      for (const key of lostTables(step)) gone.set(key, step);
      // What a helper or a block of code does to the schema isn't known, so nothing behind it is claimed.
      isSure &&= !mayChangeSchema(operation);
      const isChange = operation.kind === 'insert' || operation.kind === 'update' || operation.kind === 'delete';
      if (!isChange || !isSure || operation.circumstance.conditional || operation.table.name.includes('{')) continue;
      const name = context.show(operation.table);
      const table = findTable(before, operation.table);
      const cause = gone.get(tableKey(operation.table));
      if (table === undefined && cause !== undefined && !cause.operation.circumstance.conditional) {
        const happened = cause.operation.kind === 'rename_table' ? 'renamed' : 'dropped';
        yield {
          at: operation.table.span,
          message: `${name} is ${happened} above, so the server refuses this statement.`,
          operation,
        };
      }
      if (table === undefined || !table.whole || table.columns.size === 0) continue;
      const isMissing = (column: string) => !table.columns.has(column) && !systemColumns.has(column) && column !== name;
      const column = namedColumns(operation).find((each) => isMissing(each) && !/[^\w$]/.test(each));
      if (column === undefined) continue;
      const near = nearest(column, table.columns.keys());
      const hint = near === undefined ? '' : `; did you mean ${near}?`;
      const at = placeOf(operation, column, context.migration.text);
      yield {
        at,
        message: `${name} has no column ${column} at this point, so the server refuses this statement${hint || '.'}`,
        operation,
        fixes: () => nameInstead(at, column, near, context.migration.text),
      };
    }
  },
});

/** The column that was probably meant, where the statement itself says the name. */
function nameInstead(at: Span, column: string, near: string | undefined, text: string): readonly Fix[] {
  if (near === undefined || slice(text, at) !== column) return [];
  return [{ title: `Name the column ${near}`, preferred: true, edits: [replacement(at, near)] }];
}

/** Where the statement says the name, else what does it. */
function placeOf(operation: Operation, column: string, text: string): Span {
  const set = operation.kind === 'update' ? operation.sets.find((each) => each.column.value === column) : undefined;
  if (set !== undefined && operation.origin.kind === 'sql') return set.column.span;
  if (operation.origin.kind !== 'sql') return verb(operation, text);
  const { start, end } = operation.span;
  const found = new RegExp(`\\b${column}\\b`, 'i').exec(text.slice(start, end));
  return found === null ? operation.span : { start: start + found.index, end: start + found.index + column.length };
}

function mayChangeSchema(operation: Operation): boolean {
  if (operation.kind === 'opaque') return true;
  return operation.kind === 'statement' && (operation.command === 'DO' || operation.command === 'CALL');
}

/** Keys of tables that are no longer there under this name. Of hundreds of tables most changes lose none. */
function lostTables({ operation, before, after }: Step): readonly string[] {
  if (before.tables === after.tables || keepsTables.has(operation.kind)) return [];
  return [...before.tables.keys()].filter((key) => !after.tables.has(key));
}

const keepsTables: ReadonlySet<string> = new Set([
  'add_column',
  'alter_column',
  'create_index',
  'create_table',
  'drop_column',
  'drop_index',
]);
