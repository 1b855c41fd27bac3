/**
 * How a person goes back from examples whose inverse our scaffold can't write, because the revision runs SQL that has no
 * inverse or that only a person knows it for; and where a way back rightly leads to another schema.
 */

/** The body of the downgrade, which also removes rows that a second upgrade would find in its way: SQL statements in the order they run. By `rule: title of the example`. */
export const waysBack: Readonly<Record<string, readonly string[]>> = {
  'add-column-identity-or-serial: An identity': ['ALTER TABLE users DROP COLUMN number'],
  'add-column-identity-or-serial: An integer primary key is a SERIAL': ['ALTER TABLE users DROP COLUMN id'],
  'add-column-identity-or-serial: In a batch block': ['ALTER TABLE users DROP COLUMN number'],
  'add-column-identity-or-serial: In SQL': ['ALTER TABLE users DROP COLUMN number'],
  'add-column-identity-or-serial: An identity in SQL': ['ALTER TABLE users DROP COLUMN number'],
  'add-column-stored-generated: In a batch block': withoutSize(),
  'add-column-stored-generated: In SQL': withoutSize(),
  'add-primary-key: A column that may be NULL is proven not to be': [
    'ALTER TABLE tags DROP CONSTRAINT pk_tags',
    'ALTER TABLE tags ALTER COLUMN label DROP NOT NULL',
  ],
  'alter-column-type-dependent-view: In a batch block': shorterName(),
  'alter-column-type-dependent-view: In SQL': shorterName(),
  'attach-partition-scan: A validated check proves that the rows fit': [
    'ALTER TABLE measures DETACH PARTITION measures_2026',
  ],
  'attach-partition-scan: The same for a list': ['ALTER TABLE orders DETACH PARTITION orders_es'],
  'concurrent-index-invalid-on-retry: What is left goes first': ['DROP INDEX ix_users_email'],
  'concurrent-index-invalid-on-retry: In SQL': ['DROP INDEX ix_users_email'],
  'concurrent-index-partitioned: Built partition by partition': ['DROP INDEX ix_events_kind'],
  'concurrent-index-partitioned: In SQL': ['DROP INDEX ix_events_kind'],
  'concurrent-index-partitioned: In SQL (Build the index partition by partition)': ['DROP INDEX ix_events_kind'],
  'create-extension: It may be there already': ['DROP EXTENSION pgcrypto'],
  'create-extension: In a schema': ['DROP EXTENSION pgcrypto'],
  'create-index-blocking: A partitioned table, partition by partition': ['DROP INDEX ix_events_kind'],
  'create-or-drop-trigger: Give up rather than queue everybody': ['DROP TRIGGER users_audit ON users'],
  'create-or-drop-trigger: The same for a drop': [
    'CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()',
  ],
  'create-partition-locks-parent: Created alone, then attached': ['DROP TABLE measures_2027'],
  'create-partition-locks-parent: The DEFAULT partition too': ['DROP TABLE measures_rest'],
  'ddl-with-pending-trigger-events: In SQL': ['DELETE FROM orders WHERE id = 2', 'ALTER TABLE orders DROP COLUMN note'],
  'detach-partition-blocking: Concurrently, outside the transaction': attached2020(),
  'detach-partition-blocking: With its schema, in a block that is there': attached2020(),
  'dialect-specific-op: A command of PostgreSQL': ['ALTER TABLE users DISABLE ROW LEVEL SECURITY'],
  'disable-trigger: Switched on again after the change': [],
  'disable-trigger: All of them, those of foreign keys included': [],
  'dml-on-missing-column: A table that is renamed above': ['DROP VIEW users', 'ALTER TABLE people RENAME TO users'],
  'domain-constraint: New values only': ['ALTER DOMAIN email DROP CONSTRAINT email_at'],
  'drop-cascade: What depends on it is dropped by name': [
    'CREATE TABLE users (id serial PRIMARY KEY, email text)',
    'ALTER TABLE logins ADD CONSTRAINT fk_logins_user FOREIGN KEY (user_id) REFERENCES users (id)',
    'CREATE VIEW user_emails AS SELECT email FROM users',
  ],
  'drop-cascade: Nothing known depends on it': ['CREATE VIEW user_emails AS SELECT email FROM users'],
  'drop-function: Replaced rather than dropped': [
    'CREATE OR REPLACE FUNCTION vat(amount numeric) RETURNS numeric LANGUAGE sql AS $$ SELECT amount * 0.19 $$',
  ],
  'drop-function: Dropped and created anew, with another result': [
    'DROP FUNCTION vat',
    'CREATE FUNCTION vat(amount numeric) RETURNS numeric LANGUAGE sql AS $$ SELECT amount * 0.19 $$',
  ],
  'drop-matview: Created anew with another column': [
    'DROP MATERIALIZED VIEW user_emails',
    'CREATE MATERIALIZED VIEW user_emails AS SELECT email FROM users',
  ],
  'drop-matview: Kept until nobody reads it': ['ALTER MATERIALIZED VIEW user_emails_until_2026 RENAME TO user_emails'],
  'drop-schema: Only when it is empty': ['CREATE SCHEMA archive'],
  'drop-schema: Where it may be gone already': ['CREATE SCHEMA archive'],
  'drop-sequence: Renamed rather than dropped': ['ALTER SEQUENCE invoice_numbers_until_2026 RENAME TO invoice_numbers'],
  'drop-sequence: Once nobody calls it any more, with a reason': ['CREATE SEQUENCE invoice_numbers'],
  'drop-type: One that no revision has made, with a reason': [],
  'drop-view: Created anew with another column': fewerEmails(),
  'drop-view: Replaced rather than dropped': fewerEmails(),
  'enum-add-value-if-not-exists: Safe to run again': stateOf('open', 'paid'),
  'enum-recreate-cast: A value added to the type that is there': stateOf('open', 'paid'),
  'enum-recreate-cast: With op.alter_column': stateOf('open', 'paid'),
  'enum-value-ordering: In its place': stateOf('open', 'paid'),
  'enum-value-used-in-same-transaction: As the value of existing rows': stateOf('open', 'paid'),
  'enum-value-used-in-same-transaction: As a default': [
    'ALTER TABLE orders ALTER COLUMN state DROP DEFAULT',
    ...stateOf('open', 'paid'),
  ],
  'grant-widening: The privilege and the role that needs it': ['REVOKE SELECT ON orders FROM CURRENT_USER'],
  'grant-widening: All of them': ['REVOKE SELECT, INSERT ON orders FROM CURRENT_USER'],
  'insert-explicit-ids: The sequence is set afterwards': ['DELETE FROM users'],
  'insert-explicit-ids: The key is left out (Set the sequence behind the greatest key)': ['DELETE FROM users'],
  'insert-without-columns: With names': ['DELETE FROM users'],
  'mysql-copy-or-lock-option: In place, or not at all': [],
  'mysql-copy-or-lock-option: Without a lock': [],
  'mysql-enum-or-set-rewrite: At the end': [],
  'mysql-implicit-default: A value that is meant': [],
  'nondeterministic-data: Keys that are the same everywhere': ['DELETE FROM plans'],
  'primary-key-using-index-nullable: NOT NULL proven first': [
    'ALTER TABLE tags DROP CONSTRAINT pk_tags',
    'ALTER TABLE tags ALTER COLUMN code DROP NOT NULL',
    'CREATE UNIQUE INDEX pk_tags ON tags (code)',
  ],
  'rename-constraint-or-index: A constraint': ['COMMENT ON CONSTRAINT users_email ON users IS NULL'],
  'rename-constraint-or-index: An index': ['COMMENT ON INDEX users_mail IS NULL'],
  'rename-enum-value: The new value beside the old one': stateOf('open', 'payed'),
  'rename-schema-or-set-schema: A view stays behind': [
    'DROP VIEW public.users',
    'ALTER TABLE crm.users SET SCHEMA public',
    'DROP SCHEMA crm',
  ],
  'rename-schema-or-set-schema: A whole schema': ['DROP SCHEMA crm'],
  'rename-table: In SQL': ['DROP VIEW people', 'ALTER TABLE users RENAME TO people'],
  'require-trigger: As the other tables have it': ['DROP TABLE payments'],
  'require-trigger: In SQL': ['DROP TABLE payments'],
  'rls-toggle: Give up rather than queue everybody': ['ALTER TABLE notes DISABLE ROW LEVEL SECURITY'],
  'rls-toggle: One more policy': ['DROP POLICY staff ON notes'],
  'security-definer-search-path: With a search path of its own': ['DROP FUNCTION people()'],
  'security-definer-search-path: A function that is there': [
    'ALTER FUNCTION people() SECURITY INVOKER RESET search_path',
  ],
  'set-access-method: In a maintenance window, with a reason': [],
  'set-logged-unlogged: In a maintenance window, with a reason': ['ALTER TABLE events SET UNLOGGED'],
  'set-not-null-scan: Proven by a check that is validated in transactions of its own': emailMayBeNull(),
  'set-not-null-scan: In a batch block': emailMayBeNull(),
  'set-not-null-scan: In SQL': emailMayBeNull(),
  'set-storage-compression: Storage': ['DROP TABLE files_packed'],
  'set-tablespace: In a maintenance window, with a reason': [],
  'sql-parse-error: A command of SQLite': [],
  'sql-parse-error: Words of MySQL': [],
  'tenant-policy-incomplete: The tenant of the session': ['DROP POLICY own ON orders'],
  'tenant-policy-incomplete: Writes are checked too': ['DROP POLICY own ON orders'],
  'tenant-rls-missing: The policy comes with the table': ['DROP TABLE payments'],
  'tenant-rls-missing: In SQL': ['DROP TABLE payments'],
  'truncate: On purpose, with a reason': [],
  'truncate-cascade: Every table by its name': [],
  'truncate-cascade: Nothing refers to the table': [],
  'vacuum-full-cluster-repack: The order of a table is noted for the next maintenance window': [
    'ALTER TABLE users SET WITHOUT CLUSTER',
  ],
};

