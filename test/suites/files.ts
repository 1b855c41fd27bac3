/** Which test files belong to which suite. */

import { globSync } from 'tinyglobby';

import { PROJECT } from '../environment/packages.mjs';
import type { Suite, SuiteContext } from './suite.ts';

const OWN_FOLDERS = ['integration', 'package', 'host', 'ui'];

/** The absolute paths of a suite's files, or of those a person named. */
export function testFiles(suite: Pick<Suite, 'folder'>, context: SuiteContext): string[] {
  if (context.only.length > 0) return [...context.only];
  const folder = suite.folder ?? '';
  const patterns = folder ? [`test/${folder}/**/*.test.ts`] : ['test/**/*.test.ts'];
  const ignore = ['test/dist/**', 'test/fixtures/**', ...(folder ? [] : OWN_FOLDERS.map((name) => `test/${name}/**`))];
  return globSync(patterns, { cwd: PROJECT, ignore, absolute: true }).sort();
}
