/** A table as the catalogue holds it: columns, constraints, indexes and what else belongs to it. */

import type { Computed, DataType, Identity, ServerDefault } from './data-type.ts';
import type { Provenance, QualifiedName } from './name.ts';

export interface ColumnState {
  readonly name: string;
  /** Its collation is the type's. */
  readonly type: DataType;
  readonly nullable: boolean;
  readonly default?: ServerDefault;
  /** The sequence of a serial column, whose next value is the default. */
  readonly serial?: QualifiedName;
  readonly identity?: Identity;
  readonly computed?: Computed;
  readonly comment?: string;
  /** Name of its NOT NULL constraint that is NOT VALID (PostgreSQL 18): old rows may still be NULL. */
  readonly unprovenNotNull?: string;
  /** An UPDATE has given rows a value since it was added. */
  readonly filled?: true;
  readonly by: Provenance;
}

/** How a key or exclusion may wait for the end of the transaction. */
interface Deferral {
  readonly deferrable?: boolean;
  readonly initiallyDeferred?: boolean;
}

export type ConstraintState = {
  /** Undefined when it can't be known. */
  readonly name: string | undefined;
  /** The author gave none, so that the name is PostgreSQL's own; another database may have none. */
  readonly unnamed?: true;
  readonly by: Provenance;
} & (
  | ({
      readonly kind: 'primary-key';
      readonly columns: readonly string[];
      readonly include?: readonly string[];
    } & Deferral)
  | ({
      readonly kind: 'unique';
      readonly columns: readonly string[];
      readonly include?: readonly string[];
      /** NULLS NOT DISTINCT. */
      readonly nullsNotDistinct?: boolean;
    } & Deferral)
  | ({
      readonly kind: 'foreign-key';
      readonly columns: readonly string[];
      readonly referent: QualifiedName;
      /** Empty when the referent's primary key is meant. */
      readonly referentColumns: readonly string[];
      readonly onDelete?: string;
      readonly onUpdate?: string;
      /** FULL; absent for SIMPLE. */
      readonly match?: string;
      readonly validated: boolean;
      /** False for NOT ENFORCED. */
      readonly enforced?: boolean;
    } & Deferral)
  | {
      readonly kind: 'check';
      /** SQL of the condition; undefined when it can't be known. */
      readonly sql: string | undefined;
      /** Columns that the check proves to be NOT NULL: `c IS NOT NULL`, alone or in a conjunction. */
      readonly provesNotNull: readonly string[];
      readonly noInherit?: boolean;
      readonly validated: boolean;
      /** False for NOT ENFORCED. */
      readonly enforced?: boolean;
    }
  | ({
      readonly kind: 'exclude';
      /** What stands behind EXCLUDE: `USING gist (room WITH =, during WITH &&) WHERE (…)`; absent when not known. */
      readonly sql?: string;
    } & Deferral)
);

export interface IndexState {
  readonly name: string | undefined;
  /** Column name per key; undefined for an expression. */
  readonly columns: readonly (string | undefined)[];
  /** Per key its SQL where that is more than the column's name: expression, collation, operator class, order. */
  readonly keys?: readonly (string | undefined)[];
  readonly unique: boolean;
  readonly method: string;
  readonly include?: readonly string[];
  readonly nullsNotDistinct?: boolean;
  /** Storage parameters, `WITH (…)` without the word. */
  readonly storage?: string;
  readonly partial: boolean;
  /** Condition of a partial index as SQL, where it is known. */
  readonly where?: string;
  /** Of a partitioned table ON ONLY: invalid until indexes of all partitions are attached. */
  readonly invalid?: true;
  /** The index of the partitioned table that it is a part of. */
  readonly parent?: QualifiedName;
  readonly by: Provenance;
}

export interface TriggerState {
  readonly name: string;
  /** The function it calls. */
  readonly function: QualifiedName;
  /** What the function is given, as SQL. */
  readonly arguments: string;
  /** What stands in CREATE TRIGGER between its name and its table: `BEFORE INSERT OR UPDATE`. */
  readonly when: string;
  /** What stands between the table's name and EXECUTE: `FOR EACH ROW WHEN (…)`; empty for nothing. */
  readonly scope: string;
  /** CREATE CONSTRAINT TRIGGER. */
  readonly constraint?: true;
  /** How it fires, if not as it was made. */
  readonly firing?: 'disabled' | 'always' | 'replica';
  readonly by: Provenance;
}

export interface PolicyState {
  readonly name: string;
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete';
  readonly permissive: boolean;
  /** Roles as SQL; `public` for everyone. */
  readonly roles: readonly string[];
  readonly using?: string;
  readonly check?: string;
  readonly by: Provenance;
}

export interface TableState {
  readonly schema?: string;
  readonly name: string;
  readonly columns: ReadonlyMap<string, ColumnState>;
  readonly constraints: readonly ConstraintState[];
  readonly indexes: readonly IndexState[];
  readonly triggers?: readonly TriggerState[];
  readonly policies?: readonly PolicyState[];
  readonly rowSecurity?: { readonly enabled: boolean; readonly forced: boolean };
  readonly comment?: string;
  readonly unlogged?: true;
  /** Gone with the connection that made it. */
  readonly temporary?: true;
  /** Divided by PARTITION BY: its rows are in its partitions. */
  readonly partitioned?: true;
  /** How it is divided: `RANGE (created_at)`. */
  readonly partitionKey?: string;
  /** The table that it is a partition of, or those it inherits from. */
  readonly parents?: readonly QualifiedName[];
  /** Which rows of its parent a partition holds: `FOR VALUES FROM (1) TO (9)`, `DEFAULT`. */
  readonly bound?: string;
  /** It has, or once had, partitions or heirs. */
  readonly hasHeirs?: true;
  /** The DEFAULT partition of its parent. */
  readonly defaultPartition?: true;
  /** False when only parts of the table are known, since no migration read so far created it. */
  readonly whole: boolean;
  readonly by: Provenance;
}
