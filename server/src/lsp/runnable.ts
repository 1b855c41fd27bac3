/** What the handlers that run Alembic share: the project as the runner needs it, the log, the ends of requests. */

import type { CancellationToken } from 'vscode-languageserver';
import { type DatabaseStateData, type FailureData, type LogData, methods } from '../protocol/messages.ts';
import type { Log } from '../runner/invocation.ts';
import type { RunnableProject } from '../runner/project.ts';
import type { OpenedProject } from '../workspace/open-project.ts';
import type { Publisher } from './publish.ts';
import type { Session } from './session.ts';

export async function findRunnable(session: Session, id: string): Promise<RunnableProject | undefined> {
  const opened = await findOpened(session, id);
  return opened && runnable(opened);
}

export async function findOpened(session: Session, id: string): Promise<OpenedProject | undefined> {
  await session.ready;
  return session.projects().find(({ project }) => project.id === id);
}

/** What the database says reaches the rules; the client is told where they say something else then. */
export function takeState(session: Session, publisher: Publisher, project: string, state: DatabaseStateData): void {
  if (!session.learn(project, state)) return;
  publisher.all();
  void session.connection.sendNotification(methods.projectsChanged);
}

/** Lines for the client's log channel. */
export function logTo(session: Session): Log {
  return (level, message) => {
    const data: LogData = { level, message };
    void session.connection.sendNotification(methods.log, data);
  };
}

export function abortSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

export function unknownProject(id: string): FailureData {
  return {
    code: 'unknown-project',
    message: `The project ${id} is no longer there.`,
    next: 'Refresh the Revisions view.',
  };
}

function runnable({ project, snapshot }: OpenedProject): RunnableProject {
  const { versionTable } = project.environment;
  return {
    id: project.id,
    name: project.name,
    root: project.root,
    cwd: project.cwd,
    config: project.config,
    section: project.section,
    layout: project.layout,
    scriptLocation: project.scriptLocation,
    versionLocations: project.versionLocations,
    versionTable: { name: versionTable.name, schema: versionTable.schema },
    url: project.url,
    revision: (id) => {
      const found = snapshot.graph.revisions.get(id);
      if (found === undefined) return undefined;
      const autocommit = snapshot.text(found.file)?.includes('autocommit_block') ?? false;
      return { id, down: found.down, message: found.message, autocommit };
    },
  };
}
