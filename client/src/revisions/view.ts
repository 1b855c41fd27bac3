/** The Revisions view: projects, their problems, and their revisions newest first. */

import * as vscode from 'vscode';

import type { ProjectData } from '../../../server/src/protocol/messages.ts';
import type { Model } from '../model.ts';
import { type ItemText, projectItem, revisionItem } from './item.ts';
import { type Node, nodeKey } from './node.ts';
import { attention, type SnapshotProject, snapshotOf } from './snapshot.ts';

export interface RevisionsView extends vscode.Disposable {
  snapshot(): readonly SnapshotProject[];
}

export function createRevisionsView(model: Model): RevisionsView {
  const changed = new vscode.EventEmitter<Node | undefined>();
  const nodes = new Map<string, Node>();
  /** The one element of that name: VS Code tells elements apart by identity. */
  const one = (node: Node): Node => {
    const key = nodeKey(node);
    const known = nodes.get(key);
    if (known === undefined) nodes.set(key, node);
    return known ?? node;
  };

  const provider: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    getChildren: (node) => children(node, model).map(one),
    getParent: (node) => (node.kind === 'project' ? undefined : one({ kind: 'project', project: node.project })),
    getTreeItem: (node) => treeItem(node, model),
    resolveTreeItem: (item, node) => {
      const project = model.project(node.project);
      const text = project && itemText(node, project, model);
      if (text !== undefined) item.tooltip = new vscode.MarkdownString(text.tooltip.join('  \n'));
      return item;
    },
  };
  const view = vscode.window.createTreeView('alembicGuard.revisions', {
    treeDataProvider: provider,
    showCollapseAll: true,
  });

  const update = () => {
    const { count, text } = attention(model.projects());
    view.badge = count === 0 ? undefined : { value: count, tooltip: text };
    const restricted = !vscode.workspace.isTrusted && model.projects().length > 0;
    if (restricted)
      view.message = 'Restricted Mode: no database is read and nothing can be run until the workspace is trusted.';
    else delete view.message;
  };
  const subscriptions = [
    changed,
    view,
    vscode.workspace.onDidGrantWorkspaceTrust(update),
    model.onDidChange((projects) => {
      update();
      if (projects === undefined) changed.fire(undefined);
      else for (const project of projects) changed.fire(one({ kind: 'project', project }));
    }),
  ];
  return {
    snapshot: () => model.projects().map((project) => snapshotOf(project, model.database(project.id))),
    dispose: () => subscriptions.forEach((subscription) => void subscription.dispose()),
  };
}

function children(node: Node | undefined, model: Model): readonly Node[] {
  if (node === undefined) return model.projects().map(({ id }): Node => ({ kind: 'project', project: id }));
  const project = node.kind === 'project' ? model.project(node.project) : undefined;
  if (project === undefined) return [];
  return [
    ...project.problems.map((_, index): Node => ({ kind: 'problem', project: project.id, index })),
    ...project.revisions.map(({ id }): Node => ({ kind: 'revision', project: project.id, revision: id })),
  ];
}

function treeItem(node: Node, model: Model): vscode.TreeItem {
  const project = model.project(node.project);
  const text = project && itemText(node, project, model);
  const item = new vscode.TreeItem(text?.label ?? '', collapsible(node, model));
  item.id = nodeKey(node);
  if (project === undefined || text === undefined) return item;
  item.description = text.description;
  item.contextValue = text.context;
  item.accessibilityInformation = { label: text.spoken };
  item.iconPath = new vscode.ThemeIcon(
    text.icon,
    text.color === undefined ? undefined : new vscode.ThemeColor(text.color),
  );
  const command = openCommand(node, project);
  if (command !== undefined) item.command = command;
  return item;
}

function itemText(node: Node, project: ProjectData, model: Model): ItemText | undefined {
  const database = model.database(project.id);
  if (node.kind === 'project') return projectItem(project, database);
  if (node.kind === 'problem') return problemItem(project, node.index);
  const revision = project.revisions.find(({ id }) => id === node.revision);
  return revision && revisionItem(revision, database);
}

function problemItem(project: ProjectData, index: number): ItemText | undefined {
  const message = project.problems[index]?.message;
  if (message === undefined) return undefined;
  return {
    label: message,
    description: '',
    tooltip: [message],
    spoken: `problem: ${message}`,
    icon: 'warning',
    color: 'list.warningForeground',
    context: 'problem',
  };
}

function collapsible(node: Node, model: Model): vscode.TreeItemCollapsibleState {
  if (node.kind !== 'project') return vscode.TreeItemCollapsibleState.None;
  return model.projects().length <= 3
    ? vscode.TreeItemCollapsibleState.Expanded
    : vscode.TreeItemCollapsibleState.Collapsed;
}

function openCommand(node: Node, project: ProjectData): vscode.Command | undefined {
  if (node.kind === 'project') return undefined;
  if (node.kind === 'problem') {
    const problem = project.problems[node.index];
    if (problem === undefined) return undefined;
    const { start, end } = problem.range;
    const selection = new vscode.Range(start.line, start.character, end.line, end.character);
    return { title: 'Open', command: 'vscode.open', arguments: [vscode.Uri.parse(problem.uri), { selection }] };
  }
  const uri = project.revisions.find(({ id }) => id === node.revision)?.uri;
  return uri === undefined ? undefined : { title: 'Open', command: 'vscode.open', arguments: [vscode.Uri.parse(uri)] };
}
