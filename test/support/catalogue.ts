/** A catalogue as text, for comparisons: one line per table, column, constraint, index and enum, each kind sorted. */

import {
  type Catalogue,
  type ColumnState,
  type ConstraintState,
  type IndexState,
  tableKey,
} from '../../server/src/core/schema/catalogue.ts';
import type { ServerDefault } from '../../server/src/core/schema/data-type.ts';

export function describeCatalogue(catalogue: Catalogue): readonly string[] {
  const tables = [...catalogue.tables.values()].flatMap((table) => {
    const key = tableKey(table);
    return [
      `${key}${table.whole ? '' : ' (in part)'}${table.comment === undefined ? '' : ` COMMENT ${table.comment}`}`,
      ...[...table.columns.values()].map((column) => `${key}.${describeColumn(column)}`),
      ...table.constraints.map((constraint) => `${key}: ${describeConstraint(constraint)}`),
      ...table.indexes.map((index) => `${key}: ${describeIndex(index)}`),
    ];
  });
  const enums = [...catalogue.enums].map(([key, state]) => `enum ${key} (${state.labels?.join(', ') ?? '?'})`);
  return [...tables, ...enums].sort();
}

function describeColumn(column: ColumnState): string {
  const { name, type, nullable, default: byDefault, identity, computed, comment } = column;
  return words([
    name,
    `${type.name ?? '?'}${type.modifiers.length > 0 ? `(${type.modifiers})` : ''}${'[]'.repeat(type.dimensions)}`,
    !nullable && 'NOT NULL',
    byDefault && `DEFAULT ${describeDefault(byDefault)}`,
    identity && `IDENTITY${identity.always ? ' ALWAYS' : ''}`,
    computed && `GENERATED ${computed.sql}`,
    comment !== undefined && `COMMENT ${comment}`,
  ]);
}

function describeDefault(value: ServerDefault): string {
  if (value.kind === 'literal') return `'${value.text}'`;
  return value.kind === 'expression' ? value.sql : `? ${value.source}`;
}

function describeConstraint(constraint: ConstraintState): string {
  const name = constraint.name ?? '?';
  switch (constraint.kind) {
    case 'primary-key':
    case 'unique':
      return `${name} ${constraint.kind} (${constraint.columns})`;
    case 'foreign-key': {
      const { columns, referent, referentColumns, onDelete, onUpdate, validated } = constraint;
      const from = `${name} (${columns}) -> ${tableKey(referent)}(${referentColumns})`;
      return words([
        from,
        onDelete && `DELETE ${onDelete}`,
        onUpdate && `UPDATE ${onUpdate}`,
        !validated && 'NOT VALID',
      ]);
    }
    case 'check':
      return words([name, `check ${constraint.sql ?? '?'}`, !constraint.validated && 'NOT VALID']);
    case 'exclude':
      return `${name} exclude`;
  }
}

function describeIndex(index: IndexState): string {
  const columns = index.columns.map((column) => column ?? '?');
  const kind = index.unique ? 'unique index' : 'index';
  return words([index.name ?? '?', kind, `(${columns})`, index.method, index.partial && `WHERE ${index.where ?? '?'}`]);
}

function words(parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part).join(' ');
}
