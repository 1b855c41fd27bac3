/**
 * What Alembic generates from the models of the samples, as one revision. Nothing is said of how it was generated; what
 * is said is true of the models, whose authors let rows vanish and tenants meet on purpose.
 */

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { globSync } from 'tinyglobby';
import { openProject } from '../../server/src/core/analysis.ts';
import { defaultEnvironment } from '../../server/src/core/history/environment.ts';
import { rules } from '../../server/src/core/lint/rules/index.ts';
import { defaultSettings } from '../../server/src/core/lint/settings.ts';
import { copySample, environmentOf, readSamples, type Sample } from '../environment/samples.mjs';
import { createDatabase, runAlembic } from '../support/database.ts';
import { sqlParser } from '../support/project.ts';

/** What the default profile warns of, by sample. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  facturacion: ['fk-on-delete-cascade: factura_detalles', 'tenant-column-missing: notas_credito'],
  kontali: ['fk-on-delete-cascade: journal_entry_lines', 'fk-on-delete-cascade: invoice_approvals'],
  fastvue: ['fk-on-delete-cascade: order_items'],
  boneca: [
    'fk-on-delete-cascade: boneca.user_sessions',
    'fk-on-delete-cascade: boneca.repair_requests',
    // Alembic makes a type with its table and forgets it.
    'enum-type-leak-on-downgrade: order_status',
  ],
  siiapi: [],
};

for (const sample of await readSamples()) {
  test(`the models of ${sample.name}, generated behind an empty revision`, async (t) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'ag-generated-'));
    const database = await createDatabase();
    t.after(async () => {
      await database.drop();
      await rm(folder, { recursive: true });
    });
    await copySample(sample, folder);
    for (const file of revisions(folder)) await rm(file);
    const env = { ...environmentOf(sample, { ...database, database: database.name }), PYTHONDONTWRITEBYTECODE: '1' };
    const alembic = async (...args: readonly string[]) => {
      const config = path.join(folder, sample.config);
      const run = await runAlembic(path.join(folder, sample.cwd), ['-c', config, ...args], env);
      assert.equal(run.exitCode, 0, `alembic ${args.join(' ')}\n${run.stdout}\n${run.stderr}`);
    };
    await alembic('revision', '-m', 'nothing', '--rev-id', '0000');
    await alembic('upgrade', 'head');
    await alembic('revision', '--autogenerate', '-m', 'everything', '--rev-id', '0001');
    await alembic('upgrade', 'head');
    const expected = SAID[sample.name] ?? [];
    const said = await warnings(folder, sample);
    assert.equal(said.length, expected.length, said.join('\n'));
    for (const [i, one] of expected.entries()) {
      const [rule = '', object = ''] = one.split(': ');
      assert.ok(said[i]?.startsWith(`${rule}: `) && said[i].includes(object), said.join('\n'));
    }
  });
}

function revisions(folder: string): readonly string[] {
  return globSync('**/versions/*.py', { cwd: folder, absolute: true, ignore: '**/__init__.py' }).sort();
}

async function warnings(folder: string, { name }: Sample): Promise<readonly string[]> {
  const paths = revisions(folder);
  assert.equal(paths.length, 2, name);
  const files = await Promise.all(paths.map(async (file) => ({ path: file, text: await readFile(file, 'utf8') })));
  assert.ok(
    files.some(({ text }) => text.includes('op.create_table(')),
    'tables were generated',
  );
  const settings = defaultSettings;
  const snapshot = openProject({ files, parser: sqlParser, settings, environment: defaultEnvironment, rules });
  assert.deepEqual(snapshot.failures(), []);
  const said = snapshot.allFindings().filter(({ level }) => level !== 'info');
  return said.map(({ rule, message }) => `${rule}: ${message}`);
}
