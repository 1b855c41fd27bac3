/** Ways to add a required column to a table that has rows. */

import type { ColumnDefinition, OperationOf } from '../../operations/operation.ts';
import { type Edit, insertion, replacement } from '../../text/edit.ts';
import { contains } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { literal, schemaArgument } from './code.ts';
import { followUp } from './follow-up.ts';
import { proofOfNotNull } from './not-null-through-check.ts';
import { serverDefaultInstead } from './server-default-instead.ts';
import { around, setArgument, standsAlone } from './statement.ts';

/**
 * A default that only SQLAlchemy was told becomes one of the database; a flag gets a constant, since false is right for a new flag; anything else becomes nullable, since only the author
 * knows its values. The other ways are offered beside.
 */
export function requiredColumn(context: RuleContext, operation: OperationOf<'add_column'>): readonly Fix[] {
  const { column } = operation;
  const constant = constantOf(context, column);
  const byDefault = constant === undefined ? [] : withDefault(context, operation, constant);
  const isFlag = column.type.value.name === 'bool' && column.type.value.dimensions === 0 && byDefault.length > 0;
  const nullable = nullableFirst(context, operation);
  // The value is there already where only SQLAlchemy was told.
  const own = serverDefaultInstead(context, column.call);
  const fixes =
    own.length > 0 ? [...own, ...nullable] : isFlag ? [...byDefault, ...nullable] : [...nullable, ...byDefault];
  return fixes.map((fix, i) => ({ ...fix, preferred: i === 0 }));
}

/** A value that means "nothing yet" in Python and in SQL, where the type has one. */
interface Constant {
  readonly python: string;
  readonly sql: string;
}

function constantOf({ migration }: RuleContext, { type }: ColumnDefinition): Constant | undefined {
  const { style } = migration;
  const { name, dimensions } = type.value;
  const text = (value: string): Constant => ({ python: literal(style, value), sql: `'${value}'` });
  if (name === undefined) return undefined;
  if (dimensions > 0) return text('{}');
  if (name === 'bool')
    return { python: style.sa === undefined ? literal(style, 'false') : `${style.sa}.false()`, sql: 'false' };
  if (['int2', 'int4', 'int8', 'numeric', 'float4', 'float8'].includes(name))
    return { python: literal(style, '0'), sql: '0' };
  if (['varchar', 'text'].includes(name)) return text('');
  if (['json', 'jsonb'].includes(name)) return text('{}');
  if (!['timestamp', 'timestamptz'].includes(name) || style.sa === undefined) return undefined;
  return { python: `${style.sa}.func.now()`, sql: 'now()' };
}

function withDefault(
  { migration }: RuleContext,
  operation: OperationOf<'add_column'>,
  value: Constant,
): readonly Fix[] {
  const { column } = operation;
  const edits =
    column.call === undefined
      ? column.nullable === undefined
        ? []
        : [insertion(column.nullable.span.end, ` DEFAULT ${value.sql}`)]
      : setArgument(migration.text, column.call, 'server_default', value.python);
  return edits.length === 0
    ? []
    : [{ title: `Give ${column.name} the server default ${value.sql}`, preferred: false, edits }];
}

function nullableFirst(context: RuleContext, operation: OperationOf<'add_column'>): readonly Fix[] {
  const { migration } = context;
  const { column, origin, table } = operation;
  const relaxed = relax(context, operation);
  if (relaxed.length === 0 || !standsAlone(migration.text, origin.call)) return [];
  const name = `${context.show(table)}.${column.name}`;
  const note = `# Next: fill ${name} in batches, then make it NOT NULL in a later revision.`;
  const here: Fix = {
    title: `Add ${column.name} as nullable`,
    preferred: false,
    edits: [...around(migration, origin.call, [note], []), ...relaxed],
  };
  const { op } = migration.style;
  if (op === undefined) return [here];
  const { style } = migration;
  const alter = (nullable: string) =>
    `${op}.alter_column(${literal(style, table.name)}, ${literal(style, column.name)}, nullable=${nullable}${schemaArgument(style, table)})`;
  const proof = proofOfNotNull(style, op, table, column.name);
  const created = followUp(context, {
    message: `Make ${table.name} ${column.name} not null`,
    upgrade: [
      `# First fill ${name} in batches: as long as a row is NULL, the validation stops here.`,
      ...proof.before,
      alter('False'),
      ...proof.after,
    ],
    downgrade: [alter('True')],
  });
  if (created === undefined) return [here];
  return [
    here,
    {
      title: `Add ${column.name} as nullable, and a revision that makes it NOT NULL`,
      preferred: false,
      edits: relaxed,
      creates: [created],
    },
  ];
}

/** `nullable=True`, or SQL without its NOT NULL; nothing for a primary key. */
function relax({ migration }: RuleContext, { column, span }: OperationOf<'add_column'>): readonly Edit[] {
  const { text } = migration;
  if (column.primaryKey || column.nullable === undefined) return [];
  if (column.call !== undefined) return setArgument(text, column.call, 'nullable', 'True');
  const { start, end } = column.nullable.span;
  if (!contains(span, column.nullable.span) || !/^NOT\s+NULL$/i.test(text.slice(start, end))) return [];
  const blank = /[ \t]*$/.exec(text.slice(span.start, start))?.[0].length ?? 0;
  return [replacement({ start: start - blank, end }, '')];
}
