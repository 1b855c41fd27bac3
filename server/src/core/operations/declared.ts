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
import type {
  CheckClause,
  ColumnDefinition,
  CreateTable,
  ForeignKeyClause,
  KeyOptions,
  Maybe,
  Origin,
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
  around: { readonly catalogue: Catalogue; readonly origin: Origin['kind'] },
  by: Provenance,
): TableState {
  const { catalogue, origin } = around;
  let after = table;
  const columns = [column.name];
  if (column.index?.value) {
    const name = origin === 'sql' ? serverName(after, columns, 'idx', catalogue) : indexName(after, column.name);
    const unique = column.unique?.value === true;
    after = withIndex(after, { name, columns, unique, method: 'btree', partial: false, by });
  } else if (column.unique?.value) {
    const own = column.ownKeys?.find((key) => key.kind === 'unique');
    const isKey = after.constraints.some(
      (one) => (one.kind === 'primary-key' || one.kind === 'unique') && one.columns.join('\0') === column.name,
    );
    const key = { span: column.span, columns, name: undefined, ...own, kind: 'unique' as const };
    // Of keys on the same columns the server makes one.
    if (!isKey || own !== undefined) after = withTableConstraint(after, key, catalogue, by);
  }
  for (const key of column.foreignKeys) {
    after = withConstraint(after, foreignKeyState(after, { ...key, columns }, catalogue, by));
  }
  for (const check of column.checks) after = withConstraint(after, checkState(after, check, by, true, column.name));
  return after;
}

/** The table with a constraint of its declaration. */
export function withTableConstraint(
  table: TableState,
  constraint: TableConstraint,
  catalogue: Catalogue,
  by: Provenance,
): TableState {
  switch (constraint.kind) {
    case 'foreign-key':
      return withConstraint(table, foreignKeyState(table, constraint, catalogue, by));
    case 'check':
      return withConstraint(table, checkState(table, constraint, by, true));
    case 'primary-key': {
      const name = nameOr(constraint.name, () => serverName(table, [], 'pkey', catalogue));
      return withConstraint(table, {
        kind: 'primary-key',
        name,
        columns: constraint.columns,
        ...keyFacts(constraint),
        by,
      });
    }
    case 'unique': {
      const name = nameOr(constraint.name, () => serverName(table, constraint.columns, 'key', catalogue));
      return withConstraint(table, {
        kind: 'unique',
        name,
        ...unnamed(constraint),
        columns: constraint.columns,
        ...keyFacts(constraint),
        by,
      });
    }
    case 'exclude':
      return withConstraint(table, {
        kind: 'exclude',
        name: nameOr(constraint.name, () => serverName(table, [], 'excl', catalogue)),
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
  catalogue: Catalogue,
  by: Provenance,
  validated = true,
): ConstraintState {
  const referent = tableKey(key.referent) === tableKey(table) ? table : findTable(catalogue, key.referent);
  const primaryKey = referent?.constraints.find((one) => one.kind === 'primary-key');
  const onDelete = known(key.onDelete);
  const onUpdate = known(key.onUpdate);
  return {
    kind: 'foreign-key',
    name: nameOr(key.name, () => serverName(table, key.columns, 'fkey', catalogue)),
    ...unnamed(key),
    columns: key.columns,
    referent: qualified(key.referent),
    referentColumns: key.referentColumns.length > 0 ? key.referentColumns : (primaryKey?.columns ?? []),
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
  by: Provenance,
  validated: boolean,
  column?: string,
): ConstraintState {
  const read = [...table.columns.keys()].filter((name) => mentions(check.sql ?? '', name));
  const only = column ?? (read.length === 1 ? read[0] : undefined);
  return {
    kind: 'check',
    name: nameOr(check.name, () => serverName(table, only === undefined ? [] : [only], 'check')),
    ...unnamed(check),
    sql: check.sql,
    provesNotNull: check.provesNotNull,
    ...(check.noInherit ? { noInherit: true } : {}),
    validated,
    by,
  };
}

/** The name given; a default where none was; undefined where one was given that isn't known. */
export function nameOr(name: Maybe<string> | undefined, byDefault: () => string | undefined): string | undefined {
  return name === undefined ? byDefault() : known(name);
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
    return type === undefined ? before : putEnum(before, type.name, { ...type.state, by });
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
