/** Reading 5,000 revisions: cold, in new processes, against CPython's parser; and again, against merely reading files. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { execa } from 'execa';
import { bundle } from '../../server/bundle.mjs';
import { findProjects } from '../../server/src/workspace/find-projects.ts';
import { open } from '../../server/src/workspace/open-project.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { ensurePython } from '../environment/python.mjs';
import { temporaryFolder } from '../environment/temporary.mjs';
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
// As it is shipped: with threads that need not be translated first.
const { folder: built } = await temporaryFolder('ag-bench-bundle-');
const root = path.resolve(import.meta.dirname, '../..');
await bundle({
  entryPoints: [
    path.join(import.meta.dirname, 'read-once.ts'),
    path.join(root, 'server/src/reading-worker.ts'),
    path.join(root, 'node_modules/libpg-query/wasm/libpg-query.wasm'),
  ],
  outdir: path.join(built, 'dist'),
  external: [],
});
const once =
  (...what: readonly string[]) =>
  async () =>
    Number((await execa(process.execPath, [path.join(built, 'dist/read-once.cjs'), folder, ...what])).stdout);

const against = { reference: astParse, referenceTitle: 'ast.parse of CPython', rounds: 5, aim: 'at most 1.2' };
await compare({ title: 'cold, to the graph', ours: once('graph'), ...against });
await compare({ title: 'cold, to every operation, all cores', ours: once('operations'), ...against });
await compare({
  title: 'cold, to every operation, one core',
  ours: once('operations', 'alone'),
  ...against,
  rounds: 3,
});
const plain = { reference: once('files'), referenceTitle: 'reading the files', rounds: 3 };
await compare({ title: 'cold, to the graph', ours: once('graph'), ...plain });
await compare({ title: 'cold, to every finding, all cores', ours: once('findings'), ...plain });

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
