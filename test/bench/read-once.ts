/** One reading of a project in a process of its own, so that nothing is warm: prints the milliseconds it took. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';

import { findProjects } from '../../server/src/workspace/find-projects.ts';
import { open } from '../../server/src/workspace/open-project.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';

const [folder = '', what = 'graph'] = process.argv.slice(2);
const parser = await loadSqlParser();
const start = performance.now();
if (what === 'files') {
  const versions = path.join(folder, 'alembic', 'versions');
  for (const name of readdirSync(versions)) readFileSync(path.join(versions, name), 'utf8');
} else {
  for (const project of (await findProjects(folder)).projects) {
    const { snapshot } = open(project, parser);
    if (snapshot.graph.heads.length === 0) throw new Error('no heads');
    if (what === 'operations') for (const file of snapshot.files) snapshot.migration(file);
    if (what === 'findings') snapshot.allFindings();
    if (what === 'all-findings') snapshot.withSettings({ ...snapshot.settings, profile: 'all' }).allFindings();
  }
}
console.log(performance.now() - start);
