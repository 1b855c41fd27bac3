/** What is shipped: the `.vsix` and the command line's bundle, looked at from a folder without node_modules. */

import { OLD_NODE } from '../support/environment.ts';
import { testFiles } from './files.ts';
import { runNodeTests } from './node-tests.ts';
import type { Suite } from './suite.ts';
import { packageExtension } from './vsix.ts';

export const packaged: Suite = {
  name: 'package',
  folder: 'package',
  needs: [],
  async run(context) {
    await packageExtension();
    process.env[OLD_NODE] ??= process.execPath;
    return runNodeTests(testFiles(packaged, context), { concurrency: 1, timeoutMs: 900_000 });
  },
};
