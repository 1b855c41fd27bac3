/** Constraints and indexes of the catalogue as SQL. */

import type { ConstraintState, IndexState, QualifiedName } from '../../schema/catalogue.ts';
import { quoteIdentifier, quoteQualified } from '../../sql/quote.ts';
import { columnList, unknown, words } from './words.ts';

/** `CONSTRAINT name …` as it stands in CREATE TABLE and behind ALTER TABLE … ADD. */
export function constraintSql(constraint: ConstraintState): string {
  const named = constraint.name === undefined ? undefined : `CONSTRAINT ${quoteIdentifier(constraint.name)}`;
  return words(named, bodySql(constraint));
}

function bodySql(constraint: ConstraintState): string {
  switch (constraint.kind) {
    case 'primary-key':
    case 'unique': {
      const { kind, columns, include } = constraint;
      const nulls = kind === 'unique' && constraint.nullsNotDistinct ? 'NULLS NOT DISTINCT' : undefined;
      const more = include === undefined ? undefined : `INCLUDE ${columnList(include)}`;
      return words(
        kind === 'unique' ? 'UNIQUE' : 'PRIMARY KEY',
        nulls,
        columnList(columns),
        more,
        deferral(constraint),
      );
    }
    case 'foreign-key':
      return foreignKeySql(constraint);
    case 'check':
      return words(
        `CHECK (${constraint.sql ?? unknown})`,
        constraint.noInherit && 'NO INHERIT',
        validity(constraint.validated, constraint.enforced),
      );
    case 'exclude':
      return words('EXCLUDE', constraint.sql ?? unknown, deferral(constraint));
  }
}

function foreignKeySql(constraint: Extract<ConstraintState, { kind: 'foreign-key' }>): string {
  const { columns, referent, referentColumns, match, onDelete, onUpdate, validated, enforced } = constraint;
  return words(
    `FOREIGN KEY ${columnList(columns)} REFERENCES ${quoteQualified(referent)}`,
    referentColumns.length > 0 && columnList(referentColumns),
    match && `MATCH ${match}`,
    onDelete && `ON DELETE ${onDelete}`,
    onUpdate && `ON UPDATE ${onUpdate}`,
    deferral(constraint),
    validity(validated, enforced),
  );
}

function deferral({
  deferrable,
  initiallyDeferred,
}: {
  readonly deferrable?: boolean;
  readonly initiallyDeferred?: boolean;
}): string {
  return words((deferrable || initiallyDeferred) && 'DEFERRABLE', initiallyDeferred && 'INITIALLY DEFERRED');
}

function validity(validated: boolean, enforced: boolean | undefined): string | undefined {
  if (enforced === false) return 'NOT ENFORCED';
  return validated ? undefined : 'NOT VALID';
}

export function indexSql(index: IndexState, table: QualifiedName): string {
  const keys = index.columns.map(
    (column, i) => index.keys?.[i] ?? (column === undefined ? unknown : quoteIdentifier(column)),
  );
  return words(
    index.unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX',
    index.name !== undefined && quoteIdentifier(index.name),
    index.invalid ? 'ON ONLY' : 'ON',
    quoteQualified(table),
    index.method !== 'btree' && `USING ${index.method}`,
    `(${keys.join(', ')})`,
    index.include && `INCLUDE ${columnList(index.include)}`,
    index.nullsNotDistinct && 'NULLS NOT DISTINCT',
    index.storage && `WITH (${index.storage})`,
    index.partial && `WHERE ${index.where ?? unknown}`,
  );
}
