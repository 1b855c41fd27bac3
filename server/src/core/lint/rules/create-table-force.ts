/** A table is dropped to be created anew, and its rows go with it. */

import { known, type OperationOf } from '../../operations/operation.ts';
import { findTable, type TableState, tableKey } from '../../schema/catalogue.ts';
import { replacement } from '../../text/edit.ts';
import { slice } from '../../text/span.ts';
import { constraintName, execute, identifier, literal, schemaArgument, tableInSql } from '../fixes/code.ts';
import { removeStatement } from '../fixes/sql-statement.ts';
import { standsAlone } from '../fixes/statement.ts';
import { defineRule, type Fix, type RuleContext, type Step } from '../rule.ts';

type Drop = OperationOf<'drop_table'>;
type Create = OperationOf<'create_table'>;

const history =
  'op.create_table("settings", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("value", sa.Text()))';

export default defineRule({
  name: 'create-table-force',
  group: 'destructive',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  hazard: { name: 'dropped-table', specificity: 3 },
  docs: {
    summary: 'A table is dropped and created anew under the same name.',
    why: 'The new table is empty: every row of the old one is lost, in every database that the migration reaches, although the table seems to be still there.',
    instead: 'Change the table with ALTER: add, change and drop the columns that differ.',
  },
  examples: [
    {
      title: 'The column is added, the rows stay',
      history,
      bad: `op.drop_table(«"settings"», if_exists=True)
op.create_table(
    "settings",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("value", sa.Text()),
    sa.Column("scope", sa.Text()),
)`,
      good: 'op.add_column("settings", sa.Column("scope", sa.Text()))',
    },
    {
      title: 'In SQL',
      history,
      bad: `op.execute("DROP TABLE IF EXISTS «settings»")
op.execute("CREATE TABLE settings (id serial PRIMARY KEY, value text, scope text)")`,
      good: 'op.execute("ALTER TABLE settings ADD COLUMN scope text")',
      fixed: false,
    },
  ],

  *check(context) {
    for (const [index, step] of context.upgrade.entries()) {
      const { operation } = step;
      if (operation.kind !== 'drop_table' || step.isNewTable(operation.table)) continue;
      const created = createdNext(context.upgrade.slice(index + 1), operation);
      if (created === undefined || isCopied(context.upgrade.slice(0, index), operation)) continue;
      const table = context.show(operation.table);
      yield {
        at: operation.table.span,
        message: `${table} is dropped and created anew, so all its rows are lost; change it with ALTER TABLE instead.`,
        operation,
        related: [
          { message: `Here ${table} is created anew, empty.`, file: context.migration.file, span: created.table.span },
        ],
        fixes: () => {
          const before = findTable(step.before, operation.table);
          return [
            ...alterInstead(context, operation, created, before),
            ...keepUnderOtherName(context, operation, created, before),
          ];
        },
      };
    }
  },
});

/** The CREATE of the same table, with nothing but other drops and creates in between. */
function createdNext(later: readonly Step[], { table }: Drop): Create | undefined {
  for (const { operation } of later) {
    if (operation.kind === 'create_table') {
      if (tableKey(operation.table) === tableKey(table)) return operation;
    } else if (!/^(drop|create)_/.test(operation.kind)) return undefined;
  }
  return undefined;
}

/** Whether its rows were brought somewhere else before. */
function isCopied(earlier: readonly Step[], { table }: Drop): boolean {
  return earlier.some(
    ({ operation }) =>
      (operation.kind === 'insert' &&
        operation.query?.relations.some(
          ({ name, schema }) =>
            name !== undefined && tableKey(schema === undefined ? { name } : { name, schema }) === tableKey(table),
        )) ||
      (operation.kind === 'statement' && operation.command === 'SELECT INTO') ||
      operation.kind === 'opaque',
  );
}

/** The columns that are new, where nothing else differs. */
function alterInstead(
  { migration }: RuleContext,
  drop: Drop,
  create: Create,
  before: TableState | undefined,
): readonly Fix[] {
  const { text, style } = migration;
  const { op } = style;
  if (op === undefined || before === undefined || !before.whole || create.partial) return [];
  if (create.origin.kind !== 'op' || !standsAlone(text, create.origin.call)) return [];
  const gone = removeStatement(migration, drop);
  const kept = create.columns.filter(({ name }) => before.columns.has(name));
  const added = create.columns.filter(({ name }) => !before.columns.has(name));
  const same = kept.every((column) => {
    const known = before.columns.get(column.name);
    return (
      known?.type.name === column.type.value.name && `${known?.type.modifiers}` === `${column.type.value.modifiers}`
    );
  });
  if (gone.length === 0 || added.length === 0 || kept.length < before.columns.size || !same) return [];
  if (added.some(({ call }) => call === undefined)) return [];
  const lines = added.map(
    ({ span }) =>
      `${op}.add_column(${literal(style, create.table.name)}, ${slice(text, span)}${schemaArgument(style, create.table)})`,
  );
  const { call } = create.origin;
  return [
    {
      title: 'Add the new columns, and keep the rows',
      preferred: true,
      edits: [...gone, replacement(call.span, lines.join(style.newline + call.indent))],
    },
  ];
}

/** What the server calls by names of its own makes room for the new table; a key with the author's name would not. */
function keepUnderOtherName(
  { migration }: RuleContext,
  drop: Drop,
  create: Create,
  before: TableState | undefined,
): readonly Fix[] {
  const { text, style } = migration;
  const { op } = style;
  const { call } = drop.origin;
  const given = create.constraints.flatMap((each) => known(each.name) ?? []);
  const taken = [...(before?.constraints ?? []), ...(before?.indexes ?? [])].map(({ name }) => name);
  if (op === undefined || before === undefined || given.some((name) => taken.includes(name))) return [];
  if (!standsAlone(text, call) || (drop.origin.kind === 'sql' && (drop.origin.count > 1 || drop.origin.part)))
    return [];
  const name = constraintName(drop.table.name, 'old');
  const exists = drop.ifExists ? 'IF EXISTS ' : '';
  const code = execute(style, op, `ALTER TABLE ${exists}${tableInSql(drop.table)} RENAME TO ${identifier(name)}`);
  return [{ title: `Keep the old table as ${name}`, preferred: false, edits: [replacement(call.span, code)] }];
}
