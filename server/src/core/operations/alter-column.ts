/** Changing a column: type, nullability, default, comment or name. */

import type { AlterTableCmd, Constraint, RenameStmt } from '@pgsql/types';
import { type Catalogue, type ColumnState, findTable } from '../schema/catalogue.ts';
import { putColumn, renameColumn } from '../schema/columns.ts';
import type { DataType, ServerDefault } from '../schema/data-type.ts';
import { findEnum } from '../schema/enums.ts';
import { stringsOf } from '../sql/names.ts';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../sql/quote.ts';
import { extent, findWords, tokenAt } from '../sql/source.ts';
import type { Located } from '../text/span.ts';
import { readAlterColumn } from './alter-column-call.ts';
import { defineOperation, type Inverse, type Reading } from './definition.ts';
import type { Style } from './function.ts';
import { type AlterColumn, isKnown, known } from './operation.ts';
import { baseOf, located } from './restore.ts';
import { columnType } from './sql-columns.ts';
import { readDefaultExpression } from './sql-types.ts';
import { alteredTable, flag, locatedName, maybeName, type StatementContext, tableName } from './statement-context.ts';
import { writeDefault } from './write-column.ts';
import { boolean, keyword, maybe, opCall, type Piece, schemaArgument, string } from './write-python.ts';
import { writeType } from './write-type.ts';

const changes =
  'nullable=None, comment=False, server_default=False, new_column_name=None, type_=None, existing_type=None, ' +
  'existing_server_default=False, existing_nullable=None, existing_comment=None';

export const alterColumn = defineOperation({
  kind: 'alter_column',
  summary: 'Changes the type, nullability, default, comment or name of a column.',
  calls: [
    {
      name: 'alter_column',
      op: `table_name, column_name, *, ${changes}, schema=None, **kw`,
      batch: `column_name, *, ${changes}, insert_before=None, insert_after=None, **kw`,
      read: readAlterColumn,
    },
  ],
  statements: {
    'AlterTableCmd.AT_AlterColumnType': (cmd, context) => fromCommand(cmd, context, setType(cmd, context)),
    'AlterTableCmd.AT_ColumnDefault': (cmd, context) => fromCommand(cmd, context, setDefault(cmd, context)),
    'AlterTableCmd.AT_DropNotNull': (cmd, context) =>
      fromCommand(cmd, context, { nullable: said(context, ['drop', 'not', 'null'], true) }),
    'AlterTableCmd.AT_SetNotNull': (cmd, context) =>
      fromCommand(cmd, context, { nullable: said(context, ['set', 'not', 'null'], false) }),
    'Constraint.CONSTR_NOTNULL': fromConstraint,
    'RenameStmt.OBJECT_COLUMN': fromRename,
  },
  apply: (catalogue, operation) => {
    const { table, column, newName } = operation;
    const before = columnOf(operation, catalogue);
    if (before === undefined) return catalogue;
    const changed = putColumn(catalogue, table, changedColumn(before, operation, catalogue));
    return isKnown(newName) ? renameColumn(changed, table, column.value, newName.value) : changed;
  },
  invert: (operation, before) => invert(operation, before),
  python: (operation, style) => {
    const { table, column, newName, using } = operation;
    return opCall(style, 'alter_column', [
      string(table.name, style),
      string(column.value, style),
      keyword(
        'new_column_name',
        maybe(newName, (it) => string(it, style)),
      ),
      keyword('existing_type', writeLocatedType(operation.existingType, style)),
      keyword('type_', writeLocatedType(operation.type, style)),
      keyword(
        'postgresql_using',
        maybe(using, (it) => string(it, style)),
      ),
      keyword('existing_nullable', maybe(operation.existingNullable, boolean)),
      keyword('nullable', maybe(operation.nullable, boolean)),
      keyword('server_default', writeNewDefault(operation.serverDefault, style)),
      keyword(
        'comment',
        maybe(operation.comment, (it) => (it === null ? 'None' : string(it, style))),
      ),
      schemaArgument(table, style),
    ]);
  },
});

function columnOf({ table, column }: AlterColumn, catalogue: Catalogue): ColumnState | undefined {
  return findTable(catalogue, table)?.columns.get(column.value);
}

