/**
 * The schema as immutable data: what exists after some revisions have run, and which revision made it. Absence of a
 * table means "no migration read so far made it", not "it does not exist": histories begin on databases with a past.
 */

import type { Span } from '../text/span.ts';
import type { Computed, DataType, EnumType, Identity, ServerDefault } from './data-type.ts';

/** Which revision and place made an object. */
export interface Provenance {
  readonly revision: string;
  readonly file: string;
  readonly span: Span;
  /** Why the object may have been there before: `IF NOT EXISTS`, or a test in Python whose outcome isn't known. */
  readonly tentative?: 'if-not-exists' | 'conditional';
}

export interface ColumnState {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  readonly default?: ServerDefault;
  readonly identity?: Identity;
  /** Numbered by a sequence of its own, as SERIAL makes it. */
  readonly serial?: boolean;
  readonly computed?: Computed;
  readonly comment?: string;
  readonly by: Provenance;
}

export type ConstraintState = {
  /** Undefined when the server makes the name up. */
  readonly name: string | undefined;
  readonly by: Provenance;
} & (
  | { readonly kind: 'primary-key'; readonly columns: readonly string[] }
  | { readonly kind: 'unique'; readonly columns: readonly string[] }
  | {
      readonly kind: 'foreign-key';
      readonly columns: readonly string[];
      readonly referent: QualifiedName;
      /** Empty when the referent's primary key is meant. */
      readonly referentColumns: readonly string[];
      readonly onDelete?: string;
      readonly onUpdate?: string;
      readonly deferrable?: boolean;
      readonly initiallyDeferred?: boolean;
      readonly validated: boolean;
    }
  | {
      readonly kind: 'check';
      /** SQL of the condition; undefined when it can't be known. */
      readonly sql: string | undefined;
      /** Columns that the check proves to be NOT NULL: `c IS NOT NULL`, alone or in a conjunction. */
      readonly provesNotNull: readonly string[];
      readonly validated: boolean;
    }
  | { readonly kind: 'exclude' }
);

export interface IndexState {
  readonly name: string | undefined;
  /** Column name per key; undefined for an expression. */
  readonly columns: readonly (string | undefined)[];
  readonly unique: boolean;
  readonly method: string;
  readonly partial: boolean;
  /** Condition of a partial index as SQL, where it is known. */
  readonly where?: string;
  readonly by: Provenance;
}

export interface QualifiedName {
  readonly schema?: string;
  readonly name: string;
}

export interface TableState {
  readonly schema?: string;
  readonly name: string;
  readonly columns: ReadonlyMap<string, ColumnState>;
  readonly constraints: readonly ConstraintState[];
  readonly indexes: readonly IndexState[];
  /** False when only parts of the table are known, since no migration read so far created it. */
  readonly whole: boolean;
  /** Row level security, where a migration turned it on or off. */
  readonly rowSecurity?: RowSecurity;
  readonly by: Provenance;
}

export interface RowSecurity {
  readonly enabled: boolean;
  /** Also for the owner of the table. */
  readonly forced: boolean;
}

export interface Catalogue {
  /** By `tableKey`. */
  readonly tables: ReadonlyMap<string, TableState>;
  /** By `tableKey` of the type's name. */
  readonly enums: ReadonlyMap<string, EnumType & { readonly by: Provenance }>;
}

export const emptyCatalogue: Catalogue = { tables: new Map(), enums: new Map() };

/** The key of a table or type in a catalogue. An unqualified name and one in `public` are the same object. */
export function tableKey(name: QualifiedName): string {
  return name.schema === undefined || name.schema === 'public' ? name.name : `${name.schema}.${name.name}`;
}

export function findTable(catalogue: Catalogue, name: QualifiedName): TableState | undefined {
  return catalogue.tables.get(tableKey(name));
}
