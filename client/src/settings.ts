/** How a project's Alembic is to be run: the settings of its folder, with variables resolved, and the editor's own knowledge. */

import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

import type { ProjectData, RunnerData } from '../../server/src/protocol/messages.ts';
import { selectedInterpreter } from './python-extension.ts';
import { resolveVariables, type Variables } from './variables.ts';

export async function runnerOf(project: ProjectData, log: vscode.LogOutputChannel): Promise<RunnerData> {
  const uri = vscode.Uri.file(project.root);
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? project.root;
  const settings = vscode.workspace.getConfiguration('alembicGuard', uri);
  const variables: Variables = { workspaceFolder: folder, userHome: os.homedir(), env: process.env };
  const one = (name: string) => resolveVariables(settings.get<string>(name, ''), variables);
  const several = (name: string) => list(settings.get(name)).map((text) => resolveVariables(text, variables));
  const env = Object.entries(settings.get<Record<string, unknown>>('env', {}));
  const envFile = one('envFile');
  const interpreter = several('interpreter');
  return {
    trusted: vscode.workspace.isTrusted,
    workspaceFolder: folder,
    interpreter,
    // Another extension is woken only when its answer counts.
    selectedInterpreter:
      interpreter.length > 0 || !vscode.workspace.isTrusted ? [] : await selectedInterpreter(uri, log),
    command: several('command'),
    env: Object.fromEntries(env.map(([name, value]) => [name, resolveVariables(String(value), variables)])),
    envFile: envFile === '' ? undefined : path.resolve(folder, envFile),
    xArguments: several('xArguments'),
    databaseUrl: one('databaseUrl') || undefined,
  };
}

/** A setting that may be one text or several. */
function list(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value];
  return Array.isArray(value) ? value.map(String) : [];
}
