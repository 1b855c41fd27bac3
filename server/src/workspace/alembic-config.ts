/** What an ini section or `[tool.alembic]` says, as Alembic takes it, before any path is looked for. */

import path from 'node:path';
import type { Span } from '../core/text/span.ts';
import { type Ini, optionOf } from './ini.ts';
import { problemAt } from './problem.ts';
import type { FileNaming, WorkspaceProblem } from './project.ts';
import { placeOfKey, type TomlTable } from './toml.ts';

/** A configuration file with its text. */
export interface ConfigSource {
  readonly path: string;
  readonly text: string;
}

/** The ini and the pyproject.toml that `alembic` would read together in one folder. */
export interface ConfigPair {
  readonly ini: (ConfigSource & { readonly parsed: Ini }) | undefined;
  readonly toml: (ConfigSource & { readonly table: TomlTable }) | undefined;
}

/** One environment's options, interpolated. */
export interface AlembicConfig {
  /** The ini, or the pyproject.toml where there is no ini. */
  readonly source: ConfigSource;
  readonly section: string;
  readonly scriptLocation: Setting | undefined;
  readonly versionLocations: readonly Setting[] | undefined;
  readonly prependSysPath: readonly string[];
  readonly recursive: boolean;
  readonly sourceless: boolean;
  readonly naming: FileNaming;
  readonly url: string | undefined;
  readonly databases: readonly string[];
  readonly problems: readonly WorkspaceProblem[];
}

/** A value with the place where it is written. */
export interface Setting {
  readonly value: string;
  readonly source: ConfigSource;
  readonly span: Span;
}

interface Lookup {
  readonly pair: ConfigPair;
  readonly section: string;
  readonly problems: WorkspaceProblem[];
}

/** The options of a section: the ini's first, then those of `[tool.alembic]`. */
export function readAlembicConfig(pair: ConfigPair, section: string): AlembicConfig | undefined {
  const source = pair.ini ?? pair.toml;
  if (!source) return undefined;
  const lookup: Lookup = { pair, section, problems: [] };
  const text = (key: string) => settingOf(lookup, key)?.value;
  const slug = Number.parseInt(text('truncate_slug_length') ?? '', 10);
  return {
    source: { path: source.path, text: source.text },
    section,
    scriptLocation: settingOf(lookup, 'script_location'),
    versionLocations: versionLocations(lookup),
    prependSysPath: prependSysPath(lookup),
    recursive: flag(lookup, 'recursive_version_locations'),
    sourceless: flag(lookup, 'sourceless'),
    naming: {
      template: text('file_template') ?? '%(rev)s_%(slug)s',
      slugLength: slug || 40,
      timezone: text('timezone'),
    },
    // Alembic's own options may stand in either file; those that only env.py reads come from the ini alone.
    url: iniSetting(lookup, 'sqlalchemy.url')?.value,
    databases: (iniSetting(lookup, 'databases')?.value ?? '').split(/\s*,\s*/).filter((name) => name !== ''),
    problems: lookup.problems,
  };
}

function hereOf(file: string): string {
  return path.dirname(file).split(path.sep).join('/');
}

function iniSetting({ pair, section, problems }: Lookup, key: string): Setting | undefined {
  if (!pair.ini) return undefined;
  const found = optionOf(pair.ini.parsed, section, key, { here: hereOf(pair.ini.path) });
  if (!found) return undefined;
  if (found.problem)
    problems.push(problemAt(pair.ini, found.problem.span, 'error', found.problem.code, found.problem.message));
  if (found.value === undefined) return undefined;
  return { value: found.value, source: pair.ini, span: found.option.valueSpan };
}

function hasIniOption({ pair, section }: Lookup, key: string): boolean {
  return pair.ini !== undefined && optionOf(pair.ini.parsed, section, key, {}) !== undefined;
}

function settingOf(lookup: Lookup, key: string): Setting | undefined {
  if (hasIniOption(lookup, key)) return iniSetting(lookup, key);
  const value = lookup.pair.toml?.table[key];
  if (value === undefined) return undefined;
  if (typeof value === 'number' || typeof value === 'bigint') return tomlText(lookup, key, String(value));
  return typeof value === 'string' ? tomlText(lookup, key, value) : wrongType(lookup, key, 'a string');
}

