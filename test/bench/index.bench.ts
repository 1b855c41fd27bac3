/** Reading a project of 1,000 revisions from disk into graph and findings, against merely reading its files. */

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { findProjects } from '../../server/src/workspace/find-projects.ts';
import { open } from '../../server/src/workspace/open-project.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { ini } from '../support/revision.ts';
import { generateRevisions } from './generate.ts';
import { compare } from './ratio.ts';

const count = 1000;
const folder = await mkdtemp(path.join(os.tmpdir(), 'ag-bench-'));
const versions = path.join(folder, 'alembic', 'versions');
await mkdir(versions, { recursive: true });
await writeFile(path.join(folder, 'alembic.ini'), ini);
await writeFile(path.join(folder, 'alembic', 'env.py'), 'from alembic import context\n');
for (const { name, text } of generateRevisions(count)) await writeFile(path.join(versions, name), text);

const parser = await loadSqlParser();
const read = async () => {
  for (const name of await readdir(versions)) await readFile(path.join(versions, name), 'utf8');
};
const opened = async () => {
  const { projects } = await findProjects(folder);
  return projects.map((project) => open(project, parser).snapshot);
};

await compare({
  title: `graph of ${count} revisions`,
  ours: async () => (await opened()).map((snapshot) => snapshot.graph.heads),
  reference: read,
  referenceTitle: 'reading the files',
});
await compare({
  title: `findings of ${count} revisions`,
  ours: async () => (await opened()).map((snapshot) => snapshot.allFindings().length),
  reference: read,
  referenceTitle: 'reading the files',
});
await rm(folder, { recursive: true });
