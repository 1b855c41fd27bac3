/** A change that leaves a column as it is, and still locks its table. */

import { formerType } from '../../effects/alter-column.ts';
import { typeChange } from '../../effects/type-change.ts';
import { isKnown, known, type OperationOf } from '../../operations/operation.ts';
import { type Catalogue, findTable } from '../../schema/catalogue.ts';
import type { ServerDefault } from '../../schema/data-type.ts';
import type { Span } from '../../text/span.ts';
import { removeStatement } from '../fixes/remove-statement.ts';
import { removeArguments } from '../fixes/statement.ts';
import { callOf, wholeArgument } from '../place.ts';
import { defineRule, type Fix, type RuleContext } from '../rule.ts';

const users = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("plan", sa.String(20), server_default="free"),
)`;

type AlterColumn = OperationOf<'alter_column'>;

export default defineRule({
  name: 'alter-column-noop',
  group: 'columns',
  level: 'info',
  profile: 'strict',
  dialects: ['postgresql'],
  fix: 'safe',
  docs: {
    summary: 'A change of a column sets what the column has already.',
    why: 'Autogenerate leaves such calls behind. They still run as ALTER TABLE and wait for an ACCESS EXCLUSIVE lock, behind which all reads and writes queue, for nothing.',
    instead: 'Delete the call, or the argument.',
  },
  examples: [
    {
      title: 'The whole call',
      history: users,
      bad: `op.add_column("users", sa.Column("city", sa.Text()))
op.alter_column("users", "name", existing_type=sa.Text(), «nullable=False»)`,
      good: 'op.add_column("users", sa.Column("city", sa.Text()))',
    },
    {
      title: 'One argument of several',
      history: users,
      bad: `op.alter_column(
    "users",
    "plan",
    existing_type=sa.String(20),
    «type_=sa.String(20)»,
    server_default="basic",
)`,
      good: `op.alter_column(
    "users",
    "plan",
    existing_type=sa.String(20),
    server_default="basic",
)`,
    },
    {
      title: 'The only call of a batch block',
      history: users,
      bad: `with op.batch_alter_table("users") as batch_op:
    batch_op.alter_column("plan", «server_default="free"»)`,
      good: 'pass',
    },
  ],

  *check(context) {
    for (const { operation, before } of context.upgrade) {
      if (operation.kind !== 'alter_column') continue;
      const changes = changesOf(operation, before);
      const idle = changes.filter((change) => change.isIdle);
      const [first] = idle;
      if (first === undefined) continue;
      yield {
        at: wholeArgument(callOf(operation), first.argument, first.at),
        message: `${context.show(operation.table)}.${operation.column.value} ${first.has} already; the statement locks the table for nothing.`,
        operation,
        fixes: () => withoutIdle(context, operation, changes),
      };
    }
  },
});

interface Change {
  readonly argument: string;
  readonly at: Span;
  readonly isIdle: boolean;
  /** What the column has, in words. */
  readonly has: string;
}

/** Each change that the call asks for. Comments and names that aren't known count as changes. */
function changesOf(operation: AlterColumn, before: Catalogue): readonly Change[] {
  const { column, type, using, nullable, existingNullable, serverDefault, newName, comment, span } = operation;
  const table = findTable(before, operation.table);
  const state = table?.columns.get(column.value);
  const changes: Change[] = [];
  if (type !== undefined) {
    const former = formerType(operation, table);
    const isIdle = using === undefined && typeChange(former, type.value, column.value) === 'same';
    changes.push({ argument: 'type_', at: type.span, isIdle, has: `is ${type.value.source}` });
  }
  if (nullable !== undefined) {
    const former = state?.nullable ?? known(existingNullable);
    const isIdle = isKnown(nullable) && nullable.value === former;
    changes.push({ argument: 'nullable', at: nullable.span, isIdle, has: former ? 'is nullable' : 'is NOT NULL' });
  }
  if (serverDefault !== undefined) {
    const isIdle = state !== undefined && isSameDefault(serverDefault.value, state.serial ? undefined : state.default);
    const has = serverDefault.value === null ? 'has no default' : 'has this default';
    changes.push({ argument: 'server_default', at: serverDefault.span, isIdle: isIdle && !state.serial, has });
  }
  if (newName !== undefined) {
    const isIdle = known(newName) === column.value;
    changes.push({ argument: 'new_column_name', at: newName.span, isIdle, has: 'is called so' });
  }
  if (comment !== undefined) changes.push({ argument: 'comment', at: span, isIdle: false, has: '' });
  return changes;
}

function isSameDefault(value: ServerDefault | null, former: ServerDefault | undefined): boolean {
  if (value === null || former === undefined) return value === null && former === undefined;
  if (value.kind === 'literal') return former.kind === 'literal' && former.text === value.text;
  return value.kind === 'expression' && former.kind === 'expression' && former.sql === value.sql;
}

function withoutIdle(
  { migration }: RuleContext,
  { origin, circumstance }: AlterColumn,
  changes: readonly Change[],
): readonly Fix[] {
  if (origin.kind === 'sql') return [];
  const idle = changes.filter((change) => change.isIdle);
  if (idle.length === changes.length) {
    const edits = removeStatement(migration, origin.call, circumstance.batch);
    return edits.length === 0 ? [] : [{ title: 'Delete the call', preferred: true, edits }];
  }
  const edits = removeArguments(
    origin.call,
    idle.map(({ argument }) => argument),
  );
  return edits.length === 0 ? [] : [{ title: 'Leave out what changes nothing', preferred: true, edits }];
}
