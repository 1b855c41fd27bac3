/** What the catalogue holds of the columns and constraints that an author declares. */

import {
  type Catalogue,
  type ColumnState,
  type ConstraintState,
  findTable,
  type Provenance,
  type QualifiedName,
  type TableState,
  tableKey,
} from '../schema/catalogue.ts';
import { withConstraint, withIndex } from '../schema/constraints.ts';
import type { DataType } from '../schema/data-type.ts';
import { indexName, serverName } from '../schema/default-names.ts';
import { putEnum } from '../schema/enums.ts';
import { mentions } from '../schema/identifiers.ts';
import { putOwned } from '../schema/sequences.ts';
import { changeKnownTable } from '../schema/tables.ts';
import { type Around, finalName } from './final-name.ts';
import type {
  CheckClause,
  ColumnDefinition,
  CreateTable,
  ForeignKeyClause,
  KeyOptions,
  TableConstraint,
  TableName,
} from './operation.ts';
import { isNullable, known } from './operation.ts';

/** The name alone, as the catalogue keys it. */
export function qualified(table: TableName | QualifiedName): QualifiedName {
  return table.schema === undefined ? { name: table.name } : { schema: table.schema, name: table.name };
}

/** The name of a type alone. */
export function qualifiedType(type: { readonly name: string; readonly schema: string | undefined }): QualifiedName {
  return type.schema === undefined ? { name: type.name } : { schema: type.schema, name: type.name };
}

export function columnState(column: ColumnDefinition, by: Provenance): ColumnState {
  const comment = known(column.comment);
  return {
    name: column.name,
    type: column.type.value,
    nullable: isNullable(column),
    ...(column.serverDefault === undefined ? {} : { default: column.serverDefault.value }),
    ...(column.identity === undefined ? {} : { identity: column.identity.value }),
    ...(column.computed === undefined ? {} : { computed: column.computed.value }),
    ...(comment === undefined ? {} : { comment }),
    by,
  };
}

/**
 * The table with the constraints and indexes that a column's declaration brings along, as Alembic renders them:
 * `index=True` an index (unique with `unique=True`), `unique=True` alone a constraint. SQL knows no `index=True`.
 */
export function withColumnMembers(
  table: TableState,
  column: ColumnDefinition,
  around: Around & { readonly inlineKeys?: boolean },
  by: Provenance,
): TableState {
  const { catalogue, origin, inlineKeys } = around;
  let after = table;
  const columns = [column.name];
  if (column.index?.value) {
    const name = finalName(undefined, { key: 'ix', table, columns }, around, () =>
      origin === 'sql' ? serverName(after, columns, 'idx', catalogue) : indexName(after, column.name),
    );
    const unique = column.unique?.value === true;
    after = withIndex(after, { name, columns, unique, method: 'btree', partial: false, by });
  } else if (column.unique?.value) {
    const own = column.ownKeys?.find((key) => key.kind === 'unique');
    const isKey = after.constraints.some(
      (one) => (one.kind === 'primary-key' || one.kind === 'unique') && one.columns.join('\0') === column.name,
    );
    const key = { span: column.span, columns, name: undefined, ...own, kind: 'unique' as const };
    // Of keys on the same columns the server makes one.
    if (!isKey || own !== undefined) after = withTableConstraint(after, key, around, by);
  }
  for (const key of column.foreignKeys) {
    // Of a key inside ADD COLUMN the name is left out, so that the server makes one.
    const its: Around = inlineKeys ? { catalogue, origin: 'sql' } : around;
    after = withConstraint(after, foreignKeyState(after, { ...key, columns }, its, by));
  }
  for (const check of column.checks)
    after = withConstraint(after, checkState(after, check, around, { by, validated: true, column: column.name }));
  return after;
}

/** The table with a constraint of its declaration. */
export function withTableConstraint(
  table: TableState,
  constraint: TableConstraint,
  around: Around,
  by: Provenance,
): TableState {
  const { catalogue } = around;
  switch (constraint.kind) {
    case 'foreign-key':
      return withConstraint(table, foreignKeyState(table, constraint, around, by));
    case 'check':
      return withConstraint(table, checkState(table, constraint, around, { by, validated: true }));
    case 'primary-key': {
      const { columns } = constraint;
      const name = finalName(constraint.name, { key: 'pk', table, columns }, around, () =>
        serverName(table, [], 'pkey', catalogue),
      );
      return withConstraint(table, {
        kind: 'primary-key',
        name,
        columns,
        ...keyFacts(constraint),
        by,
      });
    }
    case 'unique': {
      const { columns } = constraint;
      const name = finalName(constraint.name, { key: 'uq', table, columns }, around, () =>
        serverName(table, columns, 'key', catalogue),
      );
      return withConstraint(table, {
        kind: 'unique',
        name,
        ...unnamed(constraint),
        columns,
        ...keyFacts(constraint),
        by,
      });
    }
    case 'exclude':
      return withConstraint(table, {
        kind: 'exclude',
        name: finalName(constraint.name, { key: 'ex', table, columns: [] }, around, () =>
          serverName(table, [], 'excl', catalogue),
        ),
        ...(constraint.sql === undefined ? {} : { sql: constraint.sql }),
        ...keyFacts(constraint),
        by,
      });
  }
}

/** What a key says beside its columns, as the catalogue holds it. */
export function keyFacts({ include, nullsNotDistinct, deferrable, initiallyDeferred }: KeyOptions): KeyOptions {
  return {
    ...(include === undefined ? {} : { include }),
    ...(nullsNotDistinct ? { nullsNotDistinct } : {}),
    ...(deferrable ? { deferrable } : {}),
    ...(initiallyDeferred ? { initiallyDeferred } : {}),
  };
}

