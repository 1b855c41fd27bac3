/** Builds and packages the extension, once a run. */

import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { npm } from '../environment/command.mjs';
import { PROJECT } from '../environment/packages.mjs';
import { step } from '../environment/progress.mjs';
import { VSIX } from '../support/environment.ts';

const FILE = path.join(PROJECT, 'test/dist/alembic-guard.vsix');

let packaging: Promise<string> | undefined;

/** The path of the `.vsix`, which test processes find in their environment too. */
export function packageExtension(): Promise<string> {
  packaging ??= step('Extension package', async (stage) => {
    stage('1/2 npm run build');
    await npm(['run', 'build', '--silent'], { cwd: PROJECT });
    stage('2/2 npm run package');
    await mkdir(path.dirname(FILE), { recursive: true });
    await npm(['run', 'package', '--silent'], { cwd: PROJECT });
    process.env[VSIX] = FILE;
    return FILE;
  });
  return packaging;
}
