/** Everything that needs neither a server nor an editor. */

import os from 'node:os';

import { testFiles } from './files.ts';
import { runNodeTests } from './node-tests.ts';
import type { Suite } from './suite.ts';

export const unit: Suite = {
  name: 'unit',
  needs: [],
  run: (context) =>
    runNodeTests(testFiles(unit, context), { concurrency: os.availableParallelism(), timeoutMs: 180_000 }),
};
