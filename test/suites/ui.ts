/** A person's journeys through the installed extension in a real workbench; pictures go to `test/artifacts/`. */

import { testFiles } from './files.ts';
import { runNodeTests } from './node-tests.ts';
import { provideDatabase } from './provide.ts';
import type { Suite } from './suite.ts';
import { packageExtension } from './vsix.ts';

export const ui: Suite = {
  name: 'ui',
  folder: 'ui',
  needs: ['python', 'postgres', 'vscode', 'browser'],
  async run(context) {
    await packageExtension();
    await provideDatabase(context);
    return runNodeTests(testFiles(ui, context), { concurrency: 1, timeoutMs: 300_000 });
  },
};
