/** What an operation does to the tables it touches: the facts that apply to it, with the relations filled in. */

import type { Operation, OperationKind, OperationOf } from '../operations/operation.ts';
import type { Catalogue, QualifiedName } from '../schema/catalogue.ts';
import type { Span } from '../text/span.ts';
import type { Application } from './application.ts';
import { effectsByKind } from './by-kind.ts';
import { type Fact, type FactName, factOf } from './facts.ts';
import type { Lock } from './lock.ts';

/** One fact at work: an operation may have several, since Alembic renders several statements for some calls. */
export interface Effect {
  readonly name: FactName;
  readonly fact: Fact;
  /** The table it is done to; undefined when only an index is named and no migration says whose it is. */
  readonly table: QualifiedName | undefined;
  readonly locks: readonly Lock[];
  /** The part of the operation that causes it. */
  readonly at: Span;
  /** What the fact rests on, for a message: the volatile function, the old type. */
  readonly because?: string;
}

/**
 * @param catalogue the schema as the operation finds it
 * @param version PostgreSQL's major version
 */
export function effectsOf(operation: Operation, catalogue: Catalogue, version: number): readonly Effect[] {
  return applications(operation.kind, operation, catalogue, version).map(effect);
}

function applications<K extends OperationKind>(
  kind: K,
  operation: OperationOf<K>,
  catalogue: Catalogue,
  version: number,
): readonly Application[] {
  return effectsByKind[kind]?.(operation, catalogue, version) ?? [];
}

function effect({ name, table, referents = [], at, because }: Application): Effect {
  const fact = factOf(name);
  const own = fact.lock === undefined || table === undefined ? [] : [{ relation: qualified(table), mode: fact.lock }];
  const mode = fact.referent;
  const others = mode === undefined ? [] : referents.map((relation) => ({ relation: qualified(relation), mode }));
  const base = { name, fact, table: table && qualified(table), locks: [...own, ...others], at };
  return because === undefined ? base : { ...base, because };
}

function qualified({ schema, name }: QualifiedName): QualifiedName {
  return schema === undefined ? { name } : { schema, name };
}
