/** A default that was meant as a function call and is a text. */

import type { ColumnDefinition, TableName } from '../../operations/operation.ts';
import { findTable } from '../../schema/catalogue.ts';
import type { DataType, ServerDefault } from '../../schema/data-type.ts';
import type { Located } from '../../text/span.ts';
import { defaultAsExpression } from '../fixes/default-as-expression.ts';
import { isBeforeStart } from '../hazards.ts';
import { argument, wholeArgument } from '../place.ts';
import { defineRule, type Step } from '../rule.ts';

const users = 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))';

export default defineRule({
  name: 'server-default-frozen-now',
  group: 'columns',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql'],
  fix: 'suggested',
  scope: { roots: true },
  docs: {
    summary: 'A server default is written as a quoted text although a function call is meant.',
    why: "SQLAlchemy renders a plain string as a literal. PostgreSQL reads the literal 'now()' once, when the migration runs, so every later row gets the time of the deployment; any other function call in quotes is refused.",
    instead: 'Write `sa.func.now()` or `sa.text("…")`, which are rendered without quotes.',
  },
  examples: [
    {
      title: 'The time of each insert',
      history: users,
      bad: `op.add_column(
    "users",
    sa.Column("created_at", sa.DateTime(timezone=True), «server_default="now()"»),
)`,
      good: `op.add_column(
    "users",
    sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now()),
)`,
    },
    {
      title: 'Other functions are refused by the server',
      history: users,
      bad: `op.create_table(
    "sessions",
    sa.Column("id", sa.Uuid(), «server_default='gen_random_uuid()'», primary_key=True),
)`,
      good: `op.create_table(
    "sessions",
    sa.Column("id", sa.Uuid(), server_default=sa.text('gen_random_uuid()'), primary_key=True),
)`,
    },
    {
      title: 'On a column that is there',
      history:
        'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("seen", sa.DateTime()))',
      bad: 'op.alter_column("users", "seen", existing_type=sa.DateTime(), «server_default="CURRENT_TIMESTAMP"»)',
      good: 'op.alter_column("users", "seen", existing_type=sa.DateTime(), server_default=sa.text("CURRENT_TIMESTAMP"))',
    },
    {
      title: 'In SQL',
      history: users,
      bad: `op.execute("ALTER TABLE users ADD COLUMN seen timestamptz DEFAULT «'now'»")`,
      good: 'op.execute("ALTER TABLE users ADD COLUMN seen timestamptz DEFAULT now()")',
    },
  ],

  *check(context) {
    if (isBeforeStart(context)) return;
    for (const step of context.upgrade) {
      for (const { value, type, table, name, column } of defaultsOf(step)) {
        const verdict = judge(value.value, type);
        if (verdict === undefined) continue;
        const at = column === undefined ? argument(step.operation, 'server_default') : undefined;
        const span = at ?? wholeArgument(column?.call, 'server_default', value.span);
        yield {
          at: span,
          message: message(verdict, `${context.show(table)}.${name}`, text(value.value)),
          operation: step.operation,
          fixes: () => defaultAsExpression(context, step.operation, value),
        };
      }
    }
  },
});

interface Default {
  readonly value: Located<ServerDefault>;
  readonly type: DataType | undefined;
  readonly table: TableName;
  readonly name: string;
  readonly column: ColumnDefinition | undefined;
}

function defaultsOf({ operation, after }: Step): readonly Default[] {
  switch (operation.kind) {
    case 'add_column':
      return ofColumn(operation.table, operation.column);
    case 'create_table':
      return operation.columns.flatMap((column) => ofColumn(operation.table, column));
    case 'alter_column': {
      const { table, column, serverDefault, type, existingType } = operation;
      if (serverDefault === undefined || serverDefault.value === null) return [];
      const value = { value: serverDefault.value, span: serverDefault.span };
      const known = type?.value ?? existingType?.value ?? findTable(after, table)?.columns.get(column.value)?.type;
      return [{ value, type: known, table, name: column.value, column: undefined }];
    }
    default:
      return [];
  }
}

function ofColumn(table: TableName, column: ColumnDefinition): readonly Default[] {
  const value = column.serverDefault;
  return value === undefined ? [] : [{ value, type: column.type.value, table, name: column.name, column }];
}

const times: ReadonlySet<string> = new Set(['timestamp', 'timestamptz', 'date', 'time', 'timetz']);
const texts: ReadonlySet<string> = new Set(['text', 'varchar', 'bpchar', 'char', 'citext', 'name', 'bytea']);
/** Measured on PostgreSQL 15: a time's input reads these words, brackets or not, and `CURRENT_TIMESTAMP` is refused. */
const readAtOnce = /^\W*(now|today|tomorrow|yesterday)\W*$/i;
const nowAlone = /^\W*now\W*$/i;
const call = /^\s*([a-z_][\w.]*\s*\(.*\)|current_(timestamp|date|time)|local(timestamp|time))\s*$/is;

function judge(value: ServerDefault, type: DataType | undefined): 'frozen' | 'refused' | 'perhaps' | undefined {
  if (value.kind !== 'literal') return undefined;
  const name = type?.name;
  if (name === undefined) return nowAlone.test(value.text) && value.text.includes('(') ? 'perhaps' : undefined;
  if (texts.has(name) || (type?.dimensions ?? 0) > 0) return undefined;
  if (times.has(name) && readAtOnce.test(value.text)) return 'frozen';
  return call.test(value.text) ? 'refused' : undefined;
}

function message(verdict: 'frozen' | 'refused' | 'perhaps', column: string, literal: string): string {
  const quoted = `The default '${literal}' of ${column} is a text, not a call`;
  switch (verdict) {
    case 'frozen':
      return `${quoted}: it is read once, when the migration runs, so every later row gets the time of the deployment.`;
    case 'refused':
      return `${quoted}, so the server refuses it.`;
    case 'perhaps':
      return `${quoted}: a time column would freeze at the moment of the migration.`;
  }
}

function text(value: ServerDefault): string {
  return value.kind === 'literal' ? value.text : '';
}
