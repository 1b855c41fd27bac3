/** What a schema holds beside tables and enums, as far as migrations say. */

import type { DataType, SequenceOptions, ServerDefault } from './data-type.ts';
import type { Provenance, QualifiedName } from './name.ts';
import type { IndexState, TriggerState } from './table.ts';

export interface SchemaState {
  readonly name: string;
  readonly by: Provenance;
}

export interface ExtensionState {
  readonly name: string;
  /** Where its objects are, if it was said. */
  readonly schema?: string;
  readonly version?: string;
  readonly by: Provenance;
}

export interface SequenceState extends QualifiedName {
  readonly options: SequenceOptions;
  /** The column it goes with: OWNED BY, a serial type, or an identity. */
  readonly ownedBy?: { readonly table: QualifiedName; readonly column: string };
  /** What made it along with a column; undefined for one that stands alone. */
  readonly from?: 'serial' | 'identity';
  readonly by: Provenance;
}

export interface ViewState extends QualifiedName {
  readonly materialized: boolean;
  /** Names given to its columns; the query's own where absent. */
  readonly columns?: readonly string[];
  /** Names that the query itself gives to its columns; absent where they aren't all known. */
  readonly outputs?: readonly string[];
  /** The query as SQL; undefined when it can't be known. */
  readonly query: string | undefined;
  /** Tables and views that the query reads. */
  readonly reads: readonly QualifiedName[];
  /** `WITH (…)`, without the word. */
  readonly options?: string;
  readonly checkOption?: 'local' | 'cascaded';
  /** False after WITH NO DATA. */
  readonly populated?: boolean;
  readonly comment?: string;
  /** Of a materialized view. */
  readonly indexes: readonly IndexState[];
  readonly triggers: readonly TriggerState[];
  readonly by: Provenance;
}

export interface FunctionState extends QualifiedName {
  readonly kind: 'function' | 'procedure' | 'aggregate';
  /** Types of the arguments that identify it, as PostgreSQL names them: `int4, text[]`. */
  readonly signature: string;
  /** What stands behind its name in CREATE: arguments, result, body; undefined when it can't be known. */
  readonly definition: string | undefined;
  readonly by: Provenance;
}

export interface DomainState extends QualifiedName {
  readonly type: DataType;
  readonly nullable: boolean;
  readonly default?: ServerDefault;
  readonly checks: readonly {
    readonly name: string | undefined;
    readonly sql: string | undefined;
    readonly validated: boolean;
  }[];
  /** Whether values can be refused: a check or NOT NULL. */
  readonly constrained: boolean;
  readonly by: Provenance;
}

/** A composite, range or base type. */
export interface TypeState extends QualifiedName {
  readonly kind: 'composite' | 'range' | 'base';
  /** What stands behind the name in CREATE TYPE; undefined when it can't be known. */
  readonly definition: string | undefined;
  readonly by: Provenance;
}
