/**
 * NOT NULL without a scan under the strong lock: a check is added, validated and then taken as proof. Each step is a
 * transaction of its own, so no lock is held through the scan; it begins by dropping the check, so it can be repeated
 * after the validation found a NULL.
 */

import type { Style } from '../../operations/function.ts';
import type { OperationOf } from '../../operations/operation.ts';
import type { QualifiedName } from '../../schema/catalogue.ts';
import { replacement } from '../../text/edit.ts';
import { onVersion } from '../on-version.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { moveOut, placeOf } from './batch.ts';
import { autocommit, constraintName, execute, identifier, tableInSql } from './code.ts';
import { around, reindent, standsAlone } from './statement.ts';

/** Lines that must precede SET NOT NULL, and lines that clear up after it. */
export interface Proof {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export function proofOfNotNull(style: Style, op: string, table: QualifiedName, column: string, outside = false): Proof {
  const check = identifier(constraintName('ck', table.name, column, 'not_null'));
  const alter = `ALTER TABLE ${tableInSql(table)}`;
  const steps = [
    `${alter} DROP CONSTRAINT IF EXISTS ${check}`,
    `${alter} ADD CONSTRAINT ${check} CHECK (${identifier(column)} IS NOT NULL) NOT VALID`,
    `${alter} VALIDATE CONSTRAINT ${check}`,
  ].map((sql) => execute(style, op, sql));
  return {
    before: outside ? steps : autocommit(style, op, steps),
    after: [execute(style, op, `${alter} DROP CONSTRAINT ${check}`)],
  };
}

export function notNullThroughCheck(context: RuleContext, operation: OperationOf<'alter_column'>): readonly Fix[] {
  const { migration, postgresVersion } = context;
  const { text, style } = migration;
  const { origin, circumstance, table, column } = operation;
  const { op } = style;
  if (op === undefined || !standsAlone(text, origin.call)) return [];
  const outside = circumstance.autocommit !== undefined;
  const { before, after } = proofOfNotNull(style, op, table, column.value, outside);
  const place = circumstance.batch === undefined ? origin.call : placeOf(text, circumstance.batch);
  return [
    {
      title: `Prove that ${column.value} is never NULL before setting NOT NULL`,
      preferred: true,
      edits: around(migration, place, before, after),
    },
    ...(postgresVersion < 18 ? [] : notValidAtFirst(context, op, operation)),
  ];
}

/** Sets the columns of a coming primary key NOT NULL, each proven first. */
export function proveKeyColumns(
  { migration }: RuleContext,
  { origin, circumstance, table }: OperationOf<'add_primary_key'>,
  columns: readonly string[],
): readonly Fix[] {
  const { text, style } = migration;
  const { op } = style;
  if (op === undefined || !standsAlone(text, origin.call)) return [];
  const outside = circumstance.autocommit !== undefined;
  const lines = columns.flatMap((column) => {
    const { before, after } = proofOfNotNull(style, op, table, column, outside);
    const set = `ALTER TABLE ${tableInSql(table)} ALTER COLUMN ${identifier(column)} SET NOT NULL`;
    return [...before, execute(style, op, set), ...after];
  });
  const title = `Prove that ${columns.join(' and ')} ${columns.length === 1 ? 'is' : 'are'} never NULL first`;
  return [{ title, preferred: true, edits: around(migration, origin.call, lines, []) }];
}

/** PostgreSQL 18 knows NOT NULL that is NOT VALID, which the validation then makes an ordinary one. */
function notValidAtFirst(context: RuleContext, op: string, operation: OperationOf<'alter_column'>): readonly Fix[] {
  const { migration } = context;
  const { text, style } = migration;
  const { origin, circumstance, table, column } = operation;
  const { call } = origin;
  const isMore = [operation.type, operation.newName, operation.serverDefault, operation.comment].some(
    (each) => each !== undefined,
  );
  const isWhole = origin.kind !== 'sql' || (origin.count === 1 && (origin.part?.count ?? 1) === 1);
  if (isMore || !isWhole || circumstance.autocommit !== undefined || !standsAlone(text, call)) return [];
  const name = identifier(constraintName(table.name, column.value, 'not_null'));
  const alter = `ALTER TABLE ${tableInSql(table)}`;
  const add = execute(style, op, `${alter} ADD CONSTRAINT ${name} NOT NULL ${identifier(column.value)} NOT VALID`);
  const validate = autocommit(style, op, [execute(style, op, `${alter} VALIDATE CONSTRAINT ${name}`)]);
  const code = [add, ...validate].join(style.newline);
  const edits =
    circumstance.batch === undefined
      ? [replacement(call.statement, reindent(code, '', call.indent))]
      : moveOut(migration, call, circumstance.batch, code);
  const title = `Add NOT NULL as NOT VALID and validate it, ${onVersion(context)}`;
  return edits.length === 0 ? [] : [{ title, preferred: false, edits }];
}