/** The columns that a key without them means are those of the referent's primary key, where that is known. */
export function foreignKeyState(
  table: TableState,
  key: ForeignKeyClause,
  around: Around,
  by: Provenance,
  validated = true,
): ConstraintState {
  const { catalogue } = around;
  const { columns } = key;
  const referent = tableKey(key.referent) === tableKey(table) ? table : findTable(catalogue, key.referent);
  const primaryKey = referent?.constraints.find((one) => one.kind === 'primary-key');
  const onDelete = known(key.onDelete);
  const onUpdate = known(key.onUpdate);
  const referentColumns = key.referentColumns.length > 0 ? key.referentColumns : (primaryKey?.columns ?? []);
  const named = {
    key: 'fk',
    table,
    columns,
    referent: { table: key.referent.name, columns: referentColumns },
  } as const;
  return {
    kind: 'foreign-key',
    name: finalName(key.name, named, around, () => serverName(table, columns, 'fkey', catalogue)),
    ...unnamed(key),
    columns,
    referent: qualified(key.referent),
    referentColumns,
    ...(onDelete === undefined ? {} : { onDelete }),
    ...(onUpdate === undefined ? {} : { onUpdate }),
    ...(key.deferrable ? { deferrable: true } : {}),
    ...(key.initiallyDeferred ? { initiallyDeferred: true } : {}),
    ...(known(key.match) === undefined ? {} : { match: known(key.match) ?? '' }),
    validated,
    by,
  };
}

/** `column`: the one whose declaration the check stands in; else the server names it after the only column it reads. */
export function checkState(
  table: TableState,
  check: CheckClause,
  around: Around,
  { by, validated, column }: { readonly by: Provenance; readonly validated: boolean; readonly column?: string },
): ConstraintState {
  const read = [...table.columns.keys()].filter((name) => mentions(check.sql ?? '', name));
  const only = column ?? (read.length === 1 ? read[0] : undefined);
  return {
    kind: 'check',
    name: finalName(check.name, { key: 'ck', table, columns: [] }, around, () =>
      serverName(table, only === undefined ? [] : [only], 'check'),
    ),
    ...unnamed(check),
    sql: check.sql,
    provesNotNull: check.provesNotNull,
    ...(check.noInherit ? { noInherit: true } : {}),
    validated,
    by,
  };
}

/** The catalogue with the sequences of serial and identity columns of a new table, or of a new column. */
export function withSequencesOf(
  catalogue: Catalogue,
  made: Pick<CreateTable, 'table' | 'columns' | 'constraints' | 'origin'>,
  by: Provenance,
): Catalogue {
  const { table, columns } = made;
  return columns.reduce((before, column) => {
    if (column.identity !== undefined) {
      const { options = {}, sequence } = column.identity.value;
      return putOwned(before, table, column.name, { options, from: 'identity', by }, sequence).catalogue;
    }
    if (!isNumbered(column, made)) return before;
    const sequence = putOwned(before, table, column.name, {
      options: { type: column.type.value.name ?? 'int8' },
      from: 'serial',
      by,
    });
    return changeKnownTable(sequence.catalogue, table, (it) => {
      const state = it.columns.get(column.name);
      if (state === undefined) return it;
      return {
        ...it,
        columns: new Map(it.columns).set(column.name, { ...state, nullable: false, serial: sequence.name }),
      };
    });
  }, catalogue);
}

/**
 * Whether the server numbers the rows by the column's own sequence: a serial type in SQL; of SQLAlchemy's the only key
 * column that is an integer and has no other source of values, or the key column that says so itself.
 */
function isNumbered(
  column: ColumnDefinition,
  { columns, constraints, origin }: Pick<CreateTable, 'columns' | 'constraints' | 'origin'>,
): boolean {
  const said = column.autoincrement?.value;
  if (origin.kind === 'sql') return said === true;
  const key = constraints.find((one) => one.kind === 'primary-key');
  const names = key?.columns ?? columns.filter((one) => one.primaryKey).map((one) => one.name);
  const counts = /^int[248]$/.test(column.type.value.name ?? '') && column.type.value.dimensions === 0;
  const filled = column.serverDefault ?? column.clientDefault ?? column.computed;
  if (!names.includes(column.name) || !counts || filled !== undefined || said === false) return false;
  if (said === true) return true;
  const refers =
    column.foreignKeys.length > 0 ||
    constraints.some((one) => one.kind === 'foreign-key' && one.columns.includes(column.name));
  return names.length === 1 && !refers;
}

/** The catalogue with the enum types that Alembic creates along with a table. */
export function withEnumsOf(catalogue: Catalogue, columns: readonly ColumnDefinition[], by: Provenance): Catalogue {
  return columns.reduce((before, column) => {
    const type = createdEnum(column.type.value);
    return type === undefined ? before : putEnum(before, type.name, { ...type.state, by, withTable: true });
  }, catalogue);
}

/** The enum that Alembic creates for a column of a new table, if the type is one. */
export function createdEnum(
  type: DataType,
): { readonly name: QualifiedName; readonly state: NonNullable<DataType['enum']> } | undefined {
  const state = type.enum;
  if (state?.name === undefined || !state.native || !state.createType) return undefined;
  const name = state.schema === undefined ? { name: state.name } : { schema: state.schema, name: state.name };
  return { name, state };
}

function unnamed({ name }: { readonly name: unknown }): { readonly unnamed?: true } {
  return name === undefined ? { unnamed: true } : {};
}
