/** Real git repositories in folders of their own. */

import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { folderWith, writeFiles } from './folder.ts';

export interface Repository {
  readonly folder: string;
  git(...args: readonly string[]): string;
  /** Writes the files (`undefined` removes one) and commits all there is. */
  commit(files: Readonly<Record<string, string | undefined>>): Promise<void>;
}

/** A repository with the files as the first commit of its branch `main`. */
export async function repositoryWith(
  t: { after(done: () => Promise<void>): void },
  files: Readonly<Record<string, string>>,
): Promise<Repository> {
  const repository = repositoryAt(await folderWith(t, {}));
  repository.git('init', '--quiet', '--initial-branch=main');
  await repository.commit(files);
  return repository;
}

export function repositoryAt(folder: string): Repository {
  const identity = ['user.name=Test', 'user.email=test@example.com', 'commit.gpgsign=false', 'core.autocrlf=false'];
  const git = (...args: readonly string[]) =>
    execFileSync('git', [...identity.flatMap((each) => ['-c', each]), ...args], { cwd: folder, encoding: 'utf8' });
  return {
    folder,
    git,
    async commit(files) {
      for (const [name, text] of Object.entries(files)) {
        if (text === undefined) await rm(path.join(folder, name));
        else await writeFiles(folder, { [name]: text });
      }
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', 'change');
    },
  };
}