export interface Elsewhere {
  readonly why: string;
  /** What the way back lost (`-`) and left (`+`), object by object. */
  readonly traces: readonly string[];
}

/** Examples whose way back leaves another schema, exactly what, and why that is right. */
export const elsewhere: Readonly<Record<string, Elsewhere>> = {
  'alter-column-many-statements: One statement': {
    why: 'a default that was kept is of the former type still',
    traces: [
      "- column users.plan: character varying(20) default 'free'::character varying",
      "+ column users.plan: character varying(20) default 'free'::text",
    ],
  },
  'code-outside-functions: A statement that lost its indentation': {
    why: 'an extension that may have been there before is kept',
    traces: ['+ extension citext: '],
  },
  'downgrade-restores-not-null: Back as nullable': {
    why: 'what the column held is gone, so it comes back as nullable',
    traces: ['- column users.fax: text not null', '+ column users.fax: text'],
  },
  'enum-downgrade-impossible: Said in the downgrade': {
    why: 'PostgreSQL can drop no value of an enum',
    traces: ["- enum order_state: 'open', 'paid'", "+ enum order_state: 'open', 'paid', 'sent'"],
  },
  'validate-same-transaction: After another change of the table': staysProven(),
  'validate-same-transaction: After another change of the table (Run it outside the transaction, in an autocommit block)':
    staysProven(),
};

