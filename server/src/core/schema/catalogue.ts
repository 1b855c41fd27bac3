/**
 * The schema as immutable data: what exists after some revisions have run, and which revision made it. Absence of a
 * table means "no migration read so far made it", not "it does not exist": histories begin on databases with a past.
 */

import type { EnumType } from './data-type.ts';
import { type Provenance, type QualifiedName, tableKey } from './name.ts';
import { type Convention, noConvention } from './naming-convention.ts';
import type {
  DomainState,
  ExtensionState,
  FunctionState,
  SchemaState,
  SequenceState,
  TypeState,
  ViewState,
} from './objects.ts';
import type { ColumnState, ConstraintState, IndexState, PolicyState, TableState, TriggerState } from './table.ts';

export type {
  ColumnState,
  ConstraintState,
  DomainState,
  ExtensionState,
  FunctionState,
  IndexState,
  PolicyState,
  Provenance,
  QualifiedName,
  SchemaState,
  SequenceState,
  TableState,
  TriggerState,
  TypeState,
  ViewState,
};
export { tableKey };

export interface EnumState extends EnumType {
  readonly by: Provenance;
  /** Alembic made it along with a table, which it does once in a run. */
  readonly withTable?: true;
}

export interface Catalogue {
  /** By `tableKey`. */
  readonly tables: ReadonlyMap<string, TableState>;
  /** By `tableKey` of the type's name. */
  readonly enums: ReadonlyMap<string, EnumState>;
  /** Those that migrations made, by name. */
  readonly schemas: ReadonlyMap<string, SchemaState>;
  readonly extensions: ReadonlyMap<string, ExtensionState>;
  /** The other kinds by `tableKey`; functions with their signature, see `functionKey`. */
  readonly domains: ReadonlyMap<string, DomainState>;
  readonly types: ReadonlyMap<string, TypeState>;
  readonly sequences: ReadonlyMap<string, SequenceState>;
  readonly views: ReadonlyMap<string, ViewState>;
  readonly functions: ReadonlyMap<string, FunctionState>;
  /** Keys of tables that were renamed: what they brought along keeps names that others would get. */
  readonly renamed: ReadonlySet<string>;
  /** How SQLAlchemy names what migrations leave unnamed. */
  readonly naming: Convention;
}

export const emptyCatalogue: Catalogue = {
  tables: new Map(),
  enums: new Map(),
  schemas: new Map(),
  extensions: new Map(),
  domains: new Map(),
  types: new Map(),
  sequences: new Map(),
  views: new Map(),
  functions: new Map(),
  renamed: new Set(),
  naming: noConvention,
};

export function findTable(catalogue: Catalogue, name: QualifiedName): TableState | undefined {
  return catalogue.tables.get(tableKey(name));
}
