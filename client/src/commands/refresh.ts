/** Refresh: looks for the projects anew and, in a trusted workspace, asks Alembic for the state of each database. */

import * as vscode from 'vscode';

import { isNode } from '../revisions/node.ts';
import { showFailure } from '../run/failure.ts';
import type { Services } from '../services.ts';

export async function refresh(services: Services, argument: unknown): Promise<void> {
  const { server, model } = services;
  server.requestStart();
  await model.ready();
  server.notify('workspace/didChangeConfiguration', { settings: null });
  await model.refreshProjects();
  if (!vscode.workspace.isTrusted) return;
  const wanted = isNode(argument) ? [argument.project] : model.projects().map(({ id }) => id);
  await vscode.window.withProgress({ location: { viewId: 'alembicGuard.revisions' } }, async () => {
    for (const id of wanted) await readOne(services, id, wanted.length === 1);
  });
}

/** A failure is told for the one project that was asked for; among several, the tree shows it. */
async function readOne({ model, log }: Services, id: string, tell: boolean): Promise<void> {
  const state = await model.refreshDatabase(id);
  if (state?.failure === undefined) return;
  if (tell) void showFailure(log, state.failure, '');
  else log.warn(`${state.failure.message} ${state.failure.next}`);
}
