/** Alembic reads files from disk, so what is only in an editor would silently not be part of a run. */

import * as vscode from 'vscode';

import type { ProjectData } from '../../../server/src/protocol/messages.ts';

/** Offers to save the project's unsaved Python files. False: the user wants to stop. */
export async function saveChanges(project: ProjectData): Promise<boolean> {
  const folders = [
    project.root,
    ...project.versionLocations,
    ...(project.scriptLocation === undefined ? [] : [project.scriptLocation]),
  ];
  const inside = (file: string) =>
    folders.some((folder) => file === folder || file.startsWith(`${folder}/`) || file.startsWith(`${folder}\\`));
  const unsaved = vscode.workspace.textDocuments.filter(
    (document) =>
      document.isDirty &&
      document.uri.scheme === 'file' &&
      document.languageId === 'python' &&
      inside(document.uri.fsPath),
  );
  if (unsaved.length === 0) return true;
  const names = unsaved.map(({ uri }) => vscode.workspace.asRelativePath(uri)).join(', ');
  const save = 'Save and Continue';
  const detail = 'Alembic reads the files on disk, so these changes would not be part of the run.';
  const chosen = await vscode.window.showWarningMessage(`Unsaved changes in ${names}`, { modal: true, detail }, save);
  if (chosen !== save) return false;
  const saved = await Promise.all(unsaved.map((document) => document.save()));
  return saved.every(Boolean);
}
