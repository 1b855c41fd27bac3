/** What a project's configuration file and the editor may set. Keys are kebab-case in TOML, camelCase in the editor. */

import { nearest } from '../text/nearest.ts';
import type { Level, Profile, Rule } from './rule.ts';
import type { TenantSettings } from './tenancy.ts';

export interface LintSettings {
  readonly profile: Profile;
  readonly postgresVersion: number;
  readonly failOn: 'error' | 'warning' | 'info' | 'never';
  readonly startAfter: string | undefined;
  readonly smallTables: readonly string[];
  /** Levels by rule name. */
  readonly rules: Readonly<
    Record<string, { readonly level?: Level; readonly options?: Readonly<Record<string, unknown>> }>
  >;
  readonly tenant: TenantSettings;
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

const profileSizes = { recommended: 0, strict: 1, all: 2 } as const satisfies Record<Profile, number>;

/** The level a rule has in a project: as configured, else its own where the profile has it, else `off`. */
export function levelOf(rule: Rule, settings: LintSettings): Level {
  const configured = settings.rules[rule.name]?.level;
  if (configured !== undefined) return configured;
  return profileSizes[rule.profile] <= profileSizes[settings.profile] ? rule.level : 'off';
}

/** The rule's own options, defaults filled in. Options that it doesn't declare are left out. */
export function optionsOf(rule: Rule, settings: LintSettings): Readonly<Record<string, unknown>> {
  const configured = settings.rules[rule.name]?.options ?? {};
  const options: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(rule.options ?? {})) options[name] = configured[name] ?? option.default;
  return options;
}

/** Rules and options that the settings name and nobody declares, with what was probably meant. */
export function unknownSettings(
  settings: LintSettings,
  rules: readonly Rule[],
): readonly { readonly rule: string; readonly option?: string; readonly message: string }[] {
  const names = rules.map((rule) => rule.name);
  return Object.entries(settings.rules).flatMap(([name, { options }]) => {
    const rule = rules.find((one) => one.name === name);
    if (rule === undefined) return [{ rule: name, message: `There is no rule ${name}${hint(nearest(name, names))}` }];
    const known = Object.keys(rule.options ?? {});
    return Object.keys(options ?? {})
      .filter((option) => !known.includes(option))
      .map((option) => ({
        rule: name,
        option,
        message: `The rule ${name} has no option ${option}${hint(nearest(option, known))}`,
      }));
  });
}

function hint(name: string | undefined): string {
  return name === undefined ? '.' : `; did you mean ${name}?`;
}
