/**
 * A column beside the one that was to change: the first of the releases in which the application moves over. The way
 * back drops it again.
 */

import type { CallSite, Operation, OperationOf } from '../../operations/operation.ts';
import { writeType } from '../../operations/write-type.ts';
import { findTable, tableKey } from '../../schema/catalogue.ts';
import { typeSql } from '../../schema/type-sql.ts';
import { type Edit, replacement } from '../../text/edit.ts';
import { slice } from '../../text/span.ts';
import type { Fix, RuleContext, Step } from '../rule.ts';
import { execute, identifier, literal, schemaArgument, tableInSql } from './code.ts';
import { reindent, standsAlone } from './statement.ts';

type AlterColumn = OperationOf<'alter_column'>;

/** For a new name or a new type; nothing where the call changes more than that. */
export function columnBeside(context: RuleContext, step: Step, operation: AlterColumn): readonly Fix[] {
  const { migration } = context;
  const { table, column, newName, type } = operation;
  const renamed = newName !== undefined && 'value' in newName ? newName.value : undefined;
  const name = type === undefined ? renamed : `${column.value}_new`;
  const isMore = (type !== undefined && newName !== undefined) || operation.nullable !== undefined;
  if (name === undefined || isMore || operation.serverDefault !== undefined || operation.comment !== undefined)
    return [];
  if (findTable(step.before, table)?.columns.has(name)) return [];
  const add = addition(context, step, operation, name);
  if (add === undefined || !isWhole(migration.text, operation)) return [];
  const old = `${context.show(table)}.${column.value}`;
  const note = `# Next: let the application write both, fill ${name} in batches, switch over, and drop ${old} in a later release.`;
  const back = migration.downgrade.find((each) => undoes(each, operation, name) && isWhole(migration.text, each));
  return [
    {
      title: `Add ${name} beside ${column.value}`,
      preferred: true,
      edits: [
        inPlace(operation.origin.call, [note, add], migration.style.newline),
        ...(back === undefined ? [] : [removal(context, back, table, name)]),
      ],
    },
  ];
}

function addition(context: RuleContext, { before }: Step, operation: AlterColumn, name: string): string | undefined {
  const { text, style } = context.migration;
  const { table, column, type, existingType, origin } = operation;
  const known = findTable(before, table)?.columns.get(column.value)?.type;
  const own = type ?? existingType;
  if (origin.kind === 'sql') {
    const sql = type === undefined ? known && typeSql(known) : typeSql(type.value);
    const add = `ALTER TABLE ${tableInSql(table)} ADD COLUMN ${identifier(name)} ${sql}`;
    return sql === undefined || style.op === undefined ? undefined : execute(style, style.op, add);
  }
  const python = own === undefined ? known && writeType(known, style) : slice(text, own.span);
  if (python === undefined || style.sa === undefined) return undefined;
  const code = `${style.sa}.Column(${literal(style, name)}, ${python})`;
  const { receiver } = origin.call;
  if (origin.kind === 'batch') return `${receiver}.add_column(${code})`;
  return `${receiver}.add_column(${literal(style, table.name)}, ${code}${schemaArgument(style, table)})`;
}

function removal(context: RuleContext, { origin }: Operation, table: AlterColumn['table'], name: string): Edit {
  const { style } = context.migration;
  const { call } = origin;
  const drop =
    origin.kind === 'sql'
      ? execute(style, style.op ?? 'op', `ALTER TABLE ${tableInSql(table)} DROP COLUMN ${identifier(name)}`)
      : origin.kind === 'batch'
        ? `${call.receiver}.drop_column(${literal(style, name)})`
        : `${call.receiver}.drop_column(${literal(style, table.name)}, ${literal(style, name)}${schemaArgument(style, table)})`;
  return inPlace(call, [drop], style.newline);
}

function inPlace({ statement, indent }: CallSite, lines: readonly string[], newline: string): Edit {
  return replacement(statement, reindent(lines.join(newline), '', indent));
}

/** The statement does nothing else, so that another one can take its place. */
function isWhole(text: string, { origin }: Operation): boolean {
  if (!standsAlone(text, origin.call)) return false;
  return origin.kind !== 'sql' || (origin.count === 1 && (origin.part?.count ?? 1) === 1);
}

/** The change back to what the column was, in the downgrade. */
function undoes(operation: Operation, { table, column, type }: AlterColumn, name: string): boolean {
  if (operation.kind !== 'alter_column' || tableKey(operation.table) !== tableKey(table)) return false;
  if (type === undefined) return operation.column.value === name && operation.newName !== undefined;
  return operation.column.value === column.value && operation.type !== undefined;
}
