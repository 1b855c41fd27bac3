/** Reads the revision files of version folders: which ones count, in Alembic's order, decoded as Python would. */

import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as pause } from 'node:timers/promises';
import { byCodePoint } from '../core/text/code-points.ts';
import { accessAdvice, problemOf, systemCode } from './problem.ts';
import type { Project, SourceFile, WorkspaceProblem } from './project.ts';
import { type Decoded, decodePython } from './source-encoding.ts';

export interface ReadFiles {
  readonly files: readonly SourceFile[];
  /** False when a folder or file could not be read. */
  readonly complete: boolean;
  readonly problems: readonly WorkspaceProblem[];
}

/** From this size on, a file is not read: no migration written by hand or generated gets there, and data files do. */
export const largestFile = 10_000_000;

/** After so many files the event loop gets its turn. */
const batch = 200;

type Where = Pick<Project, 'versionLocations' | 'recursive' | 'sourceless'>;

/** The files of a project's version locations. A file reached twice is read once. */
export async function readRevisionFiles(where: Where): Promise<ReadFiles> {
  const reader: Reader = { where, files: [], problems: [], complete: true, seen: new Set() };
  const listed = where.versionLocations.flatMap((folder) => listFolder(reader, folder));
  for (const [i, file] of listed.entries()) {
    if (i % batch === batch - 1) await pause();
    readFile(reader, file);
  }
  return reader;
}

interface Reader extends ReadFiles {
  readonly where: Where;
  readonly files: SourceFile[];
  readonly problems: WorkspaceProblem[];
  readonly seen: Set<string>;
  complete: boolean;
}

/** A file as reached, and with symbolic links resolved. */
interface Listed {
  readonly path: string;
  readonly real: string;
}

function listFolder(reader: Reader, folder: string): Listed[] {
  if (path.basename(folder).endsWith('__pycache__')) return [];
  let entries: ReturnType<typeof readEntries>;
  let real: string;
  try {
    entries = readEntries(folder);
    real = realpathSync.native(folder);
  } catch (error) {
    const code = systemCode(error);
    // Alembic too skips a version location that isn't there.
    if (code !== 'ENOENT') addProblem(reader, folder, 'unreadable-folder', unreadableFolder(folder, code));
    return [];
  }
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const names = byCodePoint([...byName.keys()]);
  const files = names.flatMap((name): Listed[] => {
    const entry = byName.get(name);
    if (!entry || entry.isDirectory()) return [];
    const file = path.join(folder, name);
    return entry.isSymbolicLink() ? followLink(reader, file) : [{ path: file, real: path.join(real, name) }];
  });
  if (reader.where.sourceless) reportCompiled(reader, folder, names);
  if (!reader.where.recursive) return files;
  const folders = names.filter((name) => byName.get(name)?.isDirectory());
  return [...files, ...folders.flatMap((name) => listFolder(reader, path.join(folder, name)))];
}

function readEntries(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}

function unreadableFolder(folder: string, code: string): string {
  return `The version folder ${folder} can't be read ${accessAdvice(code, folder)} Its revisions are missing from the history until then.`;
}

function addProblem(reader: Reader, file: string, code: string, message: string): void {
  reader.problems.push(problemOf(file, 'error', code, message));
  reader.complete = false;
}

function followLink(reader: Reader, file: string): Listed[] {
  try {
    const real = realpathSync.native(file);
    return statSync(real).isDirectory() ? [] : [{ path: real, real }];
  } catch (error) {
    const code = systemCode(error);
    if (!isRevisionName(path.basename(file))) return [];
    const message =
      code === 'ENOENT'
        ? `${file} is a symbolic link to nothing, and alembic stops on it. Restore its target or delete the link.`
        : `${file} can't be read ${accessAdvice(code, file)}`;
    addProblem(reader, file, code === 'ENOENT' ? 'broken-link' : 'unreadable-file', message);
    return [];
  }
}

/** Whether Alembic takes a file of this name in a version folder for a revision. */
export function isRevisionName(name: string): boolean {
  return name.endsWith('.py') && !name.startsWith('.#') && !name.startsWith('__init__');
}

/** With `sourceless`, compiled files without a source count too; what they hold can't be known without Python. */
function reportCompiled(reader: Reader, folder: string, names: readonly string[]): void {
  const sources = new Set(names.map((name) => name.split('.')[0]));
  const cached = namesIn(path.join(folder, '__pycache__'));
  const compiled = [
    ...names.filter((name) => !names.includes(name.slice(0, -1))).map((name) => path.join(folder, name)),
    ...cached.filter((name) => !sources.has(name.split('.')[0])).map((name) => path.join(folder, '__pycache__', name)),
  ];
  for (const file of compiled) {
    const name = path.basename(file);
    if (!/^(?!\.#|__init__).*\.py[co]$/.test(name)) continue;
    const message = `${name} is a compiled revision without its source, so that the history can't be read completely without Python.`;
    reader.problems.push(problemOf(file, 'info', 'compiled-only', message));
    reader.complete = false;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readFile(reader: Reader, file: Listed): void {
  if (!isRevisionName(path.basename(file.real))) return;
  if (reader.seen.has(file.real)) {
    const message = `File ${file.real} loaded twice! ignoring. Please ensure version_locations is unique.`;
    reader.problems.push(problemOf(file.path, 'warning', 'loaded-twice', message));
    return;
  }
  reader.seen.add(file.real);
  try {
    if (isTooLarge(reader, file.path)) return;
    const { text, problem } = readPython(file.path);
    reader.files.push({ path: file.path, text });
    if (problem) reader.problems.push(problemOf(file.path, 'error', problem.code, problem.message));
  } catch (error) {
    const code = systemCode(error);
    // It vanished after the folder was listed: it is no part of the project any more.
    if (code === 'ENOENT') return;
    const message = `The revision file ${file.path} can't be read ${accessAdvice(code, file.path)} The history is incomplete until then.`;
    addProblem(reader, file.path, 'unreadable-file', message);
  }
}

/** Nearly all files are UTF-8 and say nothing else; the others are read again, byte by byte. */
function readPython(file: string): Decoded {
  const text = readFileSync(file, 'utf8');
  if (!text.includes('\ufffd') && !/coding/.test(text.slice(0, 1000)))
    return { text: text.startsWith('\ufeff') ? text.slice(1) : text, problem: undefined };
  return decodePython(readFileSync(file), path.basename(file));
}

function isTooLarge(reader: Reader, file: string): boolean {
  const { size } = statSync(file);
  if (size < largestFile) return false;
  const message =
    `The revision file ${file} has ${Math.round(size / 1_000_000)} MB and is not read: the limit is ` +
    `${largestFile / 1_000_000} MB. Move its data into a file that the migration opens, to have it checked.`;
  addProblem(reader, file, 'file-too-large', message);
  return true;
}
