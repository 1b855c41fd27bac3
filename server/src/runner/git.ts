/**
 * What a branch has of a project's revisions. Git is only asked for what it has stored: nothing is written or fetched,
 * and nothing of the repository's configuration gets to run a program.
 */

import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { execa } from 'execa';

import type { BaseFiles } from '../core/history/base.ts';
import type { Project } from '../workspace/project.ts';
import { isRevisionName } from '../workspace/read-files.ts';
import { decodePython } from '../workspace/source-encoding.ts';

export type BranchAnswer =
  | { readonly base: BaseFiles /** What was left out, in a sentence. */; readonly note?: string }
  /** Why there is no answer, and what to do; one or two sentences. `no-git` and `no-repository` are how some people work. */
  | { readonly problem: string; readonly code: 'no-git' | 'no-repository' | 'unknown-ref' | 'failed' };

type Where = Pick<Project, 'root' | 'versionLocations' | 'recursive'>;

/** The revisions that the branch, tag or commit has now, and had where the work at hand forked off from it. */
export async function readBranch(ref: string, where: Where): Promise<BranchAnswer> {
  const repository = await findRepository(where);
  if ('problem' in repository) return repository;
  const { git, top } = repository;
  const commit = await git(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  if (commit.exitCode !== 0 || ref.startsWith('-'))
    return { problem: await unknownRef(repository, ref), code: 'unknown-ref' };
  const tip = text(commit);
  const merged = await git(['merge-base', tip, 'HEAD']);
  const forkedAt = merged.exitCode === 0 ? text(merged) : undefined;
  const [now, before] = await Promise.all([
    listFiles(repository, tip, where),
    forkedAt === undefined || forkedAt === tip ? undefined : listFiles(repository, forkedAt, where),
  ]);
  if (typeof now === 'string') return { problem: now, code: 'failed' };
  if (typeof before === 'string') return { problem: before, code: 'failed' };
  const texts = await readBlobs(repository, [...now, ...(before ?? [])]);
  if (typeof texts === 'string') return { problem: texts, code: 'failed' };
  const read = (listed: readonly Listed[]) =>
    listed.flatMap(({ file, id }) => {
      const content = texts.get(id);
      return content === undefined ? [] : [{ path: file, text: decodePython(content, path.basename(file)).text }];
    });
  const files = read(now);
  const fork = forkedAt === undefined ? undefined : before === undefined ? files : read(before);
  const base: BaseFiles = { name: ref, kind: 'branch', now: files, fork };
  if (fork !== undefined) return { base };
  const note = `${top} and ${ref} have no common ancestor here, so nothing is said of edited and deleted revisions. In a shallow clone, run git fetch --unshallow.`;
  return { base, note };
}

/** The first of these that the repository has; undefined where it has none, or is none. */
export async function mainBranch(where: Where): Promise<string | undefined> {
  const repository = await findRepository(where);
  if ('problem' in repository) return undefined;
  for (const name of ['origin/main', 'origin/master', 'main', 'master']) {
    const found = await repository.git(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
    if (found.exitCode === 0) return name;
  }
  return undefined;
}

interface Repository {
  readonly top: string;
  git(args: readonly string[], input?: string): Promise<Answer>;
}

interface Answer {
  readonly exitCode?: number | undefined;
  readonly code?: string | undefined;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

async function findRepository(where: Where): Promise<Repository | Extract<BranchAnswer, { problem: string }>> {
  const folder = [...where.versionLocations, where.root].find((each) => existsSync(each)) ?? where.root;
  const found = await run(folder, ['rev-parse', '--show-toplevel']);
  if (found.code === 'ENOENT') {
    return { problem: 'Git was not found. Install it, or put it on the PATH.', code: 'no-git' };
  }
  if (found.exitCode === 0) {
    const top = text(found);
    return { top, git: (args, input) => run(top, args, input) };
  }
  const said = firstLine(found);
  if (/not a git repository/.test(said)) {
    return {
      problem: `${where.root} is in no git repository, so no branch can be compared with.`,
      code: 'no-repository',
    };
  }
  return { problem: `Git can't read the repository of ${where.root}: ${said}`, code: 'failed' };
}

async function unknownRef({ top, git }: Repository, ref: string): Promise<string> {
  const shallow = text(await git(['rev-parse', '--is-shallow-repository'])) === 'true';
  return shallow
    ? `The clone ${top} is shallow and has no ${ref}. Fetch it first: git fetch origin ${ref.replace(/^origin\//, '')}`
    : `The repository ${top} has no branch, tag or commit ${ref}. Correct the name, or fetch it first.`;
}

interface Listed {
  /** Absolute, below the version location as the project names it. */
  readonly file: string;
  readonly id: string;
}

/** The revision files of a commit, or what git says instead. */
async function listFiles({ top, git }: Repository, commit: string, where: Where): Promise<readonly Listed[] | string> {
  const found: Listed[] = [];
  for (const location of where.versionLocations) {
    const place = await git(['-C', nearest(location), 'rev-parse', '--show-toplevel', '--show-prefix']);
    const [root, prefix = ''] = text(place).split(/\r?\n/);
    // A location may lie elsewhere: in a submodule, or in an installed package.
    if (place.exitCode !== 0 || root !== top) continue;
    const folder = prefix + path.relative(nearest(location), location).split(path.sep).join('/');
    const tree = await git(['ls-tree', '-r', '-z', '--full-tree', commit, ...(folder === '' ? [] : ['--', folder])]);
    if (tree.exitCode !== 0) return `Git can't list the files of ${commit} in ${top}: ${firstLine(tree)}`;
    const start = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
    for (const entry of decode(tree.stdout).split('\0')) {
      const [, kind, id, name] = /^\d+ (\w+) ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
      if (kind !== 'blob' || id === undefined || !name?.startsWith(start)) continue;
      const rest = name.slice(start.length).split('/');
      if ((rest.length > 1 && !where.recursive) || !isRevisionName(rest.at(-1) ?? '')) continue;
      if (!rest.includes('__pycache__')) found.push({ file: path.join(location, ...rest), id });
    }
  }
  return found;
}

/** The folder itself, or the first above it that is there. */
function nearest(folder: string): string {
  return existsSync(folder) || path.dirname(folder) === folder ? folder : nearest(path.dirname(folder));
}

/** Contents by id, or what git says instead. */
async function readBlobs(
  { top, git }: Repository,
  listed: readonly Listed[],
): Promise<ReadonlyMap<string, Uint8Array> | string> {
  const ids = [...new Set(listed.map(({ id }) => id))];
  if (ids.length === 0) return new Map();
  const batch = await git(['cat-file', '--batch'], `${ids.join('\n')}\n`);
  if (batch.exitCode !== 0) return `Git can't read revisions of ${top}: ${firstLine(batch)}`;
  return splitBatch(batch.stdout);
}

/** The output of `cat-file --batch`: `<id> blob <size>`, the content and a line feed, over and over. */
function splitBatch(output: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(10, at);
    if (end < 0) break;
    const [id = '', kind, size] = decode(output.subarray(at, end)).split(' ');
    at = end + 1;
    if (kind !== 'blob') continue;
    found.set(id, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return found;
}

/** Nothing is fetched over the network, locked, or run on the way. */
const quiet = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '--no-pager', '--no-replace-objects'];
const environment = { GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };

async function run(cwd: string, args: readonly string[], input = ''): Promise<Answer> {
  return execa('git', [...quiet, ...args], {
    cwd,
    env: { ...inherited(), ...environment },
    extendEnv: false,
    input,
    encoding: 'buffer',
    stripFinalNewline: false,
    maxBuffer: 2_000_000_000,
    reject: false,
    windowsHide: true,
  });
}

/** A hook that git runs us from names a repository in its variables; the one that the project lies in is meant. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|OBJECT_DIRECTORY|COMMON_DIR)$/.test(name),
    ),
  );
}

function text({ stdout }: Answer): string {
  return decode(stdout).replace(/\r?\n$/, '');
}

function firstLine({ stderr }: Answer): string {
  return decode(stderr).trim().split('\n')[0] ?? '';
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
