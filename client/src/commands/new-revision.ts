/** New Revision…: asks for a message, lets the user's Alembic write the file, opens it. */

import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';

import { methods, type RunData, type RunParams } from '../../../server/src/protocol/messages.ts';
import { showFailure } from '../run/failure.ts';
import { withRunProgress } from '../run/progress.ts';
import type { Services } from '../services.ts';
import { runnerOf } from '../settings.ts';
import { chooseProject } from './target.ts';

export async function newRevision(services: Services, argument: unknown): Promise<void> {
  const { server, model, log } = services;
  const project = await chooseProject(services, argument);
  if (project === undefined) return;
  const message = await vscode.window.showInputBox({
    title: `New revision of ${project.name}`,
    prompt: 'What does it do? The message becomes part of the file’s name.',
    validateInput: (text) => (text.trim() === '' ? 'A message is needed.' : undefined),
  });
  const autogenerate = message === undefined ? undefined : await askAutogenerate();
  if (message === undefined || autogenerate === undefined) return;
  const params: RunParams = {
    run: randomUUID(),
    project: project.id,
    runner: await runnerOf(project, log),
    action: { kind: 'revision', message: message.trim(), autogenerate },
  };
  const data = await withRunProgress(server, params.run, `New revision of ${project.name}`, 0, () =>
    server.request<RunData>(methods.run, params),
  );
  if (data === undefined) return;
  if (data.failure !== undefined) void showFailure(log, data.failure, data.created.length > 0 ? data.summary : '');
  const [created] = data.created;
  if (created !== undefined) await vscode.window.showTextDocument(vscode.Uri.parse(created), { preview: false });
  await model.refreshProjects();
}

async function askAutogenerate(): Promise<boolean | undefined> {
  const items = [
    { label: 'Empty', description: 'to be written by hand; no database is needed', autogenerate: false },
    { label: 'Autogenerate', description: 'compares the models with the database', autogenerate: true },
  ];
  return (await vscode.window.showQuickPick(items, { placeHolder: 'What should it hold?' }))?.autogenerate;
}
