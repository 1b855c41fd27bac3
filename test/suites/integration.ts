/** Tests with a real PostgreSQL and the real Alembic; one cluster for all files, a database for each test that asks. */

import { testFiles } from './files.ts';
import { runNodeTests } from './node-tests.ts';
import { provideDatabase } from './provide.ts';
import type { Suite } from './suite.ts';

export const integration: Suite = {
  name: 'integration',
  folder: 'integration',
  needs: ['python', 'postgres'],
  async run(context) {
    await provideDatabase(context);
    return runNodeTests(testFiles(integration, context), { concurrency: 2, timeoutMs: 600_000 });
  },
};
