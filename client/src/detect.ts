/** Whether an Alembic project may be there, by a few looks at folders, so that nothing starts for other Python code. */

import { access, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { TextDocument, WorkspaceFolder } from 'vscode';

const deepest = 2;
const mostFolders = 200;
const skipped = new Set(['node_modules', 'venv', 'env', '__pycache__', 'dist', 'build', 'site-packages']);
const migration = /^revision\s*(?::[^=\n]*)?=[\s\S]*^down_revision\s*(?::[^=\n]*)?=/m;

/** In words, what speaks for a project at or a little below the folders; undefined when nothing does. */
export async function mayHoldProject(folders: readonly Pick<WorkspaceFolder, 'uri'>[]): Promise<string | undefined> {
  for (const { uri } of folders) {
    if (uri.scheme !== 'file') continue;
    const found = await searchBelow(uri.fsPath);
    if (found !== undefined) return `${found} is there`;
  }
  return undefined;
}

/** A Python file with the variables of a revision, or one at or below a folder with an alembic.ini. */
export async function mayBelongToProject(
  document: Pick<TextDocument, 'uri' | 'languageId' | 'getText'>,
): Promise<boolean> {
  if (document.uri.scheme !== 'file' || document.languageId !== 'python') return false;
  if (migration.test(document.getText())) return true;
  const start = path.dirname(document.uri.fsPath);
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (await exists(path.join(folder, 'alembic.ini'))) return true;
    if (folder === path.dirname(folder)) return false;
  }
}

/** An alembic.ini, or an env.py beside a folder `versions`. */
async function searchBelow(root: string): Promise<string | undefined> {
  let level = [root];
  let left = mostFolders;
  for (let depth = 0; depth <= deepest; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (left-- <= 0) return undefined;
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      const names = new Set(entries.map((entry) => entry.name));
      if (names.has('alembic.ini')) return path.join(folder, 'alembic.ini');
      if (names.has('env.py') && names.has('versions')) return path.join(folder, 'env.py');
      const below = entries.filter(
        (entry) => entry.isDirectory() && !entry.name.startsWith('.') && !skipped.has(entry.name),
      );
      next.push(...below.map((entry) => path.join(folder, entry.name)));
    }
    level = next;
  }
  return undefined;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
