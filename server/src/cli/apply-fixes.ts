/** Writes preferred fixes into the files of a project, one after the other, until none is left. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ProjectSnapshot } from '../core/analysis.ts';
import type { Finding } from '../core/lint/finding.ts';
import type { Fix } from '../core/lint/rule.ts';
import { applyEdits, type Edit, overlap } from '../core/text/edit.ts';
import { decodePython } from '../workspace/source-encoding.ts';
import { relative } from './choose.ts';
import { UsageError } from './exit.ts';
import type { Selection } from './projects.ts';
import type { Terminal } from './terminal.ts';

/** How often a fix may bring forth the next one in a file; recipes settle in one or two passes. */
const passes = 20;
/** How often the files are gone through, since a fix may concern a file that was looked at before. */
const rounds = 10;

/** The selections as they are afterwards, files that were made included. Each fix is told on stderr. */
export async function applyFixes(selections: readonly Selection[], terminal: Terminal): Promise<readonly Selection[]> {
  const results: Selection[] = [];
  let applied = 0;
  for (const selection of selections) {
    let current = selection;
    for (let round = 0; round < rounds; round++) {
      const before = applied;
      for (const file of current.files) {
        for (let pass = 0; pass < passes; pass++) {
          const found = nextFix(current, file);
          if (found === undefined) break;
          const made = found.fix.creates?.map((one) => one.file) ?? [];
          terminal.error(`${line(found, current.opened.snapshot, terminal.cwd)}\n`);
          const snapshot = await write(current, found, terminal.cwd);
          current = { ...current, opened: { ...current.opened, snapshot }, files: [...current.files, ...made] };
          applied++;
        }
      }
      if (applied === before) break;
    }
    results.push(current);
  }
  terminal.error(`${applied} ${applied === 1 ? 'fix' : 'fixes'} applied.\n`);
  return results;
}

interface Found {
  readonly finding: Finding;
  readonly fix: Fix;
}

/** The first fix that changes something, whose edits can be made together, and that stays in the project. */
function nextFix({ opened, concerns = () => true }: Selection, file: string): Found | undefined {
  const { snapshot, project } = opened;
  for (const finding of snapshot.findings(file)) {
    if (!concerns(finding, snapshot)) continue;
    const fix = finding.fixes().find(({ preferred }) => preferred);
    if (fix === undefined) continue;
    const changes = changesOf(fix, file);
    const made = fix.creates ?? [];
    const folders = [project.root, ...project.versionLocations];
    const isInside = (one: string) => folders.some((folder) => one.startsWith(folder + path.sep));
    const isPossible =
      changes.every(({ edits, file: other }) => !overlap(edits) && snapshot.text(other) !== undefined) &&
      [...changes, ...made].every((one) => isInside(one.file)) &&
      made.every((one) => snapshot.text(one.file) === undefined);
    const doesSomething = made.length > 0 || changes.some((one) => changed(snapshot, one) !== snapshot.text(one.file));
    if (isPossible && doesSomething) return { finding, fix };
  }
  return undefined;
}

interface FileChange {
  readonly file: string;
  readonly edits: readonly Edit[];
}

function changesOf({ edits, others = [] }: Fix, file: string): readonly FileChange[] {
  return [{ file, edits }, ...others].filter((one) => one.edits.length > 0);
}

function changed(snapshot: ProjectSnapshot, { file, edits }: FileChange): string {
  return applyEdits(snapshot.text(file) ?? '', edits);
}

/** Everything is looked at before anything is written, so that a fix is made whole or not at all. */
async function write(selection: Selection, { finding, fix }: Found, cwd: string): Promise<ProjectSnapshot> {
  const { snapshot } = selection.opened;
  const changes = changesOf(fix, finding.file);
  const marks = await Promise.all(changes.map(({ file }) => byteOrderMark(snapshot, file, cwd)));
  let after = snapshot;
  for (const { file, text } of fix.creates ?? []) {
    await create(file, text, cwd);
    after = after.withFile(file, text);
  }
  for (const [index, change] of changes.entries()) {
    const text = changed(snapshot, change);
    await writeFile(change.file, (marks[index] ?? '') + text);
    after = after.withFile(change.file, text);
  }
  return after;
}

/** A file that a fix makes never replaces one that is there. */
async function create(file: string, text: string, cwd: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const cause = error instanceof Error && 'code' in error ? error.code : undefined;
    const why = cause === 'EEXIST' ? 'is there already' : `can't be written (${String(cause ?? error)})`;
    throw new UsageError(`${relative(cwd, file)} ${why}, so the fix that makes it was not applied.`);
  }
}

/** The mark that the file begins with, if any. Refuses a file that is no longer what was read. */
async function byteOrderMark(snapshot: ProjectSnapshot, file: string, cwd: string): Promise<string> {
  const bytes = await readFile(file);
  const name = relative(cwd, file);
  if (decodePython(bytes, file).text !== snapshot.text(file)) {
    throw new UsageError(`${name} changed while it was being fixed. Run the command again.`);
  }
  const text = bytes.toString('utf8');
  if (text.replace(/^\uFEFF/, '') !== snapshot.text(file)) {
    throw new UsageError(
      `${name} is not encoded as UTF-8, so it can't be fixed here. Save it as UTF-8, or leave it out.`,
    );
  }
  return text.startsWith('\uFEFF') ? '\uFEFF' : '';
}

function line({ finding, fix }: Found, snapshot: ProjectSnapshot, cwd: string): string {
  const row = (snapshot.text(finding.file) ?? '').slice(0, finding.span.start).split('\n').length;
  const others = [
    ...changesOf(fix, finding.file).flatMap(({ file }) =>
      file === finding.file ? [] : [`changes ${relative(cwd, file)}`],
    ),
    ...(fix.creates ?? []).map(({ file }) => `creates ${relative(cwd, file)}`),
  ];
  const more = others.length === 0 ? '' : ` (${others.join(', ')})`;
  return `${relative(cwd, finding.file)}:${row}: ${finding.rule}: ${fix.title}${more}`;
}
