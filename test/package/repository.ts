/** This repository as others install it: from git. */

import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';

import { execa } from 'execa';

import { PROJECT } from '../environment/packages.mjs';
import { temporaryFolder } from '../environment/temporary.mjs';

/** What the tests commit with, whoever runs them. */
export const gitEnv = {
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.org',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.org',
  GIT_CONFIG_GLOBAL: path.join(PROJECT, 'no-global-git-configuration'),
};

export function git(cwd: string, ...args: readonly string[]) {
  return execa('git', args, { cwd, env: gitEnv });
}

export interface Repository {
  /** A bare repository with one commit, which holds the files as they stand. */
  readonly bare: string;
  /** Its checkout. */
  readonly checkout: string;
  readonly commit: string;
}

/** The files that git has or would add, committed; both folders go with the process. */
export async function repository(): Promise<Repository> {
  const { folder } = await temporaryFolder('ag-repository-');
  const checkout = path.join(folder, 'checkout');
  const { stdout } = await git(
    PROJECT,
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
    '--deduplicate',
  );
  const gone = new Set((await git(PROJECT, 'ls-files', '-z', '--deleted')).stdout.split('\0'));
  for (const file of stdout.split('\0').filter((one) => one !== '' && !gone.has(one))) {
    await mkdir(path.dirname(path.join(checkout, file)), { recursive: true });
    await cp(path.join(PROJECT, file), path.join(checkout, file));
  }
  await git(checkout, 'init', '--quiet', '--initial-branch=main');
  await commitAll(checkout);
  const bare = path.join(folder, 'alembic-guard.git');
  await git(folder, 'clone', '--quiet', '--bare', checkout, bare);
  const { stdout: commit } = await git(checkout, 'rev-parse', 'HEAD');
  return { bare, checkout, commit };
}

/** Commits whatever lies in the folder. */
export async function commitAll(folder: string): Promise<void> {
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', 'As it stands');
}
