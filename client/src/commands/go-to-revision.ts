/** Go to Revision…: any revision of any project, by message, id or file. */

import * as vscode from 'vscode';
import { isNode } from '../revisions/node.ts';
import type { Services } from '../services.ts';
import { chooseProject, pickRevision } from './target.ts';

export async function goToRevision(services: Services, argument: unknown): Promise<void> {
  const project = await chooseProject(services, isNode(argument) ? argument : undefined);
  const chosen = project && (await pickRevision(services.model, project, 'Go to which revision?'));
  if (chosen !== undefined) await vscode.window.showTextDocument(vscode.Uri.parse(chosen.revision.uri));
}
