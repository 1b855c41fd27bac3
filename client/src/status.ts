/** The language status item beside "Python", on migrations only. */

import * as vscode from 'vscode';

import { commands } from '../../server/src/protocol/commands.ts';
import type { Model } from './model.ts';

export function createStatus(model: Model): vscode.Disposable {
  let item: vscode.LanguageStatusItem | undefined;
  const update = () => {
    const projects = model.projects();
    const folders = projects.flatMap(({ versionLocations }) => versionLocations);
    if (folders.length === 0) {
      item?.dispose();
      item = undefined;
      return;
    }
    item ??= vscode.languages.createLanguageStatusItem('alembicGuard', []);
    item.name = 'Alembic Guard';
    item.selector = folders.map((folder) => ({
      scheme: 'file',
      language: 'python',
      pattern: new vscode.RelativePattern(vscode.Uri.file(folder), '**/*.py'),
    }));
    const heads = projects.reduce((most, { heads }) => Math.max(most, heads.length), 0);
    item.text = projects.length === 1 ? `Alembic: ${projects[0]?.name}` : `Alembic: ${projects.length} projects`;
    item.detail = heads > 1 ? 'several heads' : 'migrations are checked as you type';
    item.severity = heads > 1 ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information;
    item.command = { title: 'Show Log', command: commands.showLog };
  };
  const listener = model.onDidChange(update);
  return {
    dispose() {
      listener.dispose();
      item?.dispose();
    },
  };
}