/** Everything but the name. A value that isn't known leaves what was. */
function changedColumn(before: ColumnState, operation: AlterColumn, catalogue: Catalogue): ColumnState {
  const { default: formerDefault, comment: formerComment, serial, unprovenNotNull, ...rest } = before;
  const newDefault = operation.serverDefault;
  const newType = operation.type?.value;
  const isSetAnew = newType !== undefined && isEnum(before.type, catalogue) && isEnum(newType, catalogue);
  const staysFormer = operation.type !== undefined && !isSetAnew;
  const keptDefault = formerDefault && staysFormer ? castOnce(formerDefault, before.type) : formerDefault;
  const serverDefault = newDefault === undefined ? keptDefault : (newDefault.value ?? undefined);
  const comment = isKnown(operation.comment) ? (operation.comment.value ?? undefined) : formerComment;
  return {
    ...rest,
    type: operation.type?.value ?? before.type,
    nullable: known(operation.nullable) ?? before.nullable,
    // SET NOT NULL reads the rows, DROP NOT NULL lets go of them.
    ...(unprovenNotNull === undefined || operation.nullable !== undefined ? {} : { unprovenNotNull }),
    ...(serial === undefined || newDefault !== undefined ? {} : { serial }),
    ...(serverDefault === undefined ? {} : { default: serverDefault }),
    ...(comment === undefined ? {} : { comment }),
  };
}

/** The server casts no default from one enum to another: what is there afterwards has been set anew, as plugins do. */
function isEnum({ name, schema }: DataType, catalogue: Catalogue): boolean {
  if (name === undefined) return false;
  return findEnum(catalogue, schema === undefined ? { name } : { schema, name }) !== undefined;
}

/** A default that stays when the type changes is still one of the former type, as a cast in the server's words shows. */
function castOnce(value: ServerDefault, { name, schema, dimensions }: DataType): ServerDefault {
  if (value.kind !== 'literal' || name === undefined || (value.sql !== undefined && !/^'.*'$/s.test(value.sql)))
    return value;
  const type = `${quoteQualified({ schema, name })}${'[]'.repeat(dimensions)}`;
  return { ...value, sql: `${value.sql ?? quoteLiteral(value.text)}::${type}` };
}

/** Back to what history says the column was, or to what the call itself says it was. */
function invert(operation: AlterColumn, before: Catalogue): Inverse {
  const { span, table, column, newName } = operation;
  const was = columnOf(operation, before);
  const named = `${table.name}.${column.value}`;
  const formerType = was?.type ?? operation.existingType?.value;
  const formerNullable = was?.nullable ?? known(operation.existingNullable);
  if (newName !== undefined && !isKnown(newName)) return { irreversible: `the new name of ${named} is not known` };
  if (operation.type !== undefined && formerType === undefined) {
    return { irreversible: `the former type of ${named} is not known` };
  }
  if (operation.nullable !== undefined && formerNullable === undefined) {
    return { irreversible: `whether ${named} was nullable is not known` };
  }
  if (operation.serverDefault !== undefined && was === undefined) {
    return { irreversible: `the former default of ${named} is not known` };
  }
  if (operation.comment !== undefined && was === undefined) {
    return { irreversible: `the former comment of ${named} is not known` };
  }
  const type = operation.type === undefined ? undefined : formerType;
  const using = type === undefined ? undefined : castBack(newName?.value ?? column.value, operation.type?.value, type);
  const inverse: AlterColumn = {
    ...baseOf(operation),
    kind: 'alter_column',
    table,
    column: newName ?? column,
    newName: newName === undefined ? undefined : column,
    type: type === undefined ? undefined : located(type, span),
    using: using === undefined ? undefined : located(using, span),
    nullable:
      operation.nullable === undefined || formerNullable === undefined ? undefined : located(formerNullable, span),
    serverDefault: operation.serverDefault === undefined ? undefined : located(was?.default ?? null, span),
    comment: operation.comment === undefined ? undefined : located(was?.comment ?? null, span),
    existingType: operation.type ?? operation.existingType,
    existingNullable: operation.nullable ?? operation.existingNullable,
    clientDefault: undefined,
  };
  return { operations: [inverse] };
}

const textual = new Set(['text', 'varchar', 'bpchar', 'citext']);

