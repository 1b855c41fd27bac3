/**
 * What each form of statement does to a table, as data: the lock it takes there and on the table it refers to, and the
 * work done under that lock. `measured`: seen on PostgreSQL 13 to 18 (`pg_locks`, `relfilenode`, the server's debug
 * messages); `manual`: stated by PostgreSQL's documentation and not yet seen.
 */

import type { LockMode } from './lock.ts';

/** What happens under the lock, from nothing to writing every row. */
export type Work = 'none' | 'scan' | 'build' | 'rewrite';

export interface Fact {
  /** The form in SQL, for people. */
  readonly form: string;
  readonly lock?: LockMode;
  /** On the table that a foreign key refers to, or a partition's parent. */
  readonly referent?: LockMode;
  readonly work: Work;
  /** Fails whenever the condition holds. */
  readonly fails?: 'rows-exist' | 'nulls-exist' | 'duplicates-exist' | 'violations-exist';
  /** The server refuses it inside a transaction block. */
  readonly alone?: true;
  readonly source: 'measured' | 'manual';
}

const AE = 'ACCESS EXCLUSIVE';
const SRE = 'SHARE ROW EXCLUSIVE';
const SUE = 'SHARE UPDATE EXCLUSIVE';

function measured(form: string, lock: LockMode | undefined, work: Work, more?: Partial<Fact>): Fact {
  return { form, ...(lock === undefined ? {} : { lock }), work, source: 'measured', ...more };
}

export const facts = {
  'add column': measured('ADD COLUMN', AE, 'none'),
  'add column required': measured('ADD COLUMN … NOT NULL without a default', AE, 'none', { fails: 'rows-exist' }),
  'add column volatile default': measured('ADD COLUMN … DEFAULT volatile()', AE, 'rewrite'),
  'add column unknown default': measured('ADD COLUMN … DEFAULT unknown()', AE, 'none'),
  'add column numbered': measured('ADD COLUMN … serial or IDENTITY', AE, 'rewrite'),
  'add column stored': measured('ADD COLUMN … GENERATED ALWAYS AS … STORED', AE, 'rewrite'),
  'add column check': measured('ADD COLUMN … CHECK', AE, 'scan', { fails: 'violations-exist' }),
  'add column references': measured('ADD COLUMN … REFERENCES', AE, 'none', { referent: SRE }),
  'drop column': measured('DROP COLUMN', AE, 'none'),
  'drop column references': measured('DROP COLUMN with a foreign key', AE, 'none', { referent: AE }),
  'rename column': measured('RENAME COLUMN', AE, 'none'),
  'rename table': measured('RENAME TO', AE, 'none'),
  'set default': measured('ALTER COLUMN … SET DEFAULT', AE, 'none'),
  'set not null': measured('ALTER COLUMN … SET NOT NULL', AE, 'scan', { fails: 'nulls-exist' }),
  'set not null proven': measured('ALTER COLUMN … SET NOT NULL, proven by a valid check', AE, 'none'),
  'drop not null': measured('ALTER COLUMN … DROP NOT NULL', AE, 'none'),
  'alter type free': measured('ALTER COLUMN … TYPE, binary compatible', AE, 'none'),
  'alter type timezone': measured('ALTER COLUMN … TYPE timestamp to or from timestamptz', AE, 'rewrite'),
  'alter type reindex': measured('ALTER COLUMN … TYPE … COLLATE', AE, 'build'),
  'alter type rewrite': measured('ALTER COLUMN … TYPE', AE, 'rewrite'),
  'alter type unknown': measured('ALTER COLUMN … TYPE from an unknown type', AE, 'rewrite'),
  'add check': measured('ADD CHECK', AE, 'scan', { fails: 'violations-exist' }),
  'add check not valid': measured('ADD CHECK … NOT VALID', AE, 'none'),
  'add foreign key': measured('ADD FOREIGN KEY', SRE, 'scan', { referent: SRE, fails: 'violations-exist' }),
  'add foreign key not valid': measured('ADD FOREIGN KEY … NOT VALID', SRE, 'none', { referent: SRE }),
  'validate constraint': measured('VALIDATE CONSTRAINT', SUE, 'scan', { fails: 'violations-exist' }),
  'validate foreign key': measured('VALIDATE CONSTRAINT of a foreign key', SUE, 'scan', {
    referent: 'ROW SHARE',
    fails: 'violations-exist',
  }),
  'add unique': measured('ADD UNIQUE', AE, 'build', { fails: 'duplicates-exist' }),
  'add primary key': measured('ADD PRIMARY KEY', AE, 'build', { fails: 'duplicates-exist' }),
  'add constraint using index': measured('ADD CONSTRAINT … USING INDEX', AE, 'none'),
  'add exclusion': measured('ADD EXCLUDE', AE, 'build', { fails: 'violations-exist' }),
  'drop constraint': measured('DROP CONSTRAINT', AE, 'none'),
  'drop foreign key': measured('DROP CONSTRAINT of a foreign key', AE, 'none', { referent: AE }),
  'create index': measured('CREATE INDEX', 'SHARE', 'build'),
  'create index concurrently': measured('CREATE INDEX CONCURRENTLY', SUE, 'build', { alone: true }),
  'drop index': measured('DROP INDEX', AE, 'none'),
  'drop index concurrently': measured('DROP INDEX CONCURRENTLY', SUE, 'none', { alone: true }),
  'create table': measured('CREATE TABLE', undefined, 'none'),
  'create table references': measured('CREATE TABLE … REFERENCES', undefined, 'none', { referent: SRE }),
  'create partition': measured('CREATE TABLE … PARTITION OF', undefined, 'none', { referent: AE }),
  'drop table': measured('DROP TABLE', AE, 'none'),
  'drop table references': measured('DROP TABLE with a foreign key', AE, 'none', { referent: AE }),
  comment: measured('COMMENT ON', SUE, 'none'),
  'change rows': measured('INSERT, UPDATE, DELETE', 'ROW EXCLUSIVE', 'none'),
  'run alone': { form: 'a command that runs outside transactions only', work: 'none', alone: true, source: 'manual' },
} as const satisfies Record<string, Fact>;

export type FactName = keyof typeof facts;

export function factOf(name: FactName): Fact {
  return facts[name];
}
