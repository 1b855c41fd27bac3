/** Columns and constraints of a declaration as Python source. */

import type { ServerDefault } from '../schema/data-type.ts';
import type { Style } from './function.ts';
import type { CheckClause, ColumnDefinition, ForeignKeyClause, TableConstraint } from './operation.ts';
import { boolean, call, escapeBinds, keyword, maybe, onSa, type Piece, string, strings, text } from './write-python.ts';
import { writeType } from './write-type.ts';

/** `sa.Column("name", sa.Text(), …)`. */
export function writeColumn(column: ColumnDefinition, style: Style): string | undefined {
  const { identity, computed } = column;
  return call(onSa(style, 'Column'), [
    string(column.name, style),
    writeType(column.type.value, style),
    ...column.foreignKeys.map((key) => writeColumnForeignKey(key, style)),
    ...column.checks.map((check) => writeCheck(check, style)),
    identity !== undefined &&
      call(onSa(style, 'Identity'), [keyword('always', identity.value.always && boolean(true))]),
    computed !== undefined &&
      call(onSa(style, 'Computed'), [
        computed.value.sql === undefined ? undefined : string(computed.value.sql, style),
        keyword('persisted', computed.value.stored !== undefined && boolean(computed.value.stored)),
      ]),
    keyword('primary_key', column.primaryKey && boolean(true)),
    keyword('autoincrement', column.autoincrement !== undefined && boolean(column.autoincrement.value)),
    keyword('server_default', column.serverDefault !== undefined && writeDefault(column.serverDefault.value, style)),
    keyword('nullable', maybe(column.nullable, boolean)),
    keyword('index', column.index?.value === true && boolean(true)),
    keyword('unique', column.unique?.value === true && boolean(true)),
    keyword(
      'comment',
      maybe(column.comment, (it) => string(it, style)),
    ),
  ]);
}

/** What `server_default=` takes. */
export function writeDefault(value: ServerDefault, style: Style): string | undefined {
  switch (value.kind) {
    case 'literal':
      return string(value.text, style);
    case 'expression':
      return text(value.sql, style);
    case 'unknown':
      return undefined;
  }
}

/** A constraint as an argument of `op.create_table`. */
export function writeConstraint(constraint: TableConstraint, style: Style): string | undefined {
  switch (constraint.kind) {
    case 'primary-key':
    case 'unique':
      return call(onSa(style, constraint.kind === 'unique' ? 'UniqueConstraint' : 'PrimaryKeyConstraint'), [
        ...constraint.columns.map((column) => string(column, style)),
        nameArgument(constraint, style),
      ]);
    case 'foreign-key':
      return call(onSa(style, 'ForeignKeyConstraint'), [
        strings(constraint.columns, style),
        strings(referentPaths(constraint), style),
        ...foreignKeyArguments(constraint, style),
      ]);
    case 'check':
      return writeCheck(constraint, style);
    case 'exclude':
      return undefined;
  }
}

/** The keyword arguments that every spelling of a foreign key takes, `name` among them. */
function foreignKeyArguments(key: ForeignKeyClause, style: Style): readonly Piece[] {
  return [nameArgument(key, style), ...referentialActions(key, style)];
}

/** `ondelete`, `onupdate`, `deferrable`, `initially`, where given. */
export function referentialActions(key: ForeignKeyClause, style: Style): readonly Piece[] {
  return [
    keyword(
      'ondelete',
      maybe(key.onDelete, (it) => string(it, style)),
    ),
    keyword(
      'onupdate',
      maybe(key.onUpdate, (it) => string(it, style)),
    ),
    keyword('deferrable', key.deferrable && boolean(true)),
    keyword('initially', key.initiallyDeferred && string('DEFERRED', style)),
  ];
}

function writeColumnForeignKey(key: ForeignKeyClause, style: Style): string | undefined {
  const [path] = referentPaths(key);
  if (path === undefined) return undefined;
  return call(onSa(style, 'ForeignKey'), [string(path, style), ...foreignKeyArguments(key, style)]);
}

function writeCheck(check: CheckClause, style: Style): string | undefined {
  if (check.sql === undefined) return undefined;
  return call(onSa(style, 'CheckConstraint'), [string(escapeBinds(check.sql), style), nameArgument(check, style)]);
}

function nameArgument(constraint: TableConstraint | ForeignKeyClause | CheckClause, style: Style): Piece {
  return keyword(
    'name',
    maybe(constraint.name, (it) => string(it, style)),
  );
}

/** `schema.table.column` per column; where only the table is named, its `id` can't be guessed. */
function referentPaths(key: ForeignKeyClause): readonly string[] {
  const schema = key.referent.schema === undefined ? '' : `${key.referent.schema}.`;
  return key.referentColumns.map((column) => `${schema}${key.referent.name}.${column}`);
}
