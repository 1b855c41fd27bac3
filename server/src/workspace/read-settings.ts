/** Reads settings from a plain object, kebab-case of a file or camelCase of the editor, and says what is wrong with them. */

import {
  generalSettings,
  plannedSettings,
  type SettingDeclaration,
  tenantSettings,
} from '../core/lint/setting-declarations.ts';
import { kebabCase, levels, readValue } from '../core/lint/setting-value.ts';
import type { LintSettings } from '../core/lint/settings.ts';
import { nearest } from '../core/text/nearest.ts';
import { isTable, type TomlTable } from './toml.ts';

/** Something wrong with a setting; `path` are the keys as written. */
export interface SettingNote {
  readonly code: 'unknown-setting' | 'bad-setting' | 'later-setting';
  readonly path: readonly string[];
  readonly message: string;
}

type RuleSettings = LintSettings['rules'][string];

/** Only what was set, each with a valid value. */
type Found = Partial<Omit<LintSettings, 'tenant'>> & { readonly tenant?: Partial<LintSettings['tenant']> };

type Spelling = 'kebab-case' | 'camelCase';

interface Reader {
  readonly spelling: Spelling;
  readonly notes: SettingNote[];
}

/** The settings in a table. In a file an unknown key is a mistake; among the editor's settings there are others. */
export function readSettings(
  table: TomlTable,
  spelling: Spelling,
): { readonly settings: Found; readonly notes: readonly SettingNote[] } {
  const reader: Reader = { spelling, notes: [] };
  const settings = readKeys(reader, table, [], generalSettings);
  const rules = readRules(reader, table['rules']);
  const tenant = readTenant(reader, table['tenant']);
  return { settings: { ...settings, ...(rules && { rules }), ...(tenant && { tenant }) }, notes: reader.notes };
}

function written(reader: Reader, key: string): string {
  return reader.spelling === 'camelCase' ? key : kebabCase(key);
}

function readKeys(
  reader: Reader,
  table: TomlTable,
  path: readonly string[],
  declared: Readonly<Record<string, SettingDeclaration>>,
): Readonly<Record<string, unknown>> {
  const keys = new Map(Object.keys(declared).map((key) => [written(reader, key), key]));
  const found: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(table)) {
    const key = keys.get(name);
    if (key === undefined) noteUnknown(reader, [...path, name], path.length === 0 ? topKeys(keys) : [...keys.keys()]);
    // The editor sends null for what nobody set.
    else if (value !== null && value !== undefined) {
      const type = declared[key]?.type;
      const read = type && readValue(type, value);
      if (read && 'value' in read) found[key] = read.value;
      else if (read) noteBad(reader, [...path, name], value, read.expected);
    }
  }
  return found;
}

function topKeys(keys: ReadonlyMap<string, string>): string[] {
  return [...keys.keys(), 'rules', 'tenant'];
}

function noteUnknown(reader: Reader, path: readonly string[], known: readonly string[]): void {
  const name = path.at(-1) ?? '';
  if (path.length === 1 && (reader.spelling === 'camelCase' || ['rules', 'tenant'].includes(name))) return;
  const guess = nearest(name, known);
  if (path.length === 1 && plannedSettings.includes(name)) {
    const message = `The setting ${name} is not supported by this version yet and has no effect.`;
    reader.notes.push({ code: 'later-setting', path, message });
    return;
  }
  const message = `There is no setting ${path.join('.')}${guess === undefined ? `. The settings here are ${known.join(', ')}.` : `; did you mean ${guess}?`}`;
  reader.notes.push({ code: 'unknown-setting', path, message });
}

function noteBad(reader: Reader, path: readonly string[], value: unknown, expected: string): void {
  const message = `${path.join('.')} must be ${expected}, not ${shown(value)}. The default holds instead.`;
  reader.notes.push({ code: 'bad-setting', path, message });
}

function shown(value: unknown): string {
  const json = JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? String(each) : each)) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}

function readTenant(reader: Reader, value: unknown): Partial<LintSettings['tenant']> | undefined {
  if (value === undefined || value === null) return undefined;
  if (isTable(value)) return readKeys(reader, value, ['tenant'], tenantSettings);
  noteBad(reader, ['tenant'], value, 'a table');
  return undefined;
}

function readRules(reader: Reader, value: unknown): LintSettings['rules'] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isTable(value)) {
    noteBad(reader, ['rules'], value, 'a table of rule names and levels');
    return undefined;
  }
  return Object.fromEntries(Object.entries(value).map(([name, rule]) => [name, readRule(reader, name, rule)]));
}

/** A level, or a table with `level` and the rule's own options. */
function readRule(reader: Reader, name: string, value: unknown): RuleSettings {
  if (!isTable(value)) return readLevel(reader, ['rules', name], value);
  const { level, ...options } = value;
  const own = Object.fromEntries(Object.entries(options).map(([key, option]) => [kebabCase(key), option]));
  return {
    ...(level === undefined ? {} : readLevel(reader, ['rules', name, 'level'], level)),
    ...(Object.keys(own).length > 0 && { options: own }),
  };
}

function readLevel(reader: Reader, path: readonly string[], value: unknown): RuleSettings {
  const level = levels.find((known) => known === value);
  if (level !== undefined) return { level };
  noteBad(reader, path, value, `one of ${levels.map((known) => `"${known}"`).join(', ')}`);
  return {};
}
