/** The windows that the suite inside VS Code is run in: what is open in each, and which of its folders is for it. */

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { copySample, environmentOf, prepareDatabase, readSamples, type Sample } from '../environment/samples.mjs';
import type { SuiteContext } from './suite.ts';

export interface HostWindow {
  /** The folder under `test/host/` whose files are run in this window. */
  readonly name: string;
  /** Makes what is to be opened in the folder, and answers its path. */
  open(folder: string, context: SuiteContext): Promise<string>;
}

/** A copy of one sample, with a database at the revision that its story has reached. */
const project: HostWindow = {
  name: 'project',
  async open(folder, context) {
    const sample = await sampleNamed('facturacion');
    const place = path.join(folder, sample.name);
    await healthy(place, sample, 'host', context);
    return place;
  },
};

/** Five projects side by side: two that work, and three that fail, each for a reason of its own. */
const projects: HostWindow = {
  name: 'projects',
  async open(folder, context) {
    const place = (name: string) => path.join(folder, name);
    const { host, port, user } = await context.cluster();
    const address = { host, port, user, password: 'wrong', database: 'host_kontali' };
    const interpreter = pythonOf(context);
    await healthy(place('facturacion'), await sampleNamed('facturacion'), 'host_facturacion', context);
    const off = { 'alembicGuard.rules': { 'drop-table': 'off' } };
    await healthy(place('boneca'), await sampleNamed('boneca'), 'host_boneca', context, off);
    for (const [name, python, database] of [
      ['kontali', [interpreter], address],
      ['fastvue', [interpreter], { ...address, port: 1 }],
      ['siiapi', [interpreter, '-S'], address], // -S: without installed packages, Alembic among them
    ] as const) {
      const sample = await sampleNamed(name);
      await copySample(sample, place(name));
      await settings(place(name), python, environmentOf(sample, database));
    }
    const file = place('samples.code-workspace');
    const folders = ['facturacion', 'boneca', 'kontali', 'fastvue', 'siiapi'].map((name) => ({ path: name }));
    await writeFile(file, JSON.stringify({ folders }));
    return file;
  },
};

export const HOST_WINDOWS: readonly HostWindow[] = [project, projects];

async function healthy(
  folder: string,
  sample: Sample,
  database: string,
  context: SuiteContext,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const python = pythonOf(context);
  await copySample(sample, folder);
  const { env } = await prepareDatabase({ sample, folder, server: await context.cluster(), python, name: database });
  await settings(folder, [python], env, more);
}

async function settings(
  folder: string,
  interpreter: readonly string[],
  env: Record<string, string>,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const place = path.join(folder, '.vscode');
  await mkdir(place, { recursive: true });
  const text = JSON.stringify({ 'alembicGuard.interpreter': interpreter, 'alembicGuard.env': env, ...more });
  await writeFile(path.join(place, 'settings.json'), text);
}

function pythonOf(context: SuiteContext): string {
  const python = context.components.python?.python;
  if (python === undefined) throw new Error('There is no Python environment.');
  return python;
}

async function sampleNamed(wanted: string): Promise<Sample> {
  const sample = (await readSamples()).find(({ name }) => name === wanted);
  if (sample === undefined) throw new Error(`There is no sample ${wanted}.`);
  return sample;
}
