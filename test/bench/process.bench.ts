/** `alembic-guard graph` as a process, Node's own start included, against `alembic heads` on the same projects. */

import path from 'node:path';
import process from 'node:process';
import { execa } from 'execa';

import { ensurePython } from '../environment/python.mjs';
import { writeProject } from './project.ts';
import { compare } from './ratio.ts';

const root = path.resolve(import.meta.dirname, '../..');
await execa(process.execPath, [path.join(root, 'server/build.mjs')], { cwd: root });
const cli = path.join(root, 'server/dist/cli.cjs');
const { bin } = await ensurePython();

for (const revisions of [300, 5000]) {
  const { folder, size } = await writeProject(revisions);
  const graph = () => execa(process.execPath, [cli, 'graph', folder]);
  const heads = () => execa(path.join(bin, 'alembic'), ['-c', path.join(folder, 'alembic.ini'), 'heads']);
  console.log(`  ${size}`);
  await compare({
    title: 'alembic-guard graph',
    ours: graph,
    reference: heads,
    referenceTitle: 'alembic heads',
    aim: 'at most 0.33',
    rounds: 9,
  });
  await compare({
    title: 'Node itself',
    ours: () => execa(process.execPath, ['-e', '0']),
    reference: heads,
    referenceTitle: 'alembic heads',
    rounds: 5,
  });
}
