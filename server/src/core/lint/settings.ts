/** What a project's configuration file and the editor may set. Keys are kebab-case in TOML, camelCase in the editor. */

import type { Level, Profile } from './rule.ts';

export interface LintSettings {
  readonly profile: Profile;
  readonly postgresVersion: number;
  readonly failOn: 'error' | 'warning' | 'info' | 'never';
  readonly startAfter: string | undefined;
  readonly smallTables: readonly string[];
  /** Levels by rule name. */
  readonly rules: Readonly<Record<string, { readonly level?: Level; readonly options?: Readonly<Record<string, unknown>> }>>;
  readonly tenant: {
    readonly strategy: 'column' | 'schema' | 'rls' | 'database' | 'none' | undefined;
    readonly columns: readonly string[] | undefined;
    readonly root: string | undefined;
    readonly sharedTables: readonly string[];
  };
}

export const defaultSettings: LintSettings = {
  profile: 'recommended',
  postgresVersion: 17,
  failOn: 'error',
  startAfter: undefined,
  smallTables: [],
  rules: {},
  tenant: { strategy: undefined, columns: undefined, root: undefined, sharedTables: [] },
};
