/** What forms of ALTER TABLE do that add, validate, change and drop constraints. */

import { AE, deep, type Fact, flat, SRE, SUE } from '../fact.ts';

/** Up to 17 the partitions are only kept from changing. */
const shareBelow = { version: 18, locks: { table: AE, below: 'SHARE' } } as const;

export const constraintFacts = {
  'add check': deep('ADD CHECK', AE, 'scan', { fails: ['violations-exist'] }),
  'add check not valid': deep('ADD CHECK … NOT VALID', AE),
  'add foreign key': deep('ADD FOREIGN KEY', SRE, 'scan', {
    locks: { other: SRE },
    elsewhere: { other: 'plan' },
    fails: ['violations-exist'],
  }),
  'add foreign key not valid': deep('ADD FOREIGN KEY … NOT VALID', SRE, 'none', { locks: { other: SRE } }),
  'add foreign key not valid partitioned': deep('ADD FOREIGN KEY … NOT VALID on a partitioned table', SRE, 'none', {
    locks: { other: SRE },
    since: 18,
  }),
  'add check not enforced': deep('ADD CHECK … NOT ENFORCED', AE, 'none', { since: 18 }),
  'add foreign key not enforced': deep('ADD FOREIGN KEY … NOT ENFORCED', SRE, 'none', {
    locks: { other: SRE },
    since: 18,
  }),
  'validate constraint': deep('VALIDATE CONSTRAINT', SUE, 'scan', { fails: ['violations-exist'] }),
  'validate foreign key': deep('VALIDATE CONSTRAINT of a foreign key', SUE, 'scan', {
    locks: { other: 'ROW SHARE' },
    elsewhere: { other: 'plan' },
    fails: ['violations-exist'],
  }),
  'validate nothing': deep('VALIDATE CONSTRAINT of a valid one', SUE),
  'add unique': deep('ADD UNIQUE', AE, 'build', { fails: ['duplicates-exist'], before: shareBelow }),
  'add primary key': deep('ADD PRIMARY KEY', AE, 'build', {
    fails: ['duplicates-exist', 'nulls-exist'],
    before: shareBelow,
  }),
  'add constraint using index': flat('ADD CONSTRAINT … USING INDEX', AE),
  'add primary key using index': flat('ADD PRIMARY KEY … USING INDEX of nullable columns', AE, 'scan', {
    fails: ['nulls-exist'],
  }),
  'add exclusion': deep('ADD EXCLUDE', AE, 'build', { fails: ['violations-exist'] }),
  'alter constraint': deep('ALTER CONSTRAINT', AE),
  'rename constraint': deep('RENAME CONSTRAINT', AE),
  'drop constraint': deep('DROP CONSTRAINT', AE),
  'drop foreign key': deep('DROP CONSTRAINT of a foreign key', AE, 'none', { locks: { other: AE } }),
  'drop key cascade': deep('DROP CONSTRAINT … CASCADE of a key', AE, 'none', { locks: { referencing: AE } }),
} as const satisfies Record<string, Fact>;
