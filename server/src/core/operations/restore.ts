/** Operations that make again what the catalogue holds; the material of inverses. */

import type {
  Catalogue,
  ColumnState,
  ConstraintState,
  IndexState,
  Provenance,
  QualifiedName,
  TableState,
} from '../schema/catalogue.ts';
import type { DataType } from '../schema/data-type.ts';
import { findEnum } from '../schema/enums.ts';
import type { Located, Span } from '../text/span.ts';
import { keyFacts } from './declared.ts';
import type { Inverse, OperationBase } from './definition.ts';
import type {
  CheckClause,
  ColumnDefinition,
  DropConstraint,
  ForeignKeyClause,
  MaybeName,
  Operation,
  TableConstraint,
  TableName,
} from './operation.ts';

/** Span, origin and circumstance of the operation that is undone, for those that undo it. */
export function baseOf(operation: Operation): OperationBase {
  return { span: operation.span, origin: operation.origin, circumstance: operation.circumstance };
}

/** A provenance for states that only serve to find a default name. */
export function placeless(operation: Operation): Provenance {
  return { revision: '', file: '', span: operation.span };
}

export function located<T>(value: T, span: Span): Located<T> {
  return { value, span };
}

/** A name that the catalogue holds: no naming convention changes it once more. */
function restoredName(name: string | undefined, span: Span): MaybeName | undefined {
  return name === undefined ? undefined : { value: name, span, final: true };
}

/** The value with a place, where there is one. */
export function optional<T>(value: T | undefined, span: Span): Located<T> | undefined {
  return value === undefined ? undefined : { value, span };
}

export function tableName(name: QualifiedName, span: Span): TableName {
  return name.schema === undefined ? { name: name.name, span } : { schema: name.schema, name: name.name, span };
}

/** The declaration of a column without constraints. An enum that is there already isn't created again. */
export function columnDefinition(
  column: ColumnState,
  catalogue: Catalogue,
  span: Span,
  table?: TableState,
): ColumnDefinition {
  return {
    span,
    name: column.name,
    nameSpan: span,
    type: located(withoutCreation(column.type, catalogue), span),
    nullable: located(column.nullable, span),
    primaryKey: false,
    serverDefault: optional(column.default, span),
    clientDefault: undefined,
    identity: optional(column.identity, span),
    computed: optional(column.computed, span),
    index: undefined,
    unique: undefined,
    autoincrement: optional(table && numbering(column, table), span),
    foreignKeys: [],
    checks: [],
    comment: optional(column.comment, span),
    call: undefined,
  };
}

/** What must be said of `autoincrement` so that SQLAlchemy makes the column serial, or doesn't; undefined: nothing. */
function numbering(column: ColumnState, table: TableState): boolean | undefined {
  const key = table.constraints.find((one) => one.kind === 'primary-key');
  if (!key?.columns.includes(column.name) || !/^int[248]$/.test(column.type.name ?? '')) return undefined;
  const refers = table.constraints.some((one) => one.kind === 'foreign-key' && one.columns.includes(column.name));
  const isFilled = (column.default ?? column.identity ?? column.computed) !== undefined;
  const byItself = key.columns.length === 1 && !refers && !isFilled;
  const isSerial = column.serial !== undefined;
  return isSerial === byItself ? undefined : isSerial;
}

/** The constraint as a table's declaration states it. */
export function constraintDefinition(constraint: ConstraintState, span: Span): TableConstraint {
  const name = restoredName(constraint.name, span);
  switch (constraint.kind) {
    case 'primary-key':
    case 'unique':
      return { kind: constraint.kind, span, name, columns: constraint.columns, ...keyFacts(constraint) };
    case 'foreign-key':
      return { kind: 'foreign-key', ...foreignKeyClause(constraint, span) };
    case 'check':
      return { kind: 'check', ...checkClause(constraint, span) };
    case 'exclude':
      return {
        kind: 'exclude',
        span,
        name,
        ...(constraint.sql === undefined ? {} : { sql: constraint.sql }),
        ...keyFacts(constraint),
      };
  }
}

