/** Projects of examples upgraded, downgraded and upgraded again by the real Alembic, each on a new database. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { createDatabase, python } from '../support/database.ts';
import { writeFiles } from '../support/folder.ts';
import { serverCatalogueQuery } from '../support/server-catalogue.ts';

export interface Request {
  /** By path: env.py and versions/. */
  readonly files: Readonly<Record<string, string>>;
  readonly target: string;
  /** The revision that the way back leads to, or `base`; null where nothing is to go back. */
  readonly back: string | null;
}

export interface Reply {
  /** Why the upgrade failed. */
  readonly error: string | null;
  /** Why the way back or the second upgrade failed. */
  readonly back: string | null;
  /** How many objects the database holds after the upgrade. */
  readonly held: number;
  /** What the way back lost (`-`) and left (`+`). */
  readonly traces: readonly string[];
  /** What the second upgrade made otherwise than the first. */
  readonly changes: readonly string[];
}

/** One Python per core, which stays; a database is made while the one before is at work. */
export async function runExamples(requests: readonly Request[]): Promise<readonly Reply[]> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'ag-examples-'));
  const replies = new Array<Reply>(requests.length);
  const waiting = requests.entries();
  const query = serverCatalogueQuery.replaceAll('$1', "'alembic_version'");

  async function work(): Promise<void> {
    const script = path.join(import.meta.dirname, 'rule_examples.py');
    const child = spawn(await python(), [script, query], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    let next = createDatabase();
    for (const [i, { files, target, back }] of waiting) {
      const database = await next;
      next = createDatabase();
      const folder = path.join(root, String(i));
      await writeFiles(folder, files);
      child.stdin.write(`${JSON.stringify({ folder, url: database.url, target, back })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('The Python that runs the examples ended early; its words stand above.');
      replies[i] = JSON.parse(value);
      await database.drop();
    }
    child.stdin.end();
    await (await next).drop();
    await once(child, 'exit');
  }

  try {
    await Promise.all(Array.from({ length: os.availableParallelism() }, work));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  return replies;
}
