/** Folders, settings and files on disk: whatever changes which projects there are or what they hold. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  DidChangeWatchedFilesNotification,
  type FileEvent,
  type FileSystemWatcher,
  type WorkspaceFolder,
} from 'vscode-languageserver';
import { methods } from '../../protocol/messages.ts';
import { pathOf, uriOf } from '../convert.ts';
import type { Handler } from '../handler.ts';
import type { Publisher } from '../publish.ts';
import type { Session } from '../session.ts';

/** A checkout changes hundreds of files at once; their events are taken together. Milliseconds. */
const settle = 150;

/** Looks for the projects of these folders and tells the client everything that follows. */
export async function discover(session: Session, publisher: Publisher, folderUris?: readonly string[]): Promise<void> {
  await session.discover(folderUris?.map(pathOf).filter((folder) => folder !== undefined));
  publisher.all();
  void session.connection.sendNotification(methods.projectsChanged);
}

/** Asks the client to watch the files that matter and no others. */
export async function watch(session: Session): Promise<void> {
  const names = ['alembic.ini', 'pyproject.toml', 'alembic-guard.toml', 'env.py'];
  const watchers: FileSystemWatcher[] = names.map((name) => ({ globPattern: `**/${name}` }));
  for (const { project } of session.projects()) {
    for (const location of project.versionLocations) {
      const pattern = project.recursive ? '**/*.py' : '*.py';
      watchers.push({ globPattern: { baseUri: uriOf(location), pattern } });
    }
    for (const section of project.sections) {
      if (path.basename(section.config) === 'alembic.ini') continue;
      const baseUri = uriOf(path.dirname(section.config));
      watchers.push({ globPattern: { baseUri, pattern: path.basename(section.config) } });
    }
  }
  const modules = new Set(session.projects().flatMap(({ moduleFiles }) => moduleFiles ?? []));
  for (const file of modules)
    watchers.push({ globPattern: { baseUri: uriOf(path.dirname(file)), pattern: path.basename(file) } });
  await session.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}

export const workspace: Handler = (session, publisher) => {
  const { connection } = session;
  let folders: WorkspaceFolder[] = [];
  let pending: FileEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const take = async () => {
    const events = pending;
    pending = [];
    const others = [];
    for (const event of events) {
      // An open revision's text counts; its file follows when it is saved. Of other files what is on disk counts.
      if (session.documents.get(event.uri) !== undefined && session.placeOf(event.uri) !== undefined) continue;
      if (!(await takeRevision(session, event.uri))) others.push(event);
    }
    if (others.length > 0) await session.discover();
    // A checkout or a pull changes files and branches together.
    else await session.compare();
    publisher.all();
    void connection.sendNotification(methods.projectsChanged);
  };

  connection.onDidChangeWatchedFiles(({ changes }) => {
    pending.push(...changes);
    clearTimeout(timer);
    timer = setTimeout(() => {
      take().catch((error) => connection.console.error(`alembic-guard: reading changed files failed: ${error}`));
    }, settle);
  });

  connection.onDidChangeConfiguration(async ({ settings }) => {
    const pushed: { alembicGuard?: unknown } | null = settings ?? null;
    session.settings = pushed?.alembicGuard ?? (await connection.workspace.getConfiguration('alembicGuard')) ?? {};
    await discover(session, publisher);
  });

  connection.onNotification(methods.trusted, async () => {
    session.trusted = true;
    if (await session.compare()) publisher.all();
  });

  connection.onNotification('workspace/didChangeWorkspaceFolders', async () => {
    folders = (await connection.workspace.getWorkspaceFolders()) ?? folders;
    await discover(
      session,
      publisher,
      folders.map((folder) => folder.uri),
    );
  });
};

/** Takes over a revision's text from disk; false when the file is none and the projects must be looked at anew. */
async function takeRevision(session: Session, uri: string): Promise<boolean> {
  const place = session.placeOf(uri);
  if (place === undefined) return false;
  // A file that appears takes its place in Alembic's order only by reading the folder again.
  if (place.snapshot.text(place.file) === undefined) return false;
  try {
    session.update(uri, await readFile(place.file, 'utf8'));
  } catch {
    // Gone, or not to be read any more: either way the folder tells.
    return false;
  }
  return true;
}