/** From text, and between numbers and truth, there is no way back without a cast; the expression for USING, where it is needed. */
function castBack(column: string, from: DataType | undefined, to: DataType): string | undefined {
  if (from?.name === undefined || to.name === undefined || to.dimensions > 0) return undefined;
  const isTruth = (from.name === 'int4' && to.name === 'bool') || (from.name === 'bool' && to.name === 'int4');
  if (!isTruth && (!textual.has(from.name) || textual.has(to.name))) return undefined;
  return `${quoteIdentifier(column)}::${to.name}`;
}

function writeLocatedType(type: Located<DataType> | undefined, style: Style): Piece {
  return type !== undefined && writeType(type.value, style);
}

function writeNewDefault(value: Located<ServerDefault | null> | undefined, style: Style): Piece {
  if (value === undefined) return false;
  return value.value === null ? 'None' : writeDefault(value.value, style);
}

type Change = Partial<Pick<AlterColumn, 'newName' | 'type' | 'using' | 'nullable' | 'serverDefault'>>;

function fromCommand({ name = '' }: AlterTableCmd, context: StatementContext, change: Change): Reading {
  const behindAlter = tokenAt(context.source, context.part.start)?.end ?? context.part.start;
  const from = (findWords(context.source, context.part.start, ['alter']) ?? { end: behindAlter }).end;
  return { ...unchanged(context, alteredTable(context), locatedName(context, [name], from)), ...change };
}

/** `ADD CONSTRAINT name NOT NULL column` of PostgreSQL 18 is SET NOT NULL; with NOT VALID it is another matter. */
function fromConstraint(constraint: Constraint, context: StatementContext): Reading {
  const [column] = stringsOf(constraint.keys);
  if (column === undefined || constraint.skip_validation) return [];
  const nullable = said(context, ['not', 'null'], false);
  const from = findWords(context.source, context.part.start, ['not', 'null'])?.end ?? context.part.start;
  return {
    ...unchanged(context, alteredTable(context), locatedName(context, [column], from)),
    nullable,
    asConstraint: true,
  };
}

function fromRename(statement: RenameStmt, context: StatementContext): Reading {
  const { relation, relationType, subname, newname } = statement;
  if (relationType !== 'OBJECT_TABLE' || subname === undefined) return [];
  const table = tableName(context, relation);
  const rename = findWords(context.source, context.source.offset(relation?.location), ['rename']);
  const column = locatedName(context, [subname], rename?.end ?? context.part.start);
  const to = findWords(context.source, rename?.end ?? context.part.start, ['to']);
  return { ...unchanged(context, table, column), newName: maybeName(context, newname, to?.end ?? context.part.start) };
}

function unchanged(context: StatementContext, table: AlterColumn['table'], column: Located<string>): AlterColumn {
  return {
    ...context.base,
    kind: 'alter_column',
    table,
    column,
    newName: undefined,
    type: undefined,
    using: undefined,
    nullable: undefined,
    serverDefault: undefined,
    comment: undefined,
    existingType: undefined,
    existingNullable: undefined,
    clientDefault: undefined,
  };
}

function setType({ def }: AlterTableCmd, context: StatementContext): Change {
  if (!def || !('ColumnDef' in def)) return {};
  const { source, part } = context;
  const type = columnType(context, def.ColumnDef);
  if (!def.ColumnDef.raw_default) return { type };
  const word = findWords(source, part.start, ['using'], tokenAt(source, part.start)?.depth);
  const range = extent(source, word?.end ?? part.start);
  return { type, using: { value: context.sql(range), span: context.place(range) } };
}

function setDefault({ def }: AlterTableCmd, context: StatementContext): Change {
  const { source, part } = context;
  const word = findWords(source, part.start, ['default']);
  if (!def)
    return { serverDefault: { value: null, span: flag(context, ['drop', 'default'])?.span ?? context.base.span } };
  const range = extent(source, word?.end ?? part.start);
  return { serverDefault: { value: readDefaultExpression(def, range, context), span: context.place(range) } };
}

function said(context: StatementContext, words: readonly string[], value: boolean): Located<boolean> {
  return { value, span: flag(context, words)?.span ?? context.base.span };
}
