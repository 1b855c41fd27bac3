/**
 * `npm run oracle -- comparison FOLDER [--only NAME] [--list] [--print]`: renders the samples and the histories of the
 * repositories in a folder as SQL, runs squawk on it, holds what it says against what we say, and writes
 * `docs/comparison.md` (`--print`: prints it instead). `--list` names each place where squawk speaks and we neither speak
 * nor know why not. Exit code 1 when there is one among the samples.
 */

import { readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { defaultSettings } from '../../server/src/core/lint/settings.ts';
import { findProjects } from '../../server/src/workspace/find-projects.ts';
import { open } from '../../server/src/workspace/open-project.ts';
import type { Project } from '../../server/src/workspace/project.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { PROJECT } from '../environment/packages.mjs';
import { ensureSquawk } from '../environment/python-tools.mjs';
import { compare } from './comparison/compare.ts';
import { comparisonPage, type History } from './comparison/page.ts';
import { upgradesOf } from './comparison/revision-sql.ts';
import { squawkOn } from './comparison/squawk.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    list: { type: 'boolean', default: false },
    print: { type: 'boolean', default: false },
  },
});
const [folder] = positionals;
if (folder === undefined) {
  console.error('Name the folder that holds the checkouts: npm run oracle -- comparison FOLDER.');
  process.exit(2);
}

const squawk = await ensureSquawk();
const parser = await loadSqlParser();
const settings = { ...defaultSettings, profile: 'all' as const };
const samples = path.join(PROJECT, 'migrations-sample');
const histories: History[] = [];
for (const [prefix, place] of [
  ['sample ', samples],
  ['', path.resolve(folder)],
] as const) {
  for (const name of readdirSync(place).sort()) {
    const root = path.join(place, name);
    if (!name.includes(values.only) || !statSync(root).isDirectory()) continue;
    const projects = await projectsOf(root);
    for (const project of projects) {
      const which = projects.length > 1 ? ` (${path.relative(root, project.scriptLocation ?? project.root)})` : '';
      histories.push(await measure(prefix + name + which, project));
    }
  }
}
const { stdout: version } = await execa(squawk, ['--version']);
const page = comparisonPage(histories, defaultSettings, {
  squawk: version.replace('squawk ', ''),
  postgres: settings.postgresVersion,
});
if (values.print) console.log(page);
else writeFileSync(path.join(PROJECT, 'docs/comparison.md'), page);
const isOpen = histories
  .filter(({ name }) => name.startsWith('sample '))
  .some(({ comparison }) => comparison.theirs.some(({ reason }) => reason === 'unexplained'));
process.exitCode = histories.length === 0 || isOpen ? 1 : 0;

/** Those of a repository with revisions, each history once: several sections may share their files. */
async function projectsOf(root: string): Promise<readonly Project[]> {
  const { projects } = await findProjects(root);
  const seen = new Set<string>();
  return projects.filter(({ files }) => {
    const isNew = files.length > 0 && !files.some((file) => seen.has(file.path));
    for (const file of files) seen.add(file.path);
    return isNew;
  });
}

async function measure(name: string, project: Project): Promise<History> {
  const snapshot = open(project, parser).snapshot.withSettings({ ...project.settings, ...settings });
  const upgrades = await upgradesOf(snapshot, snapshot.naming);
  const comparison = compare(snapshot, await squawkOn(squawk, settings.postgresVersion, upgrades));
  const left = comparison.theirs.filter(({ reason }) => reason === 'unexplained');
  console.log(
    `${name}: ${upgrades.length} revisions, squawk ${comparison.theirs.length}, ours ${comparison.ours.length}, ${left.length} open`,
  );
  if (values.list) {
    for (const { finding } of left.toSorted((a, b) => (a.finding.rule < b.finding.rule ? -1 : 1))) {
      const { revision, statement } = finding;
      const one = statement === undefined ? undefined : revision.statements[statement];
      const text = snapshot.text(revision.file) ?? '';
      const line = text.slice(0, one?.span?.start ?? 0).split('\n').length;
      console.log(
        `  ${finding.rule} ${path.relative(project.root, revision.file)}:${line} ${one?.sql.replace(/\s+/g, ' ').slice(0, 140) ?? ''}`,
      );
    }
  }
  return {
    name,
    revisions: upgrades.length,
    printed: upgrades.filter(({ real }) => real).length,
    statements: upgrades.reduce((sum, { statements }) => sum + statements.length, 0),
    comparison,
  };
}
