/**
 * What each form of statement does to tables, as data, one table per subject. Every row is compared with real servers,
 * PostgreSQL 13 to 18 (`test/integration/effects-oracle.test.ts`): locks, work and failures.
 */

import type { Fact } from './fact.ts';
import { columnFacts } from './facts/columns.ts';
import { constraintFacts } from './facts/constraints.ts';
import { indexFacts } from './facts/indexes.ts';
import { otherFacts } from './facts/others.ts';
import { rowFacts } from './facts/rows.ts';
import { tableFacts } from './facts/tables.ts';
import { typeFacts } from './facts/types.ts';

export type { Fact, Failure, Role, Work } from './fact.ts';

const facts = {
  ...columnFacts,
  ...typeFacts,
  ...constraintFacts,
  ...indexFacts,
  ...tableFacts,
  ...rowFacts,
  ...otherFacts,
};

export type FactName = keyof typeof facts;

export const factNames = Object.keys(facts) as readonly FactName[];

/** The fact as it is in a major version of PostgreSQL; by default in the newest. */
export function factOf(name: FactName, version = Number.POSITIVE_INFINITY): Fact {
  const fact: Fact = facts[name];
  return fact.before === undefined || version >= fact.before.version ? fact : { ...fact, ...fact.before };
}
