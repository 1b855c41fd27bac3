/** Folders for tests, made of a list of files and removed afterwards. */

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A new folder with the files, by their paths in it; a path that ends with `/` is an empty folder. */
export function makeFolder(t: TestContext, files: Files): string {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'ag-workspace-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    if (name.endsWith('/')) mkdirSync(file, { recursive: true });
    else {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }
  return folder;
}

/** The text of a revision file. */
export function revision(id: string, down?: string): string {
  const parent = down === undefined ? 'None' : `"${down}"`;
  return `"""change ${id}"""\n\nrevision = "${id}"\ndown_revision = ${parent}\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n`;
}

export const envPy = 'from alembic import context\n\ncontext.configure(url="postgresql://")\n';

/** A script directory with env.py and the revisions a1 and a2. */
export function scripts(folder: string, ids: readonly string[] = ['a1', 'a2']): Files {
  const files: Record<string, string> = { [`${folder}/env.py`]: envPy };
  for (const [i, id] of ids.entries()) files[`${folder}/versions/${id}_change.py`] = revision(id, ids[i - 1]);
  return files;
}
