/** Temporary folders that go when their owner is done, and at the latest with the process. */

import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/**
 * @param {string} prefix
 * @returns {Promise<{ folder: string, remove: () => void }>}
 */
export async function temporaryFolder(prefix) {
  const folder = await mkdtemp(path.join(os.tmpdir(), prefix));
  const remove = () => {
    process.removeListener('exit', remove);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  process.once('exit', remove);
  return { folder, remove };
}
