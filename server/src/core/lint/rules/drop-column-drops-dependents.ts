/** A key or an index goes silently with one of its columns. */

import type { OperationOf } from '../../operations/operation.ts';
import { findTable, type TableState, tableKey } from '../../schema/catalogue.ts';
import { placeOf } from '../fixes/batch.ts';
import { literal, schemaArgument } from '../fixes/code.ts';
import { around, standsAlone } from '../fixes/statement.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';

const history = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("realm", sa.Text()),
    sa.Column("email", sa.Text()),
    sa.UniqueConstraint("realm", "email", name="uq_users_realm_email"),
)
op.create_index("ix_users_email_realm", "users", ["email", "realm"])`;

interface Dependent {
  readonly what: string;
  /** The call that drops it; undefined where its name isn't known. */
  readonly drop: string | undefined;
}

export default defineRule({
  name: 'drop-column-drops-dependents',
  group: 'destructive',
  level: 'warning',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A column is dropped that a key or an index over several columns needs.',
    why: 'PostgreSQL drops every constraint and index that contains the column without a word: duplicates that a unique key kept out get in from then on, and queries over the other columns lose their index. A downgrade that adds the column does not bring them back.',
    instead:
      'Drop them by name before the column, so that the migration says what is lost, and create what takes their place.',
  },
  examples: [
    {
      title: 'The key and the index are dropped by name',
      history,
      bad: `op.drop_column("users", «"realm"»)  # alembic-guard: ignore[drop-column] unused since 4.2`,
      good: `op.drop_constraint("uq_users_realm_email", "users", type_="unique")
with op.get_context().autocommit_block():
    op.drop_index("ix_users_email_realm", table_name="users", postgresql_concurrently=True)
op.drop_column("users", "realm")  # alembic-guard: ignore[drop-column] unused since 4.2`,
    },
    {
      title: 'In SQL',
      history,
      bad: `op.execute("ALTER TABLE users DROP COLUMN «realm»")  # alembic-guard: ignore[drop-column] unused since 4.2`,
      good: `op.drop_constraint("uq_users_realm_email", "users", type_="unique")
with op.get_context().autocommit_block():
    op.drop_index("ix_users_email_realm", table_name="users", postgresql_concurrently=True)
op.execute("ALTER TABLE users DROP COLUMN realm")  # alembic-guard: ignore[drop-column] unused since 4.2`,
    },
  ],

  *check(context) {
    for (const step of context.upgrade) {
      const { operation } = step;
      if (operation.kind !== 'drop_column' || step.isNewTable(operation.table)) continue;
      if (step.isNewColumn(operation.table, operation.column.value)) continue;
      const found = dependents(context, findTable(step.before, operation.table), operation.column.value);
      if (found.length === 0) continue;
      const column = `${context.show(operation.table)}.${operation.column.value}`;
      yield {
        at: operation.column.span,
        message: `Dropping ${column} also drops ${found.map(({ what }) => what).join(', ')}, without a word; drop that by name first.`,
        operation,
        fixes: () => dropFirst(context, operation, found),
      };
    }
  },
});

/** A plain index or a foreign key of the column alone serves nothing without it, and is left out. */
function dependents(context: RuleContext, table: TableState | undefined, column: string): readonly Dependent[] {
  if (table === undefined) return [];
  const { style } = context.migration;
  const { op } = style;
  const own = `${literal(style, table.name)}`;
  const schema = schemaArgument(style, table);
  const constraints = table.constraints.flatMap((each): Dependent[] => {
    if (each.kind === 'check' || each.kind === 'exclude' || !each.columns.includes(column)) return [];
    if (each.kind === 'foreign-key' && each.columns.length === 1) return [];
    const words = { 'primary-key': 'primary', 'foreign-key': 'foreignkey', unique: 'unique' }[each.kind];
    const shown = { 'primary-key': 'the primary key', 'foreign-key': 'the foreign key', unique: 'the unique key' }[
      each.kind
    ];
    const to = each.kind === 'foreign-key' ? ` to ${tableKey(each.referent)}` : '';
    const name = each.name;
    const drop =
      name === undefined || op === undefined
        ? undefined
        : `${op}.drop_constraint(${literal(style, name)}, ${own}, type_=${literal(style, words)}${schema})`;
    return [{ what: `${shown} ${name ?? `on ${each.columns.join(', ')}`}${to}`, drop }];
  });
  const indexes = table.indexes.flatMap(({ name, columns, unique, include = [] }): Dependent[] => {
    if (!columns.includes(column) && !include.includes(column)) return [];
    if (columns.length + include.length === 1 && !unique) return [];
    const drop =
      name === undefined || op === undefined
        ? undefined
        : [
            `with ${op}.get_context().autocommit_block():`,
            `${style.indent}${op}.drop_index(${literal(style, name)}, table_name=${own}${schema}, postgresql_concurrently=True)`,
          ].join('\n');
    return [{ what: `the ${unique ? 'unique ' : ''}index ${name ?? `on ${columns.join(', ')}`}`, drop }];
  });
  return [...constraints, ...indexes];
}

function dropFirst(
  { migration }: RuleContext,
  { origin, circumstance }: OperationOf<'drop_column'>,
  found: readonly Dependent[],
): readonly Fix[] {
  const lines = found.flatMap(({ drop }) => drop?.split('\n') ?? []);
  const unnamed = found.some(({ drop }) => drop === undefined);
  if (unnamed || circumstance.autocommit !== undefined || !standsAlone(migration.text, origin.call)) return [];
  const place = circumstance.batch === undefined ? origin.call : placeOf(migration.text, circumstance.batch);
  return [{ title: 'Drop them by name first', preferred: true, edits: around(migration, place, lines, []) }];
}
