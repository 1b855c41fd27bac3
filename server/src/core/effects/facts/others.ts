/** What the remaining commands do to tables: triggers, views, comments, maintenance. */

import { AE, deep, type Fact, flat, free, SRE, SUE } from '../fact.ts';

export const otherFacts = {
  comment: flat('COMMENT ON', SUE),
  'create trigger': deep('CREATE TRIGGER', SRE),
  'replace trigger': deep('CREATE OR REPLACE TRIGGER', SRE, 'none', { since: 14 }),
  'drop trigger': deep('DROP TRIGGER', AE),
  'rename trigger': deep('ALTER TRIGGER … RENAME TO', AE, 'none', { before: { version: 15, locks: { table: AE } } }),
  'change rule': flat('CREATE or DROP RULE', AE),
  'change policy': flat('CREATE, ALTER, DROP POLICY', AE),
  'create statistics': flat('CREATE STATISTICS', SUE),
  'replace view': free('CREATE OR REPLACE VIEW', { locks: { other: AE } }),
  'change view': free('ALTER or DROP VIEW, DROP MATERIALIZED VIEW', { locks: { other: AE } }),
  'refresh view': flat('REFRESH MATERIALIZED VIEW', AE, 'rewrite'),
  'refresh view concurrently': flat('REFRESH MATERIALIZED VIEW CONCURRENTLY', 'EXCLUSIVE', 'plan'),
  'change sequence': free('ALTER SEQUENCE', { locks: { other: SRE } }),
  'drop sequence': free('DROP SEQUENCE', { locks: { other: AE } }),
  analyze: deep('ANALYZE', SUE, 'plan'),
  vacuum: flat('VACUUM', SUE, 'plan', { alone: true }),
  'vacuum full': flat('VACUUM FULL', AE, 'rewrite', { alone: true }),
  cluster: flat('CLUSTER', AE, 'rewrite'),
  'cluster all': free('CLUSTER', { alone: true }),
  'lock access share': deep('LOCK TABLE … IN ACCESS SHARE MODE', 'ACCESS SHARE'),
  'lock row share': deep('LOCK TABLE … IN ROW SHARE MODE', 'ROW SHARE'),
  'lock row exclusive': deep('LOCK TABLE … IN ROW EXCLUSIVE MODE', 'ROW EXCLUSIVE'),
  'lock share update exclusive': deep('LOCK TABLE … IN SHARE UPDATE EXCLUSIVE MODE', 'SHARE UPDATE EXCLUSIVE'),
  'lock share': deep('LOCK TABLE … IN SHARE MODE', 'SHARE'),
  'lock share row exclusive': deep('LOCK TABLE … IN SHARE ROW EXCLUSIVE MODE', 'SHARE ROW EXCLUSIVE'),
  'lock exclusive': deep('LOCK TABLE … IN EXCLUSIVE MODE', 'EXCLUSIVE'),
  'lock access exclusive': deep('LOCK TABLE … IN ACCESS EXCLUSIVE MODE', 'ACCESS EXCLUSIVE'),
  'run alone': free('a command that runs outside transactions only', { alone: true }),
} as const satisfies Record<string, Fact>;
