/** What forms of ALTER TABLE do that add, drop and change columns; their types have a table of their own. */

import { AE, deep, type Fact, flat, SRE, SUE } from '../fact.ts';

export const columnFacts = {
  'add column': deep('ADD COLUMN', AE),
  'add column required': deep('ADD COLUMN … NOT NULL without a default', AE, 'none', { fails: ['rows-exist'] }),
  'add column volatile default': deep('ADD COLUMN … DEFAULT volatile()', AE, 'rewrite'),
  'add column unknown default': deep('ADD COLUMN … DEFAULT unknown()', AE, 'rewrite', {
    unless: 'the function is not volatile',
  }),
  'add column numbered': deep('ADD COLUMN … serial or IDENTITY', AE, 'rewrite'),
  'add column stored': deep('ADD COLUMN … GENERATED ALWAYS AS … STORED', AE, 'rewrite'),
  'add column virtual': deep('ADD COLUMN … GENERATED ALWAYS AS … VIRTUAL', AE, 'none', { since: 18 }),
  'add column domain': deep('ADD COLUMN of a domain with a constraint', AE, 'rewrite', { fails: ['violations-exist'] }),
  'add column check': deep('ADD COLUMN … CHECK', AE, 'scan', { fails: ['violations-exist'] }),
  'add column references': deep('ADD COLUMN … REFERENCES', AE, 'none', { locks: { other: SRE } }),
  'add column references default': deep('ADD COLUMN … DEFAULT … REFERENCES', AE, 'scan', {
    locks: { other: SRE },
    elsewhere: { other: 'plan' },
    fails: ['violations-exist'],
  }),
  'drop column': deep('DROP COLUMN', AE),
  'drop column references': deep('DROP COLUMN with a foreign key', AE, 'none', { locks: { other: AE } }),
  'rename column': deep('RENAME COLUMN', AE),
  'set default': deep('ALTER COLUMN … SET DEFAULT', AE),
  'set not null': deep('ALTER COLUMN … SET NOT NULL', AE, 'scan', { fails: ['nulls-exist'] }),
  'set not null proven': deep('ALTER COLUMN … SET NOT NULL, proven by a valid check', AE),
  'drop not null': deep('ALTER COLUMN … DROP NOT NULL', AE),
  'add not null not valid': deep('ADD CONSTRAINT … NOT NULL … NOT VALID', AE, 'none', { since: 18 }),
  'set statistics': deep('ALTER COLUMN … SET STATISTICS', SUE),
  'set column options': flat('ALTER COLUMN … SET (…)', SUE),
  'set storage': deep('ALTER COLUMN … SET STORAGE', AE),
  'set compression': flat('ALTER COLUMN … SET COMPRESSION', AE, 'none', { since: 14 }),
  'change identity': flat('ALTER COLUMN … ADD, SET or DROP IDENTITY', AE),
  'set expression': deep('ALTER COLUMN … SET EXPRESSION', AE, 'rewrite', { since: 17 }),
  'drop expression': deep('ALTER COLUMN … DROP EXPRESSION', AE),
} as const satisfies Record<string, Fact>;
