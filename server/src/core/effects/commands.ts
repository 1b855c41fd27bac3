/** Which fact holds for a command without an operation of its own, by what it is called and how it is meant. */

import type { FactName } from './facts.ts';

export interface Command {
  readonly command: string;
  /** Only with this one among the words that say how it is meant; see `OtherStatement.options`. */
  readonly option?: string;
  readonly concurrently?: true;
  /** Only where the table is divided into partitions. */
  readonly onPartitioned?: true;
  readonly fact: FactName;
  /** What happens along with it to the other relation, where the table is such. */
  readonly along?: readonly Along[];
  /** What it works on, where that isn't simply what it names. */
  readonly on?: 'index' | 'users';
}

export type Along = 'attach partition key' | 'attach partition index' | 'detach partition key';

/** The first row that fits holds. */
export const commands: readonly Command[] = [
  { command: 'ADD CONSTRAINT', option: 'not null', fact: 'add not null not valid' },
  { command: 'SET STATISTICS', fact: 'set statistics' },
  { command: 'ALTER COLUMN SET', fact: 'set column options' },
  { command: 'ALTER COLUMN RESET', fact: 'set column options' },
  { command: 'SET STORAGE', fact: 'set storage' },
  { command: 'SET COMPRESSION', fact: 'set compression' },
  { command: 'ADD IDENTITY', fact: 'change identity' },
  { command: 'SET IDENTITY', fact: 'change identity' },
  { command: 'DROP IDENTITY', fact: 'change identity' },
  { command: 'SET EXPRESSION', fact: 'set expression' },
  { command: 'DROP EXPRESSION', fact: 'drop expression' },

  { command: 'ALTER CONSTRAINT', fact: 'alter constraint' },
  { command: 'RENAME CONSTRAINT', fact: 'rename constraint' },

  { command: 'SET SCHEMA', fact: 'set schema' },
  { command: 'OWNER TO', fact: 'owner to' },
  { command: 'SET TABLESPACE', fact: 'set tablespace' },
  { command: 'SET LOGGED', fact: 'set logged' },
  { command: 'SET UNLOGGED', fact: 'set logged' },
  { command: 'SET ACCESS METHOD', fact: 'set access method' },
  { command: 'SET PARAMETERS', option: 'user_catalog_table', fact: 'set catalogue parameters' },
  { command: 'SET PARAMETERS', fact: 'set parameters' },
  { command: 'RESET PARAMETERS', option: 'user_catalog_table', fact: 'set catalogue parameters' },
  { command: 'RESET PARAMETERS', fact: 'set parameters' },
  { command: 'CLUSTER ON', fact: 'cluster on' },
  { command: 'SET WITHOUT CLUSTER', fact: 'cluster on' },
  { command: 'REPLICA IDENTITY', fact: 'replica identity' },
  { command: 'ENABLE ROW LEVEL SECURITY', fact: 'row security' },
  { command: 'DISABLE ROW LEVEL SECURITY', fact: 'row security' },
  { command: 'FORCE ROW LEVEL SECURITY', fact: 'row security' },
  { command: 'NO FORCE ROW LEVEL SECURITY', fact: 'row security' },
  { command: 'ENABLE TRIGGER', fact: 'switch trigger' },
  { command: 'DISABLE TRIGGER', fact: 'switch trigger' },
  { command: 'ENABLE RULE', fact: 'switch rule' },
  { command: 'DISABLE RULE', fact: 'switch rule' },
  { command: 'INHERIT', fact: 'inherit' },
  { command: 'NO INHERIT', fact: 'no inherit' },
  { command: 'OF', fact: 'of type' },
  { command: 'NOT OF', fact: 'of type' },
  { command: 'ATTACH PARTITION', fact: 'attach partition', along: ['attach partition key', 'attach partition index'] },
  { command: 'DETACH PARTITION', concurrently: true, fact: 'detach partition concurrently' },
  { command: 'DETACH PARTITION', fact: 'detach partition', along: ['detach partition key'] },
  { command: 'TRUNCATE', fact: 'truncate' },

  { command: 'REINDEX', option: 'schema', fact: 'reindex all' },
  { command: 'REINDEX', option: 'database', fact: 'reindex all' },
  { command: 'REINDEX', option: 'system', fact: 'reindex all' },
  { command: 'REINDEX', concurrently: true, fact: 'reindex concurrently', on: 'index' },
  { command: 'REINDEX', onPartitioned: true, fact: 'reindex partitions', on: 'index' },
  { command: 'REINDEX', fact: 'reindex', on: 'index' },
  { command: 'ALTER INDEX RENAME', fact: 'rename index' },
  { command: 'ALTER INDEX', fact: 'alter index' },

  { command: 'CREATE TRIGGER', option: 'replace', fact: 'replace trigger' },
  { command: 'CREATE TRIGGER', fact: 'create trigger' },
  { command: 'DROP TRIGGER', fact: 'drop trigger' },
  { command: 'ALTER TRIGGER RENAME', fact: 'rename trigger' },
  { command: 'CREATE RULE', fact: 'change rule' },
  { command: 'DROP RULE', fact: 'change rule' },
  { command: 'CREATE POLICY', fact: 'change policy' },
  { command: 'ALTER POLICY', fact: 'change policy' },
  { command: 'DROP POLICY', fact: 'change policy' },
  { command: 'CREATE STATISTICS', fact: 'create statistics' },

  { command: 'CREATE VIEW', option: 'replace', fact: 'replace view' },
  { command: 'DROP VIEW', fact: 'change view' },
  { command: 'ALTER VIEW', fact: 'change view' },
  { command: 'ALTER VIEW RENAME', fact: 'change view' },
  { command: 'DROP MATERIALIZED VIEW', fact: 'change view' },
  { command: 'REFRESH MATERIALIZED VIEW', concurrently: true, fact: 'refresh view concurrently' },
  { command: 'REFRESH MATERIALIZED VIEW', fact: 'refresh view' },
  { command: 'ALTER SEQUENCE', fact: 'change sequence' },
  { command: 'DROP SEQUENCE', fact: 'drop sequence' },
  { command: 'ALTER DOMAIN', option: 'proves', fact: 'check domain', on: 'users' },
  { command: 'DROP DOMAIN', fact: 'drop type', on: 'users' },

  { command: 'ANALYZE', fact: 'analyze' },
  { command: 'VACUUM', option: 'full', fact: 'vacuum full' },
  { command: 'VACUUM', fact: 'vacuum' },
  { command: 'LOCK TABLE', option: 'access share', fact: 'lock access share' },
  { command: 'LOCK TABLE', option: 'row share', fact: 'lock row share' },
  { command: 'LOCK TABLE', option: 'row exclusive', fact: 'lock row exclusive' },
  { command: 'LOCK TABLE', option: 'share update exclusive', fact: 'lock share update exclusive' },
  { command: 'LOCK TABLE', option: 'share', fact: 'lock share' },
  { command: 'LOCK TABLE', option: 'share row exclusive', fact: 'lock share row exclusive' },
  { command: 'LOCK TABLE', option: 'exclusive', fact: 'lock exclusive' },
  { command: 'LOCK TABLE', option: 'access exclusive', fact: 'lock access exclusive' },
  { command: 'CLUSTER', option: 'all', fact: 'cluster all' },
  { command: 'CLUSTER', fact: 'cluster' },
  { command: 'MERGE', fact: 'merge rows' },
];
