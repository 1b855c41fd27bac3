/** What building, changing and dropping an index does to its table. */

import { AE, deep, type Fact, flat, free, SUE } from '../fact.ts';

export const indexFacts = {
  'create index': deep('CREATE INDEX', 'SHARE', 'build'),
  'create index unique': free('CREATE UNIQUE INDEX, what it says of the rows', { fails: ['duplicates-exist'] }),
  'create index only': flat('CREATE INDEX … ON ONLY', 'SHARE'),
  'create index concurrently': flat('CREATE INDEX CONCURRENTLY', SUE, 'build', { alone: true }),
  'drop index': deep('DROP INDEX', AE),
  'drop index concurrently': flat('DROP INDEX CONCURRENTLY', SUE, 'none', { alone: true }),
  'rename index': free('ALTER INDEX … RENAME TO', { locks: { other: SUE } }),
  'alter index': free('ALTER INDEX … SET', { locks: { other: SUE } }),
  reindex: deep('REINDEX', 'SHARE', 'build', { locks: { other: AE } }),
  'reindex partitions': deep('REINDEX of a partitioned table', 'SHARE', 'build', {
    alone: true,
    before: { version: 14, locks: { table: 'SHARE' }, work: 'none', alone: false },
  }),
  'reindex concurrently': flat('REINDEX … CONCURRENTLY', SUE, 'build', { alone: true }),
  'reindex all': free('REINDEX of a schema or database', { alone: true }),
} as const satisfies Record<string, Fact>;
