/** What a project's configuration file and the editor may set. Keys are kebab-case in TOML, camelCase in the editor. */

import { nearest } from '../text/nearest.ts';
import { currentLibraries, type Libraries, type Library, type LibraryName, withInstalled } from './libraries.ts';
import type { Level, Profile, Rule, VersionOrigin } from './rule.ts';
import { readValue, typeOfOption } from './setting-value.ts';
import type { TenantSettings } from './tenancy.ts';

export interface LintSettings {
  readonly profile: Profile;
  /** Major version of the server that migrations are judged for. */
  readonly postgresVersion: number;
  readonly postgresVersionOrigin: VersionOrigin;
  /** As configured, `1.18` or `1.18.2`; undefined: not said. */
  readonly alembicVersion: string | undefined;
  readonly sqlalchemyVersion: string | undefined;
  /** What the project's own Python has, where it was asked. */
  readonly installed?: Readonly<Partial<Record<LibraryName, string>>>;
  readonly failOn: 'error' | 'warning' | 'info' | 'never';
  readonly startAfter: string | undefined;
  /** Path of the file with known findings, relative to the root of the project. */
  readonly baseline: string | undefined;
  /** The branch that work is merged into. */
  readonly baseRef: string | undefined;
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
  postgresVersionOrigin: 'default',
  alembicVersion: undefined,
  sqlalchemyVersion: undefined,
  failOn: 'error',
  startAfter: undefined,
  baseline: undefined,
  baseRef: undefined,
  smallTables: [],
  rules: {},
  tenant: { strategy: undefined, columns: undefined, root: undefined, sharedTables: [] },
};

/** The versions that hold: as configured, else as installed, else current ones. */
export function librariesOf({ alembicVersion, sqlalchemyVersion, installed }: LintSettings): Libraries {
  const configured = (name: LibraryName, version: string | undefined): Library =>
    version === undefined ? currentLibraries[name] : { version, origin: 'configured' };
  const said = {
    alembic: configured('alembic', alembicVersion),
    sqlalchemy: configured('sqlalchemy', sqlalchemyVersion),
  };
  return withInstalled(said, installed);
}

/** The settings in view of what the project's database is; what is configured holds against it. */
export function withServerVersion(settings: LintSettings, major: number | undefined): LintSettings {
  if (major === undefined || settings.postgresVersionOrigin === 'configured') return settings;
  return { ...settings, postgresVersion: major, postgresVersionOrigin: 'database' };
}

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
  for (const [name, option] of Object.entries(rule.options ?? {})) {
    const read = readValue(typeOfOption(option.default), configured[name]);
    options[name] = 'value' in read ? read.value : option.default;
  }
  return options;
}

export interface RuleSettingProblem {
  readonly rule: string;
  readonly option?: string;
  /** Nobody declares it, or it can't hold this. */
  readonly kind: 'unknown' | 'bad';
  readonly message: string;
}

/** Rules and options that the settings name and nobody declares, with what was probably meant; options of a wrong type. */
export function ruleSettingProblems(
  settings: Pick<LintSettings, 'rules'>,
  rules: readonly Rule[],
): readonly RuleSettingProblem[] {
  const names = rules.map((rule) => rule.name);
  return Object.entries(settings.rules).flatMap(([name, { options }]) => {
    const rule = rules.find((one) => one.name === name);
    if (rule === undefined) {
      const message = `There is no rule ${name}${hint(nearest(name, names))}`;
      return [{ rule: name, kind: 'unknown', message }];
    }
    return Object.entries(options ?? {}).flatMap(([option, value]) => optionProblem(rule, option, value) ?? []);
  });
}

function optionProblem({ name, options = {} }: Rule, option: string, value: unknown): RuleSettingProblem | undefined {
  const declared = options[option];
  if (declared === undefined) {
    const known = Object.keys(options);
    const list = known.length === 0 ? '.' : `. Its options are ${known.join(', ')}.`;
    const guess = nearest(option, known);
    const message = `The rule ${name} has no option ${option}${guess === undefined ? list : hint(guess)}`;
    return { rule: name, option, kind: 'unknown', message };
  }
  const read = readValue(typeOfOption(declared.default), value);
  if (!('expected' in read)) return undefined;
  const message = `The option ${option} of the rule ${name} must be ${read.expected}. The default holds instead.`;
  return { rule: name, option, kind: 'bad', message };
}

function hint(name: string | undefined): string {
  return name === undefined ? '.' : `; did you mean ${name}?`;
}
