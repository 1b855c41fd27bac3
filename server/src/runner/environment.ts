/** The environment variables that the user's Alembic runs with. */

import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';

import type { FailureData, RunnerData } from '../protocol/messages.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of the editor's own process, which would change what a program started from it does. */
const editorOnly = /^(ELECTRON_|VSCODE_)/;

/**
 * What is inherited, then `alembicGuard.envFile`, then `alembicGuard.env`. A configured file that can't be read stops
 * the run: without it Alembic might write to another database than the one meant.
 */
export async function runEnvironment(
  runner: RunnerData,
  inherited: Environment,
): Promise<{ readonly env: Environment } | { readonly failure: FailureData }> {
  const own = Object.fromEntries(Object.entries(inherited).filter(([name]) => !editorOnly.test(name)));
  // The output is read line by line as it comes, in UTF-8 on every system.
  const base = { ...own, PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8' };
  if (runner.envFile === undefined) return { env: { ...base, ...runner.env } };
  try {
    return { env: { ...base, ...parseEnv(await readFile(runner.envFile, 'utf8')), ...runner.env } };
  } catch (error) {
    const cause =
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'does not exist' : 'cannot be read';
    return {
      failure: {
        code: 'env-file',
        message: `The file ${runner.envFile}, named by the setting alembicGuard.envFile, ${cause}.`,
        next: 'Create it or correct the setting; nothing was run.',
      },
    };
  }
}