function withoutSize(): readonly string[] {
  return [
    'DROP TRIGGER users_size_computed ON users',
    'DROP FUNCTION users_size_computed',
    'ALTER TABLE users DROP COLUMN size',
  ];
}

function shorterName(): readonly string[] {
  return [
    'DROP VIEW names',
    'ALTER TABLE users ALTER COLUMN name TYPE varchar(50)',
    'CREATE VIEW names AS SELECT name FROM users',
  ];
}

function attached2020(): readonly string[] {
  return [
    "ALTER TABLE measures ATTACH PARTITION measures_2020 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
    'ALTER TABLE measures_2020 DROP CONSTRAINT measures_2020_day_check', // which DETACH ... CONCURRENTLY leaves
  ];
}

function fewerEmails(): readonly string[] {
  return ['DROP VIEW user_emails', 'CREATE VIEW user_emails AS SELECT email FROM users'];
}

/** PostgreSQL drops no value of an enum, so the type is made anew. */
function stateOf(...values: readonly string[]): readonly string[] {
  return [
    'ALTER TYPE order_state RENAME TO order_state_before',
    `CREATE TYPE order_state AS ENUM (${values.map((value) => `'${value}'`).join(', ')})`,
    'ALTER TABLE orders ALTER COLUMN state TYPE order_state USING state::text::order_state',
    'DROP TYPE order_state_before',
  ];
}

function emailMayBeNull(): readonly string[] {
  return ['ALTER TABLE users ALTER COLUMN email DROP NOT NULL'];
}

function staysProven(): Elsewhere {
  return {
    why: 'what was validated stays so',
    traces: [
      '- constraint orders.fk_orders_user: FOREIGN KEY (user_id) REFERENCES users(id) NOT VALID (not proven)',
      '+ constraint orders.fk_orders_user: FOREIGN KEY (user_id) REFERENCES users(id)',
    ],
  };
}

/** What an ordinary user is refused, in the server's words: it can't be run as the owner of a database. */
export const superusersOnly: Readonly<Record<string, RegExp>> = {
  'session-replication-role: With the keys in force (Put the setting back at the end)':
    /permission denied to set parameter "session_replication_role"/,
};
