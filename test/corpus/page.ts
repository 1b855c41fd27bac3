/**
 * The corpus: migrations in Markdown pages, by family. A page opens with the history that its migrations stand on, under
 * `## Before`, with the configuration in TOML where they need one; every other section is one case, and every block of Python in it is one migration that shows it: the
 * body of `upgrade()`, after a line `# downgrade` that of `downgrade()`, or, with `# file: …` lines, whole files.
 *
 * What must be found stands between `«` and `»`, with the rule behind it: `«nullable=False»[set-not-null-scan]`.
 */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { marked } from 'marked';
import { parse } from 'smol-toml';

import { openProject, type ProjectSnapshot, type SourceText } from '../../server/src/core/analysis.ts';
import { defaultEnvironment } from '../../server/src/core/history/environment.ts';
import { rules } from '../../server/src/core/lint/rules/index.ts';
import { defaultSettings, type LintSettings } from '../../server/src/core/lint/settings.ts';
import { splitFiles, sqlParser } from '../support/project.ts';
import { revisionFile } from '../support/revision.ts';

export interface Page {
  readonly family: string;
  readonly cases: readonly Case[];
}

export interface Case {
  readonly title: string;
  readonly migrations: readonly Migration[];
}

/** A migration with the files around it. */
export interface Migration {
  /** In the order Alembic loads them. */
  readonly files: readonly SourceText[];
  readonly marks: readonly Mark[];
  /** `[tenant]` of the page's configuration. */
  readonly tenant: Partial<LintSettings['tenant']>;
}

export interface Mark {
  readonly rule: string;
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

const NO_WAY_BACK = 'raise NotImplementedError("irreversible: a case of the corpus")';

/** The pages of a folder beside this file, by name. */
export function readPages(folder: string): readonly Page[] {
  const place = path.join(import.meta.dirname, folder);
  return readdirSync(place)
    .sort()
    .map((name) => readPage(path.basename(name, '.md'), readFileSync(path.join(place, name), 'utf8')));
}

function readPage(family: string, text: string): Page {
  const sections: { title: string; blocks: string[] }[] = [];
  let tenant: Migration['tenant'] = {};
  for (const token of marked.lexer(text)) {
    if (token.type === 'heading' && token.depth === 2) sections.push({ title: token.text, blocks: [] });
    else if (token.type === 'code' && token.lang === 'toml')
      tenant = parse(token.text)['tenant'] as Migration['tenant'];
    else if (token.type === 'code') sections.at(-1)?.blocks.push(token.text);
  }
  const before = sections.find(({ title }) => title === 'Before')?.blocks[0] ?? 'pass';
  const cases = sections.filter(({ title }) => title !== 'Before');
  const toCase = ({ title, blocks }: (typeof sections)[number]): Case => ({
    title,
    migrations: blocks.map((block) => ({ ...toMigration(block, before), tenant })),
  });
  return { family, cases: cases.map(toCase) };
}

function toMigration(block: string, before: string): Omit<Migration, 'tenant'> {
  const files = block.startsWith('# file:') ? splitFiles(`${block}\n`) : withHistory(block, before);
  const read = files.map((file) => unmark(file));
  return { files: read.map(({ file }) => file), marks: read.flatMap(({ marks }) => marks) };
}

function withHistory(block: string, before: string): readonly SourceText[] {
  const [upgrade = '', downgrade = NO_WAY_BACK] = block.split(/^# downgrade\n/m);
  return [
    { path: 'versions/0001_before.py', text: revisionFile({ id: '0001', upgrade: before, downgrade: NO_WAY_BACK }) },
    { path: 'versions/0002_change.py', text: revisionFile({ id: '0002', down: '0001', upgrade, downgrade }) },
  ];
}

/** The file without its marks; they may stand inside one another. */
function unmark(file: SourceText): { readonly file: SourceText; readonly marks: readonly Mark[] } {
  const marks: Mark[] = [];
  const open: number[] = [];
  let text = '';
  for (const piece of file.text.split(/(«|»\[[a-z0-9-]+\])/)) {
    if (piece === '«') open.push(text.length);
    else if (piece.startsWith('»')) {
      const rule = piece.slice(2, -1);
      marks.push({ rule, file: file.path, start: open.pop() ?? Number.NaN, end: text.length });
    } else text += piece;
  }
  return { file: { path: file.path, text }, marks };
}

/** The migration as a project under the recommended profile, with the rules that its marks name beside it. */
export function open({ files, marks, tenant }: Migration): ProjectSnapshot {
  const named = new Set(marks.map(({ rule }) => rule));
  const levels = rules.flatMap(({ name, level }) => (named.has(name) ? [[name, { level }] as const] : []));
  const settings = {
    ...defaultSettings,
    tenant: { ...defaultSettings.tenant, ...tenant },
    rules: Object.fromEntries(levels),
  };
  return openProject({ files, parser: sqlParser, settings, environment: defaultEnvironment, rules });
}
