/** What making, dropping and changing whole tables does, to them and to the tables around them. */

import { AE, deep, type Fact, flat, free, SRE, SUE } from '../fact.ts';

export const tableFacts = {
  'create table': free('CREATE TABLE'),
  'create table references': free('CREATE TABLE … REFERENCES', { locks: { other: SRE } }),
  'create table inherits': free('CREATE TABLE … INHERITS', { locks: { other: SUE } }),
  'create partition': flat('CREATE TABLE … PARTITION OF', AE, 'none', {
    locks: { default: AE },
    elsewhere: { default: 'scan' },
    fails: ['violations-exist'],
  }),
  'drop table': deep('DROP TABLE', AE, 'none', { locks: { referencing: AE } }),
  'drop table references': deep('DROP TABLE with a foreign key', AE, 'none', { locks: { other: AE, referencing: AE } }),
  'drop partition': flat('DROP TABLE of a partition, what it does to its parent', AE, 'none', {
    locks: { default: AE },
  }),
  'rename table': flat('RENAME TO', AE),
  'set schema': flat('SET SCHEMA', AE),
  'owner to': flat('OWNER TO', AE),
  'set tablespace': flat('SET TABLESPACE', AE, 'files', { unless: 'the table is in that tablespace already' }),
  'set logged': flat('SET LOGGED or UNLOGGED', AE, 'rewrite', { unless: 'it is so already' }),
  'set access method': flat('SET ACCESS METHOD', AE, 'rewrite', { since: 15, unless: 'it has that method already' }),
  'set parameters': flat('SET (…)', SUE),
  'set catalogue parameters': flat('SET (user_catalog_table, …)', AE),
  'cluster on': flat('CLUSTER ON, SET WITHOUT CLUSTER', SUE),
  'replica identity': flat('REPLICA IDENTITY', AE),
  'row security': flat('ENABLE, DISABLE, FORCE ROW LEVEL SECURITY', AE),
  'switch trigger': deep('ENABLE or DISABLE TRIGGER', SRE),
  'switch rule': deep('ENABLE or DISABLE RULE', AE),
  inherit: flat('INHERIT', AE, 'none', { locks: { other: SUE } }),
  'no inherit': flat('NO INHERIT', AE),
  'of type': flat('OF type, NOT OF', AE),
  'attach partition': flat('ATTACH PARTITION', SUE, 'none', {
    locks: { other: AE, default: AE },
    elsewhere: { other: 'scan', default: 'scan' },
    unless: 'a valid check implies the bound',
    fails: ['violations-exist'],
  }),
  'detach partition': flat('DETACH PARTITION', AE, 'none', {
    locks: { other: AE, default: AE },
    before: { version: 14, locks: { table: AE, other: SUE, default: AE } },
  }),
  'attach partition key': free('ATTACH PARTITION to a table with a foreign key', { locks: { other: SRE } }),
  'attach partition index': flat('ATTACH PARTITION without an index that the table has', AE, 'build'),
  'detach partition key': flat('DETACH PARTITION from a table with a foreign key', AE, 'none', {
    locks: { other: SRE },
  }),
  'detach partition concurrently': flat('DETACH PARTITION … CONCURRENTLY', SUE, 'none', {
    locks: { other: AE },
    alone: true,
    since: 14,
  }),
  truncate: deep('TRUNCATE', AE, 'files', { locks: { referencing: AE }, elsewhere: { referencing: 'files' } }),
} as const satisfies Record<string, Fact>;
