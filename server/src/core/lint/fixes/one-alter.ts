/** Several changes of a column as one ALTER TABLE. */

import { known, type OperationOf } from '../../operations/operation.ts';
import { escapeBinds } from '../../operations/write-python.ts';
import type { ServerDefault } from '../../schema/data-type.ts';
import { typeSql } from '../../schema/type-sql.ts';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../../sql/quote.ts';
import { replacement } from '../../text/edit.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { moveOut } from './batch.ts';
import { execute } from './code.ts';
import { reindent, standsAlone } from './statement.ts';

/** Nothing where a part isn't known, or where the name or comment changes as well, which are other statements. */
export function oneAlter({ migration }: RuleContext, operation: OperationOf<'alter_column'>): readonly Fix[] {
  const { text, style } = migration;
  const { origin, circumstance, table, column, newName, comment } = operation;
  const commands = commandsOf(operation);
  if (style.op === undefined || commands === undefined || newName !== undefined || comment !== undefined) return [];
  if (!standsAlone(text, origin.call)) return [];
  const name = quoteIdentifier(column.value);
  const sql = `ALTER TABLE ${quoteQualified(table)} ${commands.map((each) => `ALTER COLUMN ${name} ${each}`).join(', ')}`;
  const code = execute(style, style.op, escapeBinds(sql));
  const edits =
    circumstance.batch === undefined
      ? [replacement(origin.call.statement, reindent(code, '', origin.call.indent))]
      : moveOut(migration, origin.call, circumstance.batch, code);
  return edits.length === 0 ? [] : [{ title: 'Make it one statement', preferred: true, edits }];
}

function commandsOf({
  type,
  using,
  nullable,
  serverDefault,
}: OperationOf<'alter_column'>): readonly string[] | undefined {
  const commands: (string | undefined)[] = [];
  if (type !== undefined) {
    const sql = typeSql(type.value);
    const cast = using === undefined ? '' : known(using) === undefined ? undefined : ` USING ${known(using)}`;
    commands.push(sql === undefined || cast === undefined ? undefined : `TYPE ${sql}${cast}`);
  }
  if (nullable !== undefined) {
    const value = known(nullable);
    commands.push(value === undefined ? undefined : value ? 'DROP NOT NULL' : 'SET NOT NULL');
  }
  if (serverDefault !== undefined) commands.push(defaultCommand(serverDefault.value));
  return commands.includes(undefined) ? undefined : commands.flatMap((each) => each ?? []);
}

function defaultCommand(value: ServerDefault | null): string | undefined {
  if (value === null) return 'DROP DEFAULT';
  if (value.kind === 'unknown') return undefined;
  return `SET DEFAULT ${value.kind === 'literal' ? quoteLiteral(value.text) : value.sql}`;
}
