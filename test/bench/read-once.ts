/** One reading of a project in a process of its own, so that nothing is warm: prints the milliseconds it took. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { oldestFirst } from '../../server/src/core/analysis.ts';
import { findProjects } from '../../server/src/workspace/find-projects.ts';
import { type OpenedProject, open } from '../../server/src/workspace/open-project.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';

const [folder = '', what = 'graph'] = process.argv.slice(2);

/** Reads to the end that is named; on this core alone where `alone` follows. */
async function once(isAlone: boolean): Promise<number> {
  const parser = await loadSqlParser();
  const start = performance.now();
  if (what === 'files') {
    const versions = path.join(folder, 'alembic', 'versions');
    for (const name of readdirSync(versions)) readFileSync(path.join(versions, name), 'utf8');
    return performance.now() - start;
  }
  for (const project of (await findProjects(folder)).projects) {
    const { ahead, ...opened } = open(project, parser);
    const { snapshot } = opened;
    if (snapshot.graph.heads.length === 0) throw new Error('no heads');
    const all = isAlone || ahead === undefined ? opened : { ...opened, ahead };
    if (what !== 'graph') await eachFile(all, (file) => snapshot.migration(file));
    if (what === 'findings') snapshot.allFindings();
    if (what === 'all-findings') snapshot.withSettings({ ...snapshot.settings, profile: 'all' }).allFindings();
  }
  return performance.now() - start;
}

once(process.argv[4] === 'alone').then((milliseconds) => console.log(milliseconds));

/** As the server does: visits every file, oldest revision first, while other cores read those to come. */
async function eachFile({ snapshot, ahead }: OpenedProject, visit: (file: string) => unknown): Promise<void> {
  const reading = ahead?.();
  for (const file of oldestFirst(snapshot)) {
    await reading?.prepare(file);
    visit(file);
  }
  reading?.close();
}
