/** Reading 5,000 revisions: cold, in new processes, against CPython's parser; and again, against merely reading files. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { execa } from 'execa';

import { findProjects } from '../../server/src/workspace/find-projects.ts';
import { open } from '../../server/src/workspace/open-project.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { ensurePython } from '../environment/python.mjs';
import { writeProject } from './project.ts';
import { compare } from './ratio.ts';

const { python } = await ensurePython();
const { folder, versions, size } = await writeProject(5000);
console.log(`  ${size}`);

const script = `
import ast, os, sys, time
start = time.perf_counter()
for name in os.listdir(sys.argv[1]):
    if name.endswith('.py'):
        with open(os.path.join(sys.argv[1], name), 'rb') as file:
            ast.parse(file.read())
print((time.perf_counter() - start) * 1000)
`;
const astParse = async () => Number((await execa(python, ['-c', script, versions])).stdout);
const once = (what: string) => async () => {
  const script = path.join(import.meta.dirname, 'read-once.ts');
  const { stdout } = await execa(process.execPath, ['--disable-warning=ExperimentalWarning', script, folder, what]);
  return Number(stdout);
};

const against = { reference: astParse, referenceTitle: 'ast.parse of CPython', rounds: 5, aim: 'at most 1.2' };
await compare({ title: 'cold, to the graph', ours: once('graph'), ...against });
await compare({ title: 'cold, to every operation', ours: once('operations'), ...against });
const plain = { reference: once('files'), referenceTitle: 'reading the files', rounds: 5 };
await compare({ title: 'cold, to the graph', ours: once('graph'), ...plain });
await compare({ title: 'cold, to every finding', ours: once('findings'), ...plain });

const parser = await loadSqlParser();
const opened = async () => {
  const { projects } = await findProjects(folder);
  return projects.map((project) => open(project, parser).snapshot);
};
await compare({
  title: 'warm, to the graph',
  ours: async () => void (await opened()).map((snapshot) => snapshot.graph.heads),
  reference: () => {
    for (const name of readdirSync(versions)) readFileSync(path.join(versions, name), 'utf8');
  },
  referenceTitle: 'reading the files',
  aim: 'at most 3',
});
