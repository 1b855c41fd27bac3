/** What ALTER COLUMN … TYPE does, by what `type-change.ts` makes of the two types; and what changes of types do. */

import { AE, deep, type Fact, free } from '../fact.ts';

export const typeFacts = {
  'alter type same': deep('ALTER COLUMN … TYPE, the same type', AE),
  'alter type free': deep('ALTER COLUMN … TYPE, binary compatible', AE),
  'alter type checked': deep('ALTER COLUMN … TYPE of a column with a CHECK', AE, 'scan'),
  'alter type timezone': deep('ALTER COLUMN … TYPE timestamp to or from timestamptz', AE, 'rewrite', {
    unless: "the session's TimeZone is UTC",
  }),
  'alter type reindex': deep('ALTER COLUMN … TYPE … COLLATE', AE),
  'alter type indexed': deep('ALTER COLUMN … TYPE of a column in an index that must be built anew', AE, 'build'),
  'alter type rewrite': deep('ALTER COLUMN … TYPE', AE, 'rewrite', { fails: ['values-unfit'] }),
  'alter type unknown': deep('ALTER COLUMN … TYPE from an unknown type', AE, 'rewrite', {
    unless: 'the old type is compatible',
    fails: ['values-unfit'],
  }),
  'alter type referent': deep('ALTER COLUMN … TYPE of a column with a foreign key', AE, 'none', {
    locks: { other: AE },
    elsewhere: { other: 'plan' },
  }),
  'add enum value': free('ALTER TYPE … ADD VALUE'),
  'change type': free('ALTER TYPE'),
  'drop type': free('DROP TYPE', { locks: { other: AE } }),
  'check domain': free('ALTER DOMAIN … ADD CHECK or SET NOT NULL', {
    locks: { other: 'SHARE' },
    elsewhere: { other: 'scan' },
    fails: ['violations-exist', 'nulls-exist'],
  }),
} as const satisfies Record<string, Fact>;
