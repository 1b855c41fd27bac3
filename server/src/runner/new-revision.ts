/** Creates a revision with the user's own Alembic, and finds the file it wrote by looking, not by reading its output. */

import { readdir } from 'node:fs/promises';
import path from 'node:path';

import type { FailureData, RunAction } from '../protocol/messages.ts';
import { explainFailure } from './explain.ts';
import { type Invocation, type Log, start } from './invocation.ts';

export interface CreatedRevision {
  readonly outcome: 'succeeded' | 'failed' | 'cancelled';
  readonly failure: FailureData | undefined;
  /** Absolute paths of the files that appeared. */
  readonly files: readonly string[];
}

export async function newRevision(
  invocation: Invocation,
  action: Extract<RunAction, { kind: 'revision' }>,
  log: Log,
  cancelled: AbortSignal,
): Promise<CreatedRevision> {
  const { project, redact } = invocation;
  const before = new Set(await revisionFiles(project.versionLocations));
  const flags = action.autogenerate ? ['--autogenerate'] : [];
  const args = [...flags, `--message=${action.message}`]; // one word, so that a message may begin with a dash
  const execution = start(invocation, 'revision', args, log, (line) => log('info', redact(line)));
  const interrupt = () => execution.interrupt();
  cancelled.addEventListener('abort', interrupt, { once: true });
  const finished = await execution.finished;
  cancelled.removeEventListener('abort', interrupt);
  const files = (await revisionFiles(project.versionLocations)).filter((file) => !before.has(file));
  if (finished.exitCode === 0) return { outcome: 'succeeded', failure: undefined, files };
  if (cancelled.aborted) return { outcome: 'cancelled', failure: undefined, files };
  const facts = { project: project.name, python: invocation.described, program: invocation.launcher.argv[0] ?? '' };
  return { outcome: 'failed', failure: explainFailure(finished, { ...facts, revision: undefined, redact }), files };
}

/** A folder that doesn't exist holds none; Alembic makes it. */
async function revisionFiles(folders: readonly string[]): Promise<readonly string[]> {
  const lists = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(folder, { recursive: true }).catch(() => []);
      return names.filter((name) => name.endsWith('.py')).map((name) => path.join(folder, name));
    }),
  );
  return [...new Set(lists.flat())].sort();
}
