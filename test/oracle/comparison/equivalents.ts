/** Which rules of ours speak of what a rule of squawk speaks of, and what to think of the rest. */

export interface Equivalent {
  readonly ours: readonly string[];
  /** Ours speaks once for the whole revision, so that any place in it counts. */
  readonly perRevision?: true;
  /**
   * The danger is that others wait while rows are read or written, so that there is none where none are. The facts of
   * ours that say so, since a call may do several things.
   */
  readonly waits?: RegExp;
  /** Why what is left is not reported by us. */
  readonly rest?: Rest;
}

export type Rest = 'taste' | 'deliberate' | 'frame' | 'text';

export const equivalents: Readonly<Record<string, Equivalent>> = {
  'adding-field-with-default': {
    waits: /^add column/,
    ours: [
      'add-column-volatile-default',
      'add-column-identity-or-serial',
      'add-column-stored-generated',
      'add-column-domain-rewrite',
    ],
  },
  'adding-foreign-key-constraint': {
    waits: /foreign key|references/,
    ours: ['add-fk-validates', 'add-column-fk-second-scan', 'add-multiple-fks'],
  },
  'adding-not-nullable-field': { waits: /^set not null/, ours: ['set-not-null-scan', 'set-not-null-without-backfill'] },
  'adding-required-field': { ours: ['add-column-not-null-no-default', 'add-column-identity-or-serial'] },
  'adding-serial-primary-key-field': {
    waits: /primary key|numbered/,
    ours: ['add-primary-key', 'add-column-identity-or-serial'],
  },
  'ban-add-enum-value': { ours: ['enum-add-value-if-not-exists', 'enum-value-ordering'] },
  'ban-alter-identity': { ours: [], rest: 'taste' },
  'ban-char-field': { ours: [], rest: 'taste' },
  'ban-concurrent-index-creation-in-transaction': { ours: ['concurrently-in-transaction'] },
  'ban-disable-trigger': { ours: ['disable-trigger'] },
  'ban-drop-column': {
    ours: ['drop-column', 'drop-column-drops-dependents', 'tenant-column-dropped-or-renamed', 'drop-cascade'],
  },
  'ban-drop-constraint': {
    ours: ['drop-constraint', 'drop-fk-locks-parent', 'drop-primary-key', 'drop-constraint-none', 'drop-cascade'],
    rest: 'deliberate',
  },
  'ban-drop-default': { ours: ['drop-server-default'], rest: 'deliberate' },
  'ban-drop-function': { ours: ['drop-function', 'drop-cascade'], rest: 'deliberate' },
  'ban-drop-not-null': { ours: ['drop-not-null'], rest: 'deliberate' },
  'ban-drop-sequence': { ours: ['drop-sequence', 'drop-cascade'], rest: 'deliberate' },
  'ban-drop-table': { ours: ['drop-table', 'create-table-force', 'autogenerate-drop-suspicious', 'drop-cascade'] },
  'ban-drop-type': {
    ours: ['drop-type', 'enum-recreate-cast', 'enum-remove-value', 'drop-cascade'],
    rest: 'deliberate',
  },
  'ban-drop-view': { ours: ['drop-view', 'drop-matview', 'drop-cascade'], rest: 'deliberate' },
  'ban-drop-schema': { ours: ['drop-schema', 'drop-cascade'] },
  'ban-drop-database': { ours: ['drop-database'] },
  'ban-truncate-cascade': { ours: ['truncate-cascade', 'truncate'] },
  'changing-column-type': {
    waits: /^alter type/,
    ours: [
      'alter-column-type-rewrite',
      'alter-column-type-recheck',
      'alter-column-type-narrowing',
      'alter-column-type-missing-using',
      'alter-column-type-timezone',
      'alter-column-type-fk-mismatch',
      'alter-column-type-dependent-view',
      'alter-column-type-cached-plans',
      'alter-column-collation',
      'alter-column-noop',
      'enum-recreate-cast',
      'enum-remove-value',
      'tenant-column-type-drift',
    ],
  },
  'constraint-missing-not-valid': {
    waits: /^add|^validate/,
    ours: [
      'add-fk-validates',
      'add-check-validates',
      'add-column-fk-second-scan',
      'add-column-check-scan',
      'add-multiple-fks',
      'add-unique-constraint',
      'add-column-builds-index',
      'add-primary-key',
      'add-exclusion-constraint',
      'validate-same-transaction',
    ],
  },
  'disallowed-unique-constraint': {
    waits: /unique/,
    ours: ['add-unique-constraint', 'unique-on-existing-data', 'add-column-builds-index'],
  },
  'identifier-too-long': { ours: ['identifier-too-long'] },
  'prefer-bigint-over-int': { ours: ['prefer-bigint-primary-key'], rest: 'taste' },
  'prefer-bigint-over-smallint': { ours: [], rest: 'taste' },
  'prefer-identity': { ours: ['prefer-identity'], rest: 'taste' },
  'prefer-robust-stmts': {
    ours: ['robust-statements', 'concurrent-index-invalid-on-retry', 'autocommit-block-partial-commit'],
    rest: 'taste',
  },
  'prefer-text-field': { ours: ['prefer-text'], rest: 'taste' },
  'prefer-timestamp-tz': { ours: ['prefer-timestamptz'], rest: 'taste' },
  'renaming-column': { ours: ['rename-column', 'tenant-column-dropped-or-renamed'] },
  'renaming-object': { ours: ['rename-constraint-or-index', 'rename-table', 'rename-enum-value'], rest: 'deliberate' },
  'renaming-table': { ours: ['rename-table'] },
  'require-concurrent-index-creation': {
    waits: /^create index/,
    ours: ['create-index-blocking', 'add-column-builds-index', 'tenant-global-lock-fanout'],
  },
  'require-concurrent-index-deletion': { waits: /^drop index/, ours: ['drop-index-blocking', 'replace-index-order'] },
  'require-concurrent-reindex': { waits: /^reindex/, ours: ['reindex-blocking'] },
  'require-enum-value-ordering': { ours: ['enum-value-ordering'] },
  'require-lock-timeout': {
    ours: ['missing-lock-timeout', 'lock-timeout-ineffective', 'create-table-fk-locks-parent'],
    perRevision: true,
  },
  'require-statement-timeout': { ours: ['missing-statement-timeout'], perRevision: true, rest: 'taste' },
  'syntax-error': { ours: ['sql-parse-error', 'execute-colon-bind'], rest: 'text' },
  'transaction-nesting': { ours: ['explicit-transaction-control'], rest: 'frame' },
};
