/** Reads the project's own configuration of Alembic Guard, and lays the editor's settings on top. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultSettings, type LintSettings, ruleSettingProblems } from '../core/lint/settings.ts';
import { foldersUp } from './locations.ts';
import { accessAdvice, problemAt, problemOf, systemCode } from './problem.ts';
import type { WorkspaceProblem } from './project.ts';
import { readSettings, type SettingNote } from './read-settings.ts';
import { isTable, placeOfKey, readToml, type TomlTable, tableAt } from './toml.ts';

export interface Configuration {
  readonly settings: LintSettings;
  /** The file that the settings come from, if there is one. */
  readonly file: string | undefined;
  readonly problems: readonly WorkspaceProblem[];
}

/**
 * The settings that hold for a folder: those of the nearest `alembic-guard.toml` or `[tool.alembic-guard]` from `home` up
 * to `top`, with the editor's on top.
 */
export async function readConfiguration(home: string, top: string, editorSettings: unknown): Promise<Configuration> {
  const found = findFile(home, top);
  const problems = [...(found?.problems ?? [])];
  const own = found?.table ? readSettings(found.table, 'kebab-case') : { settings: {}, notes: [] };
  if (found) problems.push(...own.notes.map((note) => noteProblem(found, note)));
  const editor = isTable(editorSettings) ? readSettings(editorSettings, 'camelCase') : { settings: {}, notes: [] };
  problems.push(...editor.notes.map((note) => editorProblem(home, note)));
  const merged = merge(merge(defaultSettings, own.settings), editor.settings);
  const isGiven = own.settings.postgresVersion !== undefined || editor.settings.postgresVersion !== undefined;
  const settings: LintSettings = isGiven ? { ...merged, postgresVersionOrigin: 'configured' } : merged;
  if (found) problems.push(...(await ruleProblems(own.settings.rules)).map((note) => noteProblem(found, note)));
  problems.push(...(await ruleProblems(editor.settings.rules)).map((note) => editorProblem(home, note)));
  return { settings, file: found?.path, problems };
}

interface SettingsFile {
  readonly path: string;
  readonly text: string;
  /** Undefined when the file can't be parsed. */
  readonly table: TomlTable | undefined;
  /** Where the table stands in the file: `['tool', 'alembic-guard']`, or nowhere in a file of its own. */
  readonly prefix: readonly string[];
  readonly problems: readonly WorkspaceProblem[];
}

function findFile(home: string, top: string): SettingsFile | undefined {
  for (const folder of foldersUp(home, top)) {
    const own = readOwnFile(path.join(folder, 'alembic-guard.toml'));
    const shared = readPyproject(path.join(folder, 'pyproject.toml'));
    if (own && shared) {
      const span = placeOfKey(shared.text, shared.prefix);
      const message = `${own.path} stands beside this file and wins, so that [tool.alembic-guard] is not read. Keep one of the two.`;
      return { ...own, problems: [...own.problems, problemAt(shared, span, 'warning', 'two-settings', message)] };
    }
    if (own ?? shared) return own ?? shared;
  }
  return undefined;
}

function readText(file: string): { text: string } | { problem: WorkspaceProblem } | undefined {
  try {
    return { text: readFileSync(file, 'utf8').replace(/^\uFEFF/, '') };
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    const message = `The settings in ${file} can't be read ${accessAdvice(code, file)}`;
    return { problem: problemOf(file, 'error', 'unreadable-file', message) };
  }
}

function readOwnFile(file: string): SettingsFile | undefined {
  const read = readText(file);
  if (!read) return undefined;
  if ('problem' in read) return { path: file, text: '', table: undefined, prefix: [], problems: [read.problem] };
  const { root, error } = readToml(read.text);
  const source = { path: file, text: read.text, prefix: [] };
  if (error) return { ...source, table: undefined, problems: [syntaxProblem(source, error)] };
  // The table may be copied from a pyproject.toml with its name.
  const named = tableAt(root, 'tool', 'alembic-guard');
  if (named) return { ...source, prefix: ['tool', 'alembic-guard'], table: named, problems: [] };
  return { ...source, table: root, problems: [] };
}

/** A pyproject.toml counts when it has our table; one that is broken only when that seems to be in it. */
function readPyproject(file: string): SettingsFile | undefined {
  const read = readText(file);
  if (!read || 'problem' in read || !read.text.includes('alembic-guard')) return undefined;
  const { root, error } = readToml(read.text);
  const source = { path: file, text: read.text, prefix: ['tool', 'alembic-guard'] };
  if (error) return { ...source, table: undefined, problems: [syntaxProblem(source, error)] };
  const table = tableAt(root, 'tool', 'alembic-guard');
  return table && { ...source, table, problems: [] };
}

function syntaxProblem(
  source: { readonly path: string; readonly text: string },
  { message, span }: NonNullable<ReturnType<typeof readToml>['error']>,
): WorkspaceProblem {
  const name = path.basename(source.path);
  const text = `${name} is not valid TOML: ${message}. Correct it; until then the default settings hold.`;
  return problemAt(source, span, 'error', 'bad-toml', text);
}

function noteProblem(file: SettingsFile, note: SettingNote): WorkspaceProblem {
  const span = placeOfKey(file.text, [...file.prefix, ...note.path]);
  return problemAt(file, span, note.code === 'bad-setting' ? 'error' : 'warning', note.code, note.message);
}

function editorProblem(home: string, note: SettingNote): WorkspaceProblem {
  const message = `The editor setting alembicGuard.${note.path.join('.')}: ${note.message}`;
  return problemOf(home, 'warning', note.code, message);
}

async function ruleProblems(rules: Layer['rules']): Promise<readonly SettingNote[]> {
  if (rules === undefined) return [];
  // All that is known of migrations hangs on the rules; whoever only wants the graph doesn't wait for it.
  const all = await import('../core/lint/rules/index.ts');
  return ruleSettingProblems({ rules }, all.rules).map(({ rule, option, kind, message }) => ({
    code: kind === 'bad' ? 'bad-setting' : 'unknown-setting',
    path: ['rules', rule, ...(option === undefined ? [] : [option])],
    message,
  }));
}

type Layer = Partial<Omit<LintSettings, 'tenant'>> & { readonly tenant?: Partial<LintSettings['tenant']> };

function merge(base: LintSettings, over: Layer): LintSettings {
  const levels = Object.entries(over.rules ?? {}).map(([name, rule]) => {
    const before = base.rules[name];
    return [name, { ...before, ...rule, options: { ...before?.options, ...rule.options } }] as const;
  });
  return {
    ...base,
    ...over,
    rules: { ...base.rules, ...Object.fromEntries(levels) },
    tenant: { ...base.tenant, ...over.tenant },
  };
}
