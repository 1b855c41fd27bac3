/** A copy of a sample with an empty database of its own, and the real Alembic in it. */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { copySample, environmentOf, type Sample } from '../environment/samples.mjs';
import { type AlembicRun, createDatabase, type Database, runAlembic } from './database.ts';

export interface Place {
  readonly folder: string;
  readonly database: Database;
  readonly env: Record<string, string>;
}

/** Gone after the test. */
export async function placeOf(t: { after(done: () => Promise<void>): void }, sample: Sample): Promise<Place> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ag-sample-'));
  const database = await createDatabase();
  t.after(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });
  await copySample(sample, folder);
  const env = { ...environmentOf(sample, { ...database, database: database.name }), PYTHONDONTWRITEBYTECODE: '1' };
  return { folder, database, env };
}

/** Alembic as the sample's people run it; it may fail. */
export function alembicIn(place: Place, sample: Sample, args: readonly string[]): Promise<AlembicRun> {
  const config = path.join(place.folder, sample.config);
  return runAlembic(path.join(place.folder, sample.cwd), ['-c', config, ...args], place.env);
}

/** What Alembic prints; a failure fails the test. */
export async function succeed(place: Place, sample: Sample, args: readonly string[]): Promise<string> {
  const run = await alembicIn(place, sample, args);
  assert.equal(run.exitCode, 0, `alembic ${args.join(' ')}\n${run.stdout}\n${run.stderr}`);
  return run.stdout;
}

/** The one revision that another is based on. */
export async function parentOf(place: Place, sample: Sample, revision: string): Promise<string> {
  const shown = await succeed(place, sample, ['show', revision]);
  const parent = /^Parent: (\S+)/m.exec(shown)?.[1];
  assert.ok(parent, shown);
  return parent;
}
