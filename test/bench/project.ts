/** Generated projects on disk, with their size, for benchmarks that read files. */

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { temporaryFolder } from '../environment/temporary.mjs';
import { ini } from '../support/revision.ts';
import { generateRevisions } from './generate.ts';

export interface GeneratedProject {
  readonly folder: string;
  readonly versions: string;
  readonly revisions: number;
  /** `5,000 revisions, 4.8 MB, 215,000 lines`. */
  readonly size: string;
}

/** Writes a project into a folder of its own, which goes with the process. */
export async function writeProject(revisions: number): Promise<GeneratedProject> {
  const { folder } = await temporaryFolder('ag-bench-');
  const versions = path.join(folder, 'alembic', 'versions');
  await mkdir(versions, { recursive: true });
  await writeFile(path.join(folder, 'alembic.ini'), ini);
  await writeFile(path.join(folder, 'alembic', 'env.py'), 'from alembic import context\n');
  let bytes = 0;
  let lines = 0;
  for (const { name, text } of generateRevisions(revisions)) {
    await writeFile(path.join(versions, name), text);
    bytes += Buffer.byteLength(text);
    lines += text.split('\n').length - 1;
  }
  const count = (value: number) => value.toLocaleString('en');
  const size = `${count(revisions)} revisions, ${(bytes / 1e6).toFixed(1)} MB, ${count(lines)} lines`;
  return { folder, versions, revisions, size };
}
