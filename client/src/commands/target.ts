/** Which project and revision a command means: what was clicked, the migration being edited, or what the user picks. */

import * as vscode from 'vscode';

import type { ProjectData, RevisionData } from '../../../server/src/protocol/messages.ts';
import type { Model } from '../model.ts';
import { revisionItem, shortId } from '../revisions/item.ts';
import { isNode } from '../revisions/node.ts';
import type { Services } from '../services.ts';

export interface ChosenRevision {
  readonly project: ProjectData;
  readonly revision: RevisionData;
}

/** `argument`: an element of our tree, a file's address from an editor's menu, or nothing. */
export async function chooseProject(services: Services, argument: unknown): Promise<ProjectData | undefined> {
  const { model } = services;
  await begin(services);
  if (isNode(argument)) return model.project(argument.project);
  const edited = editedRevision(model, argument);
  if (edited !== undefined) return edited.project;
  const projects = model.projects();
  if (projects.length === 0) {
    void vscode.window.showInformationMessage(
      'There is no Alembic project in this workspace: none of its folders has an alembic.ini.',
    );
    return undefined;
  }
  if (projects.length === 1) return projects[0];
  const items = projects.map((project) => ({
    label: project.name,
    description: project.config ?? project.root,
    project,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Which project?' }))?.project;
}

export async function chooseRevision(
  services: Services,
  argument: unknown,
  prompt: string,
): Promise<ChosenRevision | undefined> {
  const { model } = services;
  await begin(services);
  if (isNode(argument) && argument.kind === 'revision') {
    const project = model.project(argument.project);
    const revision = project?.revisions.find(({ id }) => id === argument.revision);
    return project === undefined || revision === undefined ? undefined : { project, revision };
  }
  const edited = editedRevision(model, argument);
  if (edited !== undefined) return edited;
  const project = await chooseProject(services, argument);
  return project && pickRevision(model, project, prompt);
}

/** From a list, by message, id or file. */
export async function pickRevision(
  model: Model,
  project: ProjectData,
  prompt: string,
): Promise<ChosenRevision | undefined> {
  const database = model.database(project.id);
  const items = project.revisions.map((revision) => {
    const item = revisionItem(revision, database);
    const icon = new vscode.ThemeIcon(item.icon);
    const file = vscode.workspace.asRelativePath(vscode.Uri.parse(revision.uri));
    return { label: item.label, description: item.description, detail: file, iconPath: icon, revision };
  });
  const options = { placeHolder: prompt, matchOnDescription: true, matchOnDetail: true };
  const chosen = await vscode.window.showQuickPick(items, options);
  return chosen && { project, revision: chosen.revision };
}

/** Of several heads, one or all; the only head without a question. */
export async function chooseHead(project: ProjectData): Promise<string | undefined> {
  if (project.heads.length <= 1) return 'head';
  const message = (id: string) => project.revisions.find((revision) => revision.id === id)?.message ?? '';
  const items = [
    { label: 'All heads', description: 'alembic upgrade heads', target: 'heads' },
    ...project.heads.map((id) => ({ label: shortId(id), description: message(id), target: id })),
  ];
  return (await vscode.window.showQuickPick(items, { placeHolder: 'This project has several heads. Which one?' }))
    ?.target;
}

async function begin({ server, model }: Services): Promise<void> {
  server.requestStart();
  await model.ready();
}

function editedRevision(model: Model, argument: unknown): ChosenRevision | undefined {
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  return uri && model.revisionAt(uri);
}
