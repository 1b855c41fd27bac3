/** The facts of ADD COLUMN, and of the statements that Alembic renders after it for `index=` and `unique=`. */

import { type ColumnDefinition, isKnown, isNullable, type OperationOf } from '../operations/operation.ts';
import type { Catalogue, QualifiedName } from '../schema/catalogue.ts';
import type { Application } from './application.ts';
import { domainOf } from './lookup.ts';
import { volatilityOf } from './volatility.ts';

export function addColumn(
  { table, column, span, inlineReferences, inlinePrimaryKey }: OperationOf<'add_column'>,
  catalogue: Catalogue,
): readonly Application[] {
  const result: Application[] = [storage(table, column, span)];
  if (isConstrainedDomain(column, catalogue)) result.push({ name: 'add column domain', table, at: column.type.span });
  if (column.checks[0] !== undefined) result.push({ name: 'add column check', table, at: column.checks[0].span });
  for (const key of column.foreignKeys) {
    const inline = column.serverDefault === undefined ? 'add column references' : 'add column references default';
    result.push({ name: inlineReferences ? inline : 'add foreign key', table, others: [key.referent], at: key.span });
  }
  const index = column.index?.value === true ? column.index : undefined;
  if (index !== undefined) result.push({ name: 'create index', table, at: index.span });
  else if (column.unique?.value === true) result.push({ name: 'add unique', table, at: column.unique.span });
  if (inlinePrimaryKey && column.primaryKey) result.push({ name: 'add primary key', table, at: column.span });
  return result;
}

function storage(table: QualifiedName, column: ColumnDefinition, span: Application['at']): Application {
  if (isNumbered(column)) return { name: 'add column numbered', table, at: column.span };
  if (column.computed !== undefined) {
    const name = column.computed.value.stored === false ? 'add column virtual' : 'add column stored';
    return { name, table, at: column.computed.span };
  }
  const value = column.serverDefault;
  if (value === undefined) {
    return isNullable(column) || saysNothing(column)
      ? { name: 'add column', table, at: span }
      : { name: 'add column required', table, at: column.nullable?.span ?? column.nameSpan };
  }
  const { volatility, function: because, needs } = volatilityOf(value.value);
  const at = value.span;
  if (volatility === 'constant') return { name: 'add column', table, at };
  const name = volatility === 'volatile' ? 'add column volatile default' : 'add column unknown default';
  return {
    name,
    table,
    at,
    ...(because === undefined ? {} : { because }),
    ...(needs === undefined ? {} : { needs }),
  };
}

/** `nullable=` holds something that is only known when the migration runs. */
function saysNothing(column: ColumnDefinition): boolean {
  return column.nullable !== undefined && !isKnown(column.nullable) && !column.primaryKey;
}

function isConstrainedDomain({ type }: ColumnDefinition, catalogue: Catalogue): boolean {
  return domainOf(catalogue, type.value)?.constrained === true;
}

/**
 * Whether the column numbers its rows: an identity, a serial type, or SQLAlchemy's integer primary key, which renders
 * SERIAL unless a foreign key or a default says otherwise.
 */
function isNumbered(column: ColumnDefinition): boolean {
  if (column.identity !== undefined) return true;
  if (column.autoincrement !== undefined) return column.autoincrement.value;
  const integer = ['int2', 'int4', 'int8', 'numeric', 'float4', 'float8'].includes(column.type.value.name ?? '');
  const plain = column.serverDefault === undefined && column.clientDefault === undefined;
  return column.call !== undefined && column.primaryKey && integer && plain && column.foreignKeys.length === 0;
}
