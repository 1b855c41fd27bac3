/**
 * Linting: every rule on 5,000 revisions against reading them, and `alembic-guard lint` as a process, Node's own start
 * included, against `alembic upgrade --sql | squawk` on the same project.
 */

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { execa } from 'execa';

import { ensurePython } from '../environment/python.mjs';
import { ensureSquawk } from '../environment/python-tools.mjs';
import { environmentOf, readSamples, SAMPLES } from '../environment/samples.mjs';
import { writeProject } from './project.ts';
import { compare } from './ratio.ts';

const root = path.resolve(import.meta.dirname, '../..');
await execa(process.execPath, [path.join(root, 'server/build.mjs')], { cwd: root });
const cli = path.join(root, 'server/dist/cli.cjs');
const { bin } = await ensurePython();
const squawk = await ensureSquawk();

const large = await writeProject(5000);
console.log(`  ${large.size}`);
const once = (what: string) => async () => {
  const script = path.join(import.meta.dirname, 'read-once.ts');
  const { stdout } = await execa(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    script,
    large.folder,
    what,
  ]);
  return Number(stdout);
};
for (const [what, title] of [
  ['findings', 'cold, every finding of the recommended profile'],
  ['all-findings', 'cold, every finding of every rule'],
] as const)
  await compare({
    title,
    ours: once(what),
    reference: once('operations'),
    referenceTitle: 'reading every operation',
    rounds: 3,
  });

/** Renders its revisions without a connection, as env.py files do. */
const offline = `from alembic import context

context.configure(dialect_name="postgresql", literal_binds=True)
with context.begin_transaction():
    context.run_migrations()
`;

async function contest(title: string, folder: string, cwd: string, config: string, env: Record<string, string>) {
  console.log(`  ${title}`);
  await compare({
    title: 'alembic-guard lint',
    ours: () => execa(process.execPath, [cli, 'lint', folder], { reject: false }),
    reference: async () => {
      const args = ['-c', config, 'upgrade', 'heads', '--sql'];
      const { exitCode, stderr } = await execa(path.join(bin, 'alembic'), args, { cwd, env }).pipe(
        squawk,
        ['--reporter', 'gcc'],
        {
          reject: false,
        },
      );
      if (exitCode !== 0 && exitCode !== 1) throw new Error(stderr);
    },
    referenceTitle: 'alembic upgrade --sql | squawk',
    rounds: 5,
    aim: 'at most 0.2',
  });
}

const nowhere = { host: 'localhost', port: 5432, user: 'nobody', password: 'none', database: 'none' };
const [sample] = (await readSamples()).filter(({ name }) => name === 'kontali');
if (sample !== undefined) {
  const folder = path.join(SAMPLES, sample.workspace);
  const env = { ...environmentOf(sample, nowhere), PYTHONDONTWRITEBYTECODE: '1' };
  await contest(`sample ${sample.name}`, folder, path.join(folder, sample.cwd), path.join(folder, sample.config), env);
}
for (const revisions of [300, 1000]) {
  const { folder, size } = await writeProject(revisions);
  await writeFile(path.join(folder, 'alembic', 'env.py'), offline);
  await contest(size, folder, folder, path.join(folder, 'alembic.ini'), {});
}
