/** Reads settings from a plain object, kebab-case of a file or camelCase of the editor, and says what is wrong with them. */

import type { LintSettings } from '../core/lint/settings.ts';
import { nearest } from '../core/text/nearest.ts';
import { isTable, type TomlTable } from './toml.ts';

/** Something wrong with a setting; `path` are the keys as written. */
export interface SettingNote {
  readonly code: 'unknown-setting' | 'bad-setting';
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

/** A valid value, or what would be one. */
type Read<T> = { readonly value: T } | { readonly expected: string };
type Check = (value: unknown) => Read<unknown>;

const levels = ['error', 'warning', 'info', 'off'] as const;

/** The settings in a table. In a file an unknown key is a mistake; among the editor's settings there are others. */
export function readSettings(
  table: TomlTable,
  spelling: Spelling,
): { readonly settings: Found; readonly notes: readonly SettingNote[] } {
  const reader: Reader = { spelling, notes: [] };
  const settings = readKeys(reader, table, [], general);
  const rules = readRules(reader, table['rules']);
  const tenant = readTenant(reader, table['tenant']);
  return { settings: { ...settings, ...(rules && { rules }), ...(tenant && { tenant }) }, notes: reader.notes };
}

/** Checks by camelCase key; the type says that every setting has one. */
const general: Readonly<Record<Exclude<keyof LintSettings, 'rules' | 'tenant'>, Check>> = {
  profile: oneOf('recommended', 'strict', 'all'),
  postgresVersion: (value) => {
    const version = typeof value === 'string' ? Number(value) : value;
    const known = typeof version === 'number' && Number.isInteger(version) && version >= 13 && version <= 18;
    return known ? { value: version } : { expected: 'a whole number from 13 to 18' };
  },
  failOn: oneOf('error', 'warning', 'info', 'never'),
  startAfter: text,
  smallTables: texts,
};

const tenantKeys: Readonly<Record<keyof LintSettings['tenant'], Check>> = {
  strategy: oneOf('column', 'schema', 'rls', 'database', 'none'),
  columns: texts,
  root: text,
  sharedTables: texts,
};

/** Settings of later versions, named here so that they aren't taken for slips. */
const planned = ['baseline', 'runner', 'targets'];

function oneOf(...words: readonly string[]): Check {
  return (value) =>
    typeof value === 'string' && words.includes(value)
      ? { value }
      : { expected: `one of ${words.map((word) => `"${word}"`).join(', ')}` };
}

function text(value: unknown): Read<string> {
  return typeof value === 'string' ? { value } : { expected: 'a string' };
}

function texts(value: unknown): Read<readonly string[]> {
  const all = Array.isArray(value) && value.every((item) => typeof item === 'string');
  return all ? { value } : { expected: 'a list of strings' };
}

function written(reader: Reader, key: string): string {
  return reader.spelling === 'camelCase' ? key : key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function readKeys(
  reader: Reader,
  table: TomlTable,
  path: readonly string[],
  checks: Readonly<Record<string, Check>>,
): Readonly<Record<string, unknown>> {
  const keys = new Map(Object.keys(checks).map((key) => [written(reader, key), key]));
  const found: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(table)) {
    const key = keys.get(name);
    if (key === undefined) noteUnknown(reader, [...path, name], path.length === 0 ? topKeys(keys) : [...keys.keys()]);
    // The editor sends null for what nobody set.
    else if (value !== null && value !== undefined) {
      const read = checks[key]?.(value);
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
  if (reader.spelling === 'camelCase' || (path.length === 1 && ['rules', 'tenant'].includes(name))) return;
  const guess = nearest(name, known);
  const message =
    path.length === 1 && planned.includes(name)
      ? `The setting ${name} is not supported by this version yet and has no effect.`
      : `There is no setting ${path.join('.')}${guess === undefined ? `. The settings here are ${known.join(', ')}.` : `; did you mean ${guess}?`}`;
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
  if (isTable(value)) return readKeys(reader, value, ['tenant'], tenantKeys);
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
  const own = Object.fromEntries(Object.entries(options).map(([key, option]) => [camelCase(key), option]));
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

function camelCase(key: string): string {
  return key.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
