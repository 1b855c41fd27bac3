/** What the server holds between requests: the projects of the open folders, with open documents on top of the disk. */

import path from 'node:path';
import type { Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ProjectSnapshot } from '../core/analysis.ts';
import type { SqlParser } from '../core/sql/parser.ts';
import type { DatabaseStateData } from '../protocol/messages.ts';
import { findProjects } from '../workspace/find-projects.ts';
import { type OpenedProject, openAll } from '../workspace/open-project.ts';
import type { Project, WorkspaceProblem } from '../workspace/project.ts';
import { withTellingNames } from '../workspace/telling-names.ts';
import { compareAll, isSame, noComparison, withBase } from './base-branch.ts';
import { pathOf } from './convert.ts';
import { isSameToRules, type LiveDatabase, learnFrom, lookedUp, withVersion } from './live-database.ts';

export interface Place {
  readonly opened: OpenedProject;
  readonly snapshot: ProjectSnapshot;
  /** The file's path as the snapshot knows it. */
  readonly file: string;
}

export interface Session {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  /** Address of a rule's page. */
  page(rule: string): string | undefined;
  projects(): readonly OpenedProject[];
  /** What concerns configuration files and folders. */
  problems(): readonly WorkspaceProblem[];
  /** The project that a migration belongs to; undefined for every other file. */
  placeOf(uri: string): Place | undefined;
  /** Takes over a text; true when the file belongs to a project. */
  update(uri: string, text: string | undefined): boolean;
  /** Looks for the projects anew. Resolves when they can be asked for. */
  discover(folders?: readonly string[]): Promise<void>;
  /** Resolves once the first discovery is done. */
  ready: Promise<void>;
  /** Whether programs may be run in the workspace; git is one. */
  trusted: boolean;
  /** Asks git anew what the base branch of each project has. Resolves to whether that is something else. */
  compare(): Promise<boolean>;
  /** Takes over the state of a project's database that was just read. Whether rules may say something else now. */
  learn(project: string, state: DatabaseStateData): boolean;
  /** Editor settings under `alembicGuard`, as plain JSON. */
  settings: unknown;
  /** Those of one folder, where the editor keeps them apart. */
  settingsOf(folder: string): Promise<unknown>;
}

export interface SessionOptions {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly parser: Promise<SqlParser>;
  page(rule: string): string | undefined;
}

/** Migrations in memory: those that are open and the ones around them. A long history would take hundreds of megabytes. */
const keep = 200;

export function createSession(options: SessionOptions): Session {
  let folders: readonly string[] = [];
  let opened: readonly OpenedProject[] = [];
  let problems: readonly WorkspaceProblem[] = [];
  let markReady: () => void = () => {};
  let generation = 0;
  let compared = noComparison;
  /** By project. */
  const databases = new Map<string, LiveDatabase>();

  const session: Session = {
    connection: options.connection,
    documents: options.documents,
    page: options.page,
    settings: {},
    trusted: true,
    settingsOf: async () => session.settings,
    ready: new Promise((resolve) => {
      markReady = resolve;
    }),
    projects: () => opened,
    problems: () => problems,

    placeOf(uri) {
      const file = pathOf(uri);
      if (file === undefined) return undefined;
      for (const one of opened) {
        if (belongs(one.project, file, one.snapshot)) return { opened: one, snapshot: one.snapshot, file };
      }
      return undefined;
    },

    update(uri, text) {
      const place = session.placeOf(uri);
      if (place === undefined) return false;
      const snapshot = place.snapshot.withFile(place.file, text);
      opened = opened.map((one) => (one === place.opened ? { ...one, snapshot } : one));
      return true;
    },

    async discover(wanted) {
      folders = wanted ?? folders;
      const mine = ++generation;
      const [parser, discoveries] = await Promise.all([
        options.parser,
        Promise.all(
          folders.map(async (folder) => findProjects(folder, { editorSettings: await session.settingsOf(folder) })),
        ),
      ]);
      // A later discovery has begun meanwhile and knows more.
      if (mine !== generation) return;
      const unique = new Map(withTellingNames(discoveries).map((project) => [project.id, project]));
      const found = openAll([...unique.values()], parser, { keep, helps: false });
      const comparison = session.trusted ? await compareAll(found) : noComparison;
      if (mine !== generation) return;
      compared = comparison;
      lookUpDatabases(found);
      opened = found.map((one) => withOpenDocuments(informed(one)));
      problems = [...discoveries.flatMap((one) => one.problems), ...opened.flatMap((one) => one.project.problems)];
      markReady();
    },

    async compare() {
      if (!session.trusted) return false;
      const mine = generation;
      const now = await compareAll(opened);
      if (mine !== generation || isSame(now, compared)) return false;
      compared = now;
      opened = opened.map(informed);
      return true;
    },

    learn(id, state) {
      const one = opened.find(({ project }) => project.id === id);
      const former = databases.get(id);
      const live = one && learnFrom(state, one.snapshot, former);
      if (live === undefined) databases.delete(id);
      else databases.set(id, live);
      if (one === undefined || isSameToRules(former, live)) return false;
      opened = opened.map((each) => (each === one ? informed(each) : each));
      return true;
    },
  };

  function lookUpDatabases(found: readonly OpenedProject[]): void {
    for (const [id, live] of databases) {
      const one = found.find(({ project }) => project.id === id);
      if (one === undefined) databases.delete(id);
      else databases.set(id, lookedUp(live, one.snapshot));
    }
  }

  /** The project with what git and its database say. */
  function informed(one: OpenedProject): OpenedProject {
    const live = databases.get(one.project.id);
    return withVersion(withBase(one, compared, live?.base), live);
  }

  /** An open document's text counts, not the file's on disk. */
  function withOpenDocuments(one: OpenedProject): OpenedProject {
    let snapshot = one.snapshot;
    for (const document of options.documents.all()) {
      const file = pathOf(document.uri);
      if (file === undefined || !belongs(one.project, file, snapshot)) continue;
      if (snapshot.text(file) !== document.getText()) snapshot = snapshot.withFile(file, document.getText());
    }
    return { ...one, snapshot };
  }

  return session;
}

/** Whether Alembic would take the file for a revision of the project: it is one, or lies where new ones appear. */
function belongs(project: Project, file: string, snapshot: ProjectSnapshot): boolean {
  if (snapshot.text(file) !== undefined) return true;
  const name = path.basename(file);
  if (!name.endsWith('.py') || name.startsWith('.#') || name.startsWith('__init__')) return false;
  const folder = path.dirname(file);
  return project.versionLocations.some(
    (location) => folder === location || (project.recursive && folder.startsWith(location + path.sep)),
  );
}
