/**
 * The contract of an operation: one file per kind, one declaration, holding how Python and SQL spell it, what it does to
 * the catalogue, how it is undone and how it is written. Shared code asks the declaration and never which kind it holds.
 */

import type {
  AlterTableCmd,
  AlterTableType,
  Constraint,
  ConstrType,
  DropStmt,
  Node,
  ObjectType,
  RenameStmt,
} from '@pgsql/types';
import type { Call } from '../python/syntax.ts';
import type { StringValue } from '../python/value.ts';
import type { Catalogue, Provenance } from '../schema/catalogue.ts';
import type { SqlParser } from '../sql/parser.ts';
import type { Style } from './function.ts';
import type { CallSite, GivenValues, Operation, OperationKind, OperationOf } from './operation.ts';
import type { OperationBase, StatementContext } from './statement-context.ts';

export type { OperationBase } from './statement-context.ts';

/** What a reader makes of a call or statement; `opaque` says in a true short reason why it can't be read. */
export type Reading = Operation | readonly Operation[] | { readonly opaque: string };

/** The arguments of one call, bound to the parameters of its signature. */
export interface BoundArguments extends GivenValues {
  readonly call: CallSite;
}

/** What a reader of calls may ask. */
export interface CallReader {
  /** For the operation that is being read. */
  readonly base: OperationBase;
  readonly parser: SqlParser;
  /** The whole file. */
  readonly text: string;
  /** The site of a nested call, e.g. of `sa.Column(…)`. `names` are those of its positional arguments. */
  site(call: Call, names: readonly string[]): CallSite;
  /** The operations of an SQL string that stands in this call. */
  sql(text: StringValue, style: 'text' | 'driver'): readonly Operation[];
}

/** How one `op.<name>` is spelt. Signatures are Alembic's, in Python's own notation, defaults included. */
export interface CallForm {
  readonly name: string;
  /** Parameters of `op.<name>`; undefined when only a batch block has it. */
  readonly op?: string;
  /** Parameters of `batch_op.<name>`, which already knows table and schema. */
  readonly batch?: string;
  read(args: BoundArguments, reader: CallReader): Reading;
}

type NodeName = Node extends infer N ? (N extends unknown ? keyof N : never) : never;
type NodeOf<K extends NodeName> = Extract<Node, Record<K, unknown>> extends Record<K, infer Inner> ? Inner : never;

/** How SQL spells an operation: one libpg-query node. Nothing (`[]`) leaves the node to the kind `statement`. */
export type StatementReader<N> = (node: N, context: StatementContext) => Reading;

/** By node name; nodes that mean many things are split by their discriminating field. */
export type StatementReaders = { readonly [K in NodeName]?: StatementReader<NodeOf<K>> } & {
  readonly [K in `AlterTableCmd.${AlterTableType}`]?: StatementReader<AlterTableCmd>;
} & { readonly [K in `Constraint.${ConstrType}`]?: StatementReader<Constraint> } & {
  readonly [K in `DropStmt.${ObjectType}`]?: StatementReader<DropStmt>;
} & { readonly [K in `RenameStmt.${ObjectType}`]?: StatementReader<RenameStmt> };

/**
 * What undoes an operation, in order, or why nothing can. No operations: there is nothing to undo. Data that a drop
 * takes with it does not come back; the shape does.
 */
export type Inverse = { readonly operations: readonly Operation[] } | { readonly irreversible: string };

export interface OperationDefinition<K extends OperationKind> {
  readonly kind: K;
  /** One plain sentence for a hover: what it does. */
  readonly summary: string;
  /** How `op.*` and `batch_op.*` spell it; empty where only SQL does. */
  readonly calls: readonly CallForm[];
  readonly statements: StatementReaders;
  /** Whether SQL of this kind ends the transaction that follows run in, or begins one. */
  readonly transaction?: (operation: OperationOf<K>) => 'begins' | 'ends' | undefined;
  /** The catalogue after the operation; the same object when nothing changes. */
  readonly apply?: (catalogue: Catalogue, operation: OperationOf<K>, by: Provenance) => Catalogue;
  /** What undoes the operation, `before` being the schema as the operation finds it. */
  readonly invert: (operation: OperationOf<K>, before: Catalogue) => Inverse;
  /** The operation as Python in the author's style, a statement per item; undefined when it can't be written. */
  readonly python?: (operation: OperationOf<K>, style: Style) => readonly string[] | undefined;
}

export function defineOperation<K extends OperationKind>(definition: OperationDefinition<K>): OperationDefinition<K> {
  return definition;
}
