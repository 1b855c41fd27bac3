/**
 * The contract of what statements without an operation of their own do to the schema: one file per subject, holding how
 * SQL spells its changes and what they do to the catalogue.
 */

import type { AlterTableCmd, Node } from '@pgsql/types';
import type { Catalogue, Provenance } from '../../schema/catalogue.ts';
import type { StatementContext } from '../statement-context.ts';

type NodeName = Node extends infer N ? (N extends unknown ? keyof N : never) : never;
type NodeOf<K extends NodeName> = Extract<Node, Record<K, unknown>> extends Record<K, infer Inner> ? Inner : never;

/** The changes of one node, in order; none where it means something else. */
export type ChangeReader<N, Change> = (node: N, context: StatementContext) => readonly Change[];

/** By the keys of statement parts: a node's name, split where it means many things. */
export type ChangeReaders<Change> = { readonly [K in NodeName]?: ChangeReader<NodeOf<K>, Change> } & {
  readonly [K in `AlterTableCmd.${string}`]?: ChangeReader<AlterTableCmd, Change>;
} & {
  readonly [K in `Constraint.${string}`]?: ChangeReader<NodeOf<'Constraint'>, Change>;
} & {
  readonly [K in `DropStmt.${string}`]?: ChangeReader<NodeOf<'DropStmt'>, Change>;
} & { readonly [K in `RenameStmt.${string}`]?: ChangeReader<NodeOf<'RenameStmt'>, Change> };

export interface SubjectDefinition<Change> {
  readonly statements: ChangeReaders<Change>;
  readonly apply: (catalogue: Catalogue, change: Change, by: Provenance) => Catalogue;
}

/** A change with the subject whose definition applies it. */
export function defineSubject<Change>(definition: SubjectDefinition<Change>): SubjectDefinition<Change> {
  return definition;
}
