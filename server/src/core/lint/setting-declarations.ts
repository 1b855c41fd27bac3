/** Every setting once: what it may hold and what it means. Checks, documentation and the schema for editors follow from it. */

import type { SettingType } from './setting-value.ts';
import type { LintSettings } from './settings.ts';
import type { TenantSettings } from './tenancy.ts';

export interface SettingDeclaration {
  readonly type: SettingType;
  /** One or two sentences. */
  readonly doc: string;
  /** As it may stand in a file. */
  readonly example: string;
}

/** By camelCase key; the type says that every setting has one. */
export const generalSettings: Readonly<
  Record<Exclude<keyof LintSettings, 'rules' | 'tenant' | 'postgresVersionOrigin' | 'installed'>, SettingDeclaration>
> = {
  profile: {
    type: { kind: 'word', words: ['recommended', 'strict', 'all'] },
    doc: 'Which rules are on unless `rules` says otherwise.',
    example: '"strict"',
  },
  postgresVersion: {
    type: { kind: 'integer', from: 13, to: 18 },
    doc: 'The major version of PostgreSQL that migrations will run on. Without it the editor takes that of the database whose state it has read, and the command line, or an editor that has read none, the default; findings that depend on it then say so.',
    example: '16',
  },
  alembicVersion: {
    type: { kind: 'version' },
    doc: 'The version of Alembic that runs the migrations: fixes use no argument that it lacks. Without it the editor takes that of the Python that has read the state of the database, and the command line a current one.',
    example: '"1.13"',
  },
  sqlalchemyVersion: {
    type: { kind: 'version' },
    doc: 'The version of SQLAlchemy, likewise; findings that depend on it name it.',
    example: '"2.0"',
  },
  failOn: {
    type: { kind: 'word', words: ['error', 'warning', 'info', 'never'] },
    doc: 'The level from which on `alembic-guard lint` ends with exit code 1.',
    example: '"warning"',
  },
  startAfter: {
    type: { kind: 'text' },
    doc: 'The revision up to which, itself included, the history is not checked.',
    example: '"3f1c9a7e2b4d"',
  },
  baseline: {
    type: { kind: 'text' },
    doc: 'A file with findings that are known and not reported again, as `alembic-guard lint --write-baseline` writes it. Its path is relative to the root of the project: the folder with the alembic.ini or pyproject.toml that configures Alembic. With Flask-Migrate, whose alembic.ini lies in the script directory, and without a configuration that is the folder above the script directory.',
    example: '"alembic-guard-baseline.json"',
  },
  baseRef: {
    type: { kind: 'text' },
    doc: 'The branch that work is merged into: revisions that it has count as applied. Without it the editor takes the first of `origin/main`, `origin/master`, `main` and `master` that exists, and the command line none. In the editor, what the database had run when its state was last read counts as well.',
    example: '"origin/main"',
  },
  smallTables: {
    type: { kind: 'texts' },
    doc: 'Tables so small that locks and scans on them do not matter.',
    example: '["countries"]',
  },
};

export const tenantSettings: Readonly<Record<keyof TenantSettings, SettingDeclaration>> = {
  strategy: {
    type: { kind: 'word', words: ['column', 'schema', 'rls', 'database', 'none'] },
    doc: 'How the rows of one tenant are kept from those of another. Without it the strategy is detected from the history, and `lint` says what was detected.',
    example: '"column"',
  },
  columns: {
    type: { kind: 'texts' },
    doc: 'Names of the column that says which tenant a row belongs to. Detected like the strategy.',
    example: '["tenant_id"]',
  },
  root: {
    type: { kind: 'text' },
    doc: 'The table whose rows are the tenants. Detected like the strategy.',
    example: '"tenants"',
  },
  sharedTables: {
    type: { kind: 'texts' },
    doc: 'Tables that belong to all tenants together.',
    example: '["countries"]',
  },
};

/** Settings of later versions, named here so that they aren't taken for slips. */
export const plannedSettings = ['runner', 'targets'];
