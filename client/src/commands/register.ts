/** Every command of the manifest and what it does. */

import * as vscode from 'vscode';

import { commands } from '../../../server/src/protocol/commands.ts';
import type { RunData } from '../../../server/src/protocol/messages.ts';
import { askModally } from '../run/ask.ts';
import type { Confirm } from '../run/confirm.ts';
import { type Direction, migrate as migrateProject } from '../run/migrate.ts';
import type { Services } from '../services.ts';
import { goToRevision } from './go-to-revision.ts';
import { newRevision } from './new-revision.ts';
import { refresh } from './refresh.ts';
import { chooseHead, chooseProject, chooseRevision } from './target.ts';

type Command = (argument: unknown) => unknown;

export interface Commands extends vscode.Disposable {
  migrate(project: string, direction: Direction, target: string, confirm: Confirm): Promise<RunData | undefined>;
}

export function registerCommands(services: Services): Commands {
  /** Projects whose database is being written to. */
  const busy = new Set<string>();

  const migrate: Commands['migrate'] = async (id, direction, target, confirm) => {
    const project = services.model.project(id);
    if (project === undefined) return undefined;
    if (busy.has(id)) {
      void vscode.window.showInformationMessage(`${project.name}: a command is still running.`);
      return undefined;
    }
    busy.add(id);
    try {
      return await migrateProject(services, project, direction, target, confirm);
    } finally {
      busy.delete(id);
    }
  };
  const toHere = (direction: Direction, prompt: string) => async (argument: unknown) => {
    const chosen = await chooseRevision(services, argument, prompt);
    if (chosen !== undefined) await migrate(chosen.project.id, direction, chosen.revision.id, askModally);
  };
  const step = (direction: Direction, target: string) => async (argument: unknown) => {
    const project = await chooseProject(services, argument);
    if (project !== undefined) await migrate(project.id, direction, target, askModally);
  };
  const preview = (direction: Direction) => async (argument: unknown) => {
    const chosen = await chooseRevision(services, argument, `Preview the SQL of which revision’s ${direction}?`);
    if (chosen !== undefined) await services.preview.show(chosen.project.id, [chosen.revision.id], direction);
  };
  const upgradeHead = async (argument: unknown) => {
    const project = await chooseProject(services, argument);
    const head = project && (await chooseHead(project));
    if (project !== undefined && head !== undefined) await migrate(project.id, 'upgrade', head, askModally);
  };
  const restart = async () => {
    if (busy.size > 0)
      return vscode.window.showInformationMessage('A migration is running; the server can be restarted after it.');
    return services.server.restart();
  };

  const table: Readonly<Record<keyof typeof commands, Command>> = {
    upgradeHead,
    upgradeHere: toHere('upgrade', 'Upgrade to which revision?'),
    upgradeStep: step('upgrade', '+1'),
    downgradeHere: toHere('downgrade', 'Downgrade to which revision?'),
    downgradeStep: step('downgrade', '-1'),
    previewUpgrade: preview('upgrade'),
    previewDowngrade: preview('downgrade'),
    newRevision: (argument) => newRevision(services, argument),
    refresh: (argument) => refresh(services, argument),
    showLog: () => services.log.show(),
    goToRevision: (argument) => goToRevision(services, argument),
    restartServer: restart,
  };
  const registrations = Object.entries(table).map(([name, run]) =>
    vscode.commands.registerCommand(commands[name as keyof typeof commands], run),
  );
  return { migrate, dispose: () => registrations.forEach((registration) => void registration.dispose()) };
}
