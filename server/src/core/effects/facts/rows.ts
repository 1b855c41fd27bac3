/** What reading and changing rows locks, foreign keys included. */

import { deep, type Fact, free } from '../fact.ts';

export const rowFacts = {
  'change rows': deep('INSERT, UPDATE, DELETE', 'ROW EXCLUSIVE', 'plan'),
  'merge rows': deep('MERGE', 'ROW EXCLUSIVE', 'plan', { since: 15 }),
  'check parents': free('rows of a foreign key, looked up where it refers to', { locks: { other: 'ROW SHARE' } }),
  'check children': free('rows that a foreign key refers to, looked for where it stands', {
    locks: { other: 'ROW SHARE' },
    elsewhere: { other: 'plan' },
  }),
  'change children': free('ON DELETE and ON UPDATE that change rows', {
    locks: { other: 'ROW EXCLUSIVE' },
    elsewhere: { other: 'plan' },
  }),
  'lock rows': deep('SELECT … FOR UPDATE', 'ROW SHARE', 'plan'),
} as const satisfies Record<string, Fact>;