function tomlText({ pair, problems }: Lookup, key: string, value: string): Setting | undefined {
  if (!pair.toml) return undefined;
  const span = placeOfKey(pair.toml.text, ['tool', 'alembic', key]);
  const formatted = formatPercent(value, hereOf(pair.toml.path));
  if (formatted !== undefined) return { value: formatted, source: pair.toml, span };
  const message =
    `The value of ${key} has a % that Python's formatting can't read, and Alembic stops with a traceback. Only %(here)s ` +
    'is replaced; write any other percent sign as %%.';
  problems.push(problemAt(pair.toml, span, 'error', 'bad-interpolation', message));
  return undefined;
}

/** Python's `text % {"here": …}`, for the forms that make sense in a path. */
function formatPercent(text: string, here: string): string | undefined {
  let valid = true;
  const result = text.replaceAll(/%(%|\(here\)s)?/g, (_, form?: string) => {
    if (form === undefined) valid = false;
    return form === '%' ? '%' : here;
  });
  return valid ? result : undefined;
}

function wrongType({ pair, problems }: Lookup, key: string, expected: string): undefined {
  if (!pair.toml) return;
  const span = placeOfKey(pair.toml.text, ['tool', 'alembic', key]);
  const message = `${key} in [tool.alembic] must be ${expected}, and Alembic stops otherwise.`;
  problems.push(problemAt(pair.toml, span, 'error', 'wrong-type', message));
}

function flag(lookup: Lookup, key: string): boolean {
  if (hasIniOption(lookup, key)) {
    const found = iniSetting(lookup, key);
    if (found && found.value !== 'true' && /^(true|1|yes|on)$/i.test(found.value)) {
      const message = `Alembic takes only the exact text "true" here, so that ${key} = ${found.value} is off. Write true.`;
      lookup.problems.push(problemAt(found.source, found.span, 'warning', 'not-exactly-true', message));
    }
    return found?.value === 'true';
  }
  const value = lookup.pair.toml?.table[key];
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  wrongType(lookup, key, 'true or false, without quotes');
  return false;
}

const separators: Readonly<Record<string, string>> = {
  space: ' ',
  newline: '\n',
  os: path.delimiter,
  ':': ':',
  ';': ';',
};

/** The configured separator: undefined where none is, so that the old ways of splitting hold. */
function separatorOf(lookup: Lookup, keys: readonly string[]): string | undefined {
  const setting = keys.map((key) => iniSetting(lookup, key)).find((found) => found !== undefined);
  if (!setting) return undefined;
  const separator = separators[setting.value];
  if (separator === undefined) {
    const message = `'${setting.value}' is not a valid value for path_separator; expected 'space', 'newline', 'os', ':', ';'`;
    lookup.problems.push(problemAt(setting.source, setting.span, 'error', 'bad-separator', `${message}.`));
  }
  return separator;
}

function versionLocations(lookup: Lookup): readonly Setting[] | undefined {
  const setting = hasIniOption(lookup, 'version_locations') ? iniSetting(lookup, 'version_locations') : undefined;
  if (!setting?.value) return tomlList(lookup, 'version_locations');
  const separator = separatorOf(lookup, ['path_separator', 'version_path_separator']);
  return split(setting.value, separator, /, *| +/).map((value) => ({ ...setting, value }));
}

function prependSysPath(lookup: Lookup): readonly string[] {
  const setting = hasIniOption(lookup, 'prepend_sys_path') ? iniSetting(lookup, 'prepend_sys_path') : undefined;
  if (!setting?.value) return (tomlList(lookup, 'prepend_sys_path') ?? []).map((each) => each.value);
  return split(setting.value, separatorOf(lookup, ['path_separator']), /, *| +|:/);
}

/** Before `path_separator` there was one fixed way for each option, which broke paths with blanks. */
function split(value: string, separator: string | undefined, legacy: RegExp): string[] {
  const items = separator === undefined ? value.split(legacy) : value.split(separator);
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

function tomlList(lookup: Lookup, key: string): readonly Setting[] | undefined {
  const value = lookup.pair.toml?.table[key];
  if (value === undefined) return undefined;
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!Array.isArray(value) || items.some((item) => typeof item !== 'string')) {
    wrongType(lookup, key, 'a list of strings');
  }
  return items.flatMap((item) => (typeof item === 'string' ? (tomlText(lookup, key, item) ?? []) : []));
}
