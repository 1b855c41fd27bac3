/** What the client knows: the projects as the server sees them, and each database as it was last read. */

import * as vscode from 'vscode';

import {
  type DatabaseStateData,
  type DatabaseStateParams,
  methods,
  type PlanData,
  type PlanParams,
  type ProjectData,
  type RevisionData,
} from '../../server/src/protocol/messages.ts';
import type { Server } from './server.ts';
import { runnerOf } from './settings.ts';

/** A database as last read, and what that means for the revisions. */
export interface DatabaseView {
  readonly state: DatabaseStateData;
  /** Revisions not applied yet, as Alembic would run them; undefined when that can't be said. */
  readonly pending: ReadonlySet<string> | undefined;
  /** Why it can't be said, in Alembic's words. */
  readonly refusal: string | undefined;
}

export interface Model extends vscode.Disposable {
  /** Starts the server and reads the projects. */
  start(): Promise<void>;
  /** Resolves once the projects have been read for the first time. */
  ready(): Promise<void>;
  readonly phase: 'idle' | 'scanning' | 'ready';
  projects(): readonly ProjectData[];
  project(id: string): ProjectData | undefined;
  /** The project and the revision that a file holds. */
  revisionAt(uri: vscode.Uri): { readonly project: ProjectData; readonly revision: RevisionData } | undefined;
  database(project: string): DatabaseView | undefined;
  /** Reads the projects again. */
  refreshProjects(): Promise<void>;
  /** Asks the user's Alembic for the state of the database. */
  refreshDatabase(project: string, token?: vscode.CancellationToken): Promise<DatabaseStateData | undefined>;
  /** Takes over a state that a run has read. */
  setDatabase(project: string, state: DatabaseStateData): Promise<void>;
  plan(params: PlanParams): Promise<PlanData>;
  /** With the ids of the projects concerned; undefined when projects came or went. */
  readonly onDidChange: vscode.Event<readonly string[] | undefined>;
}

export function createModel(server: Server, log: vscode.LogOutputChannel): Model {
  const changed = new vscode.EventEmitter<readonly string[] | undefined>();
  const databases = new Map<string, DatabaseView>();
  let projects: readonly ProjectData[] = [];
  let phase: Model['phase'] = 'idle';
  let markReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    markReady = resolve;
  });

  const enter = (next: Model['phase']) => {
    phase = next;
    const shown = next === 'ready' && projects.length === 0 ? 'none' : next;
    void vscode.commands.executeCommand('setContext', 'alembicGuard.phase', shown);
  };
  const plan = async (params: PlanParams): Promise<PlanData> =>
    (await server.request<PlanData>(methods.plan, params)) ?? { revisions: [], error: 'The server is not running.' };
  const setDatabase = async (project: string, state: DatabaseStateData) => {
    databases.set(project, await viewOf(project, state, plan));
    changed.fire([project]);
  };

  const refreshProjects = async () => {
    const found = (await server.request<readonly ProjectData[]>(methods.projects)) ?? [];
    const same = found.length === projects.length && found.every(({ id }, index) => id === projects[index]?.id);
    projects = found;
    for (const id of databases.keys()) if (!found.some((project) => project.id === id)) databases.delete(id);
    for (const [id, { state }] of databases) {
      const view = await viewOf(id, state, plan);
      // A run or a refresh may have read a newer one meanwhile.
      if (databases.get(id)?.state === state) databases.set(id, view);
    }
    enter('ready');
    markReady();
    void vscode.commands.executeCommand('setContext', 'alembicGuard.migrationFiles', migrationFiles(found));
    changed.fire(same ? found.map(({ id }) => id) : undefined);
  };
  const refreshing = coalesced(refreshProjects);
  const listener = server.onDidChangeProjects(() => void refreshing());

  return {
    async start() {
      enter('scanning');
      try {
        await server.start();
      } finally {
        await refreshing(); // without a server there are no projects, and nobody is kept waiting for them
      }
    },
    ready: () => ready,
    get phase() {
      return phase;
    },
    projects: () => projects,
    project: (id) => projects.find((project) => project.id === id),
    revisionAt(uri) {
      const wanted = uri.toString();
      for (const project of projects)
        for (const revision of project.revisions)
          if (vscode.Uri.parse(revision.uri).toString() === wanted) return { project, revision };
      return undefined;
    },
    database: (project) => databases.get(project),
    refreshProjects: refreshing,
    async refreshDatabase(id, token) {
      const project = projects.find((one) => one.id === id);
      if (project === undefined) return undefined;
      const params: DatabaseStateParams = { project: id, runner: await runnerOf(project, log) };
      const state = await server.request<DatabaseStateData>(methods.databaseState, params, token);
      if (state === undefined || token?.isCancellationRequested === true) return undefined;
      await setDatabase(id, state);
      return state;
    },
    setDatabase,
    plan,
    onDidChange: changed.event,
    dispose() {
      listener.dispose();
      changed.dispose();
    },
  };
}

async function viewOf(
  project: string,
  state: DatabaseStateData,
  plan: (params: PlanParams) => Promise<PlanData>,
): Promise<DatabaseView> {
  if (state.kind === 'unknown') return { state, pending: undefined, refusal: undefined };
  const { revisions, error } = await plan({ project, direction: 'upgrade', target: 'heads', from: state.rows });
  if (error !== undefined) return { state, pending: undefined, refusal: error };
  return { state, pending: new Set(revisions.map(({ id }) => id)), refusal: undefined };
}

/** For `when` clauses: `resourcePath in alembicGuard.migrationFiles`. On a remote machine the path has no drive form. */
function migrationFiles(projects: readonly ProjectData[]): readonly string[] {
  const uris = projects.flatMap(({ revisions }) => revisions.map(({ uri }) => vscode.Uri.parse(uri)));
  return [...new Set(uris.flatMap((uri) => [uri.fsPath, uri.path]))];
}

/** Calls while one is under way lead to one more at its end. */
function coalesced(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let waiting: Promise<void> | undefined;
  const run = () => {
    running = work().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (running === undefined) return run();
    waiting ??= running
      .catch(() => undefined)
      .then(() => {
        waiting = undefined;
        return run();
      });
    return waiting;
  };
}