/** The operation that adds a constraint again, or why it can't be known. */
export function addConstraint(table: QualifiedName, constraint: ConstraintState, base: OperationBase): Inverse {
  const { span } = base;
  const shared = { ...base, table: tableName(table, span) };
  const name = restoredName(constraint.name, span);
  switch (constraint.kind) {
    case 'primary-key':
    case 'unique': {
      const kind = constraint.kind === 'unique' ? 'add_unique' : 'add_primary_key';
      const columns = constraint.columns.map((column) => located(column, span));
      return { operations: [{ ...shared, kind, name, columns, usingIndex: undefined, ...keyFacts(constraint) }] };
    }
    case 'foreign-key': {
      const notValid = constraint.validated ? undefined : located(true, span);
      return {
        operations: [{ ...shared, kind: 'add_foreign_key', constraint: foreignKeyClause(constraint, span), notValid }],
      };
    }
    case 'check': {
      if (constraint.sql === undefined) return { irreversible: `the condition of ${said(constraint)} is not known` };
      const notValid = constraint.validated ? undefined : located(true, span);
      return { operations: [{ ...shared, kind: 'add_check', constraint: checkClause(constraint, span), notValid }] };
    }
    case 'exclude':
      return { irreversible: `the elements of ${said(constraint)} are not known` };
  }
}

/** The operation that builds an index again, or why it can't be known. */
export function createIndex(
  table: QualifiedName,
  index: IndexState,
  base: OperationBase,
  concurrently = false,
): Inverse {
  const { span } = base;
  if (index.columns.includes(undefined)) return { irreversible: `an expression of index ${index.name} is not known` };
  if (index.partial && index.where === undefined) {
    return { irreversible: `the condition of index ${index.name} is not known` };
  }
  const operation: Operation = {
    ...base,
    kind: 'create_index',
    name: optional(index.name, span),
    table: tableName(table, span),
    columns: index.columns.map((column) => optional(column, span)),
    unique: index.unique,
    concurrently: concurrently ? located(true, span) : undefined,
    ifNotExists: false,
    method: index.method === 'btree' ? undefined : index.method,
    where: optional(index.where, span),
    ...(index.include === undefined ? {} : { include: index.include }),
    ...(index.nullsNotDistinct ? { nullsNotDistinct: true } : {}),
  };
  return { operations: [operation] };
}

/** The operation that drops a constraint; `name` is its name as given, or the default where none was. */
export function dropConstraint(
  operation: Operation & { readonly table: TableName },
  constraintType: DropConstraint['constraintType'],
  name: MaybeName | undefined,
  byDefault: () => string | undefined,
): Inverse {
  const fallback = name ?? restoredName(byDefault(), operation.span);
  if (fallback === undefined)
    return { irreversible: `the name of a constraint on ${operation.table.name} is not known` };
  const shared = { ...baseOf(operation), table: operation.table, ifExists: false, cascade: false };
  return { operations: [{ ...shared, kind: 'drop_constraint', name: fallback, constraintType }] };
}

/** Several inverses one after the other; the first that can't be makes all impossible. */
export function joined(inverses: readonly Inverse[]): Inverse {
  const operations: Operation[] = [];
  for (const one of inverses) {
    if ('irreversible' in one) return one;
    operations.push(...one.operations);
  }
  return { operations };
}

function foreignKeyClause(constraint: Extract<ConstraintState, { kind: 'foreign-key' }>, span: Span): ForeignKeyClause {
  return {
    span,
    name: restoredName(constraint.name, span),
    columns: constraint.columns,
    referent: tableName(constraint.referent, span),
    referentColumns: constraint.referentColumns,
    onDelete: optional(constraint.onDelete, span),
    onUpdate: optional(constraint.onUpdate, span),
    deferrable: constraint.deferrable ?? false,
    initiallyDeferred: constraint.initiallyDeferred ?? false,
  };
}

function checkClause(constraint: Extract<ConstraintState, { kind: 'check' }>, span: Span): CheckClause {
  return {
    span,
    name: restoredName(constraint.name, span),
    sql: constraint.sql,
    provesNotNull: constraint.provesNotNull,
  };
}

function withoutCreation(type: DataType, catalogue: Catalogue): DataType {
  if (type.enum?.name === undefined) return type;
  const { name, schema } = type.enum;
  const there = findEnum(catalogue, schema === undefined ? { name } : { schema, name }) !== undefined;
  return there ? { ...type, enum: { ...type.enum, createType: false } } : type;
}

function said(constraint: ConstraintState): string {
  return constraint.name === undefined ? 'an unnamed constraint' : `constraint ${constraint.name}`;
}
