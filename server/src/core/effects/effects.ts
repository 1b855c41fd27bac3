/** What an operation does to the tables it touches: the facts that apply to it, with the relations filled in. */

import type { Operation, OperationKind, OperationOf } from '../operations/operation.ts';
import { type Catalogue, type QualifiedName, tableKey } from '../schema/catalogue.ts';
import type { Span } from '../text/span.ts';
import type { Application } from './application.ts';
import { effectsByKind } from './by-kind.ts';
import { type Fact, type FactName, factOf, type Role, type Work } from './facts.ts';
import type { Lock } from './lock.ts';
import { defaultPartition, isPartitioned, keysTo, tablesBelow } from './lookup.ts';

/** One fact at work: an operation may have several, since Alembic renders several statements for some calls. */
export interface Effect {
  readonly name: FactName;
  /** As it is in the version that is assumed. */
  readonly fact: Fact;
  /** The table it is done to; undefined when only an index is named and no migration says whose it is. */
  readonly table: QualifiedName | undefined;
  readonly locks: readonly Lock[];
  /** What is done to the rows of which table; tables left alone aren't listed. */
  readonly work: readonly Done[];
  /** The first major version that knows the form, where the assumed one doesn't. */
  readonly needs?: number;
  /** The part of the operation that causes it. */
  readonly at: Span;
  /** What the fact rests on, for a message: the volatile function, the old type. */
  readonly because?: string;
}

export interface Done {
  readonly relation: QualifiedName;
  readonly work: Exclude<Work, 'none'>;
}

/**
 * @param catalogue the schema as the operation finds it
 * @param version PostgreSQL's major version
 */
export function effectsOf(operation: Operation, catalogue: Catalogue, version: number): readonly Effect[] {
  const applied = applications(operation.kind, operation, catalogue, version);
  return applied.map((application) => effectOf(application, catalogue, version));
}

/** What others feel of it: without the tables that the same transaction has made, which nobody else can see yet. */
export function feltByOthers(effect: Effect, isNew: (table: QualifiedName) => boolean): Effect {
  const isSeen = ({ relation }: { readonly relation: QualifiedName }) => !isNew(relation);
  return { ...effect, locks: effect.locks.filter(isSeen), work: effect.work.filter(isSeen) };
}

/** A fact with its relations. */
export function effectOf(application: Application, catalogue: Catalogue, version: number): Effect {
  const { name, table, at, because } = application;
  const fact = factOf(name, version);
  const since = Math.max(fact.since ?? 0, application.needs ?? 0);
  const relations = relationsOf(application, catalogue);
  return {
    name,
    fact,
    table: table && qualified(table),
    locks: locksOf(fact, relations),
    work: workOf(fact, relations, catalogue),
    ...(version < since ? { needs: since } : {}),
    at,
    ...(because === undefined ? {} : { because }),
  };
}

function applications<K extends OperationKind>(
  kind: K,
  operation: OperationOf<K>,
  catalogue: Catalogue,
  version: number,
): readonly Application[] {
  return effectsByKind[kind]?.(operation, catalogue, version) ?? [];
}

type Relations = (role: Role) => readonly QualifiedName[];

/** Who plays each role. */
function relationsOf({ table, others = [], only }: Application, catalogue: Catalogue): Relations {
  const found: Readonly<Record<Role, (name: QualifiedName) => readonly (QualifiedName | undefined)[]>> = {
    table: (name) => [name],
    other: () => [],
    below: (name) => (only ? [] : tablesBelow(catalogue, name)),
    default: (name) => [defaultPartition(catalogue, name)],
    referencing: (name) => keysTo(catalogue, name).flatMap(({ table }) => [table, ...tablesBelow(catalogue, table)]),
  };
  return (role) => {
    const all = role === 'other' ? others : table === undefined ? [] : found[role](table);
    return [
      ...new Map(all.flatMap((each) => (each === undefined ? [] : [[tableKey(each), qualified(each)]]))).values(),
    ];
  };
}

function locksOf(fact: Fact, relations: Relations): readonly Lock[] {
  return entries(fact.locks).flatMap(([role, mode]) => relations(role).map((relation) => ({ relation, mode })));
}

/** Rows are in the partitions, not in the table that is divided. */
function workOf(fact: Fact, relations: Relations, catalogue: Catalogue): readonly Done[] {
  const roles = entries({ table: fact.work, ...(fact.locks.below ? { below: fact.work } : {}), ...fact.elsewhere });
  return roles.flatMap(([role, work]) =>
    work === 'none'
      ? []
      : relations(role).flatMap((relation) => (isPartitioned(catalogue, relation) ? [] : [{ relation, work }])),
  );
}

function entries<T>(record: Readonly<Partial<Record<Role, T>>>): readonly (readonly [Role, T])[] {
  const found: (readonly [Role, T])[] = [];
  for (const role of roles) {
    const value = record[role];
    if (value !== undefined) found.push([role, value]);
  }
  return found;
}

const roles: readonly Role[] = ['table', 'other', 'below', 'default', 'referencing'];

function qualified({ schema, name }: QualifiedName): QualifiedName {
  return schema === undefined ? { name } : { schema, name };
}
