/**
 * Sends diagnostics: all findings of open migrations, and of closed ones that the base branch lacks; of other closed ones
 * what concerns the history; problems of configuration files. Whatever takes all files is done in slices, so that requests and keystrokes come in between.
 */

import { performance } from 'node:perf_hooks';
import { setImmediate as pause, setTimeout as rest } from 'node:timers/promises';
import type { Diagnostic } from 'vscode-languageserver';
import { oldestFirst, type ProjectSnapshot } from '../core/analysis.ts';
import type { Finding } from '../core/lint/finding.ts';
import { indexLines } from '../core/text/line-index.ts';
import { methods } from '../protocol/messages.ts';
import type { OpenedProject } from '../workspace/open-project.ts';
import type { Project } from '../workspace/project.ts';
import { pathOf, problemDiagnostic, toDiagnostic, uriOf, workspaceDiagnostic } from './convert.ts';
import type { Session } from './session.ts';

export interface Publisher {
  /** The diagnostics of one file, after its text changed. */
  one(uri: string): void;
  /** Those of every file; what is no longer worth a word is cleared. The client is told when findings have changed. */
  all(): void;
  /** Resolves when the files of small projects have been looked at; larger ones may take longer than anyone waits. */
  begun(): Promise<void>;
}

/** How long the server may be deaf meanwhile. Milliseconds. */
const slice = 5;
/** How long after a keystroke the overview waits for the next one. Milliseconds. */
const typing = 250;
/** As many files are looked at before a tree is shown without their findings. */
const first = 100;

export function createPublisher(session: Session): Publisher {
  const sent = new Map<string, string>();
  /** Projects of which every file has been looked at; before that, one file may take its whole history. */
  const known = new WeakSet<Project>();
  let ofWorkspace: ReadonlyMap<string, readonly Diagnostic[]> = new Map();
  let generation = 0;
  let typedAt = 0;
  let begun: Promise<void> = Promise.resolve();

  const send = (uri: string, diagnostics: readonly Diagnostic[]) => {
    const content = JSON.stringify(diagnostics);
    if ((sent.get(uri) ?? '[]') === content) return;
    if (diagnostics.length === 0) sent.delete(uri);
    else sent.set(uri, content);
    const version = session.documents.get(uri)?.version;
    const about = { uri, ...(version === undefined ? {} : { version }) };
    void session.connection.sendDiagnostics({ ...about, diagnostics: [...diagnostics] });
  };

  const sendFile = (snapshot: ProjectSnapshot, file: string) => {
    const uri = uriOf(file);
    const make = session.documents.get(uri) === undefined ? closedDiagnostics : openDiagnostics;
    send(uri, [...make(session, snapshot, file), ...(ofWorkspace.get(uri) ?? [])]);
  };

  const sendOpen = ({ project, snapshot }: OpenedProject) => {
    if (!known.has(project)) return;
    for (const uri of session.documents.keys()) {
      const file = pathOf(uri);
      if (file !== undefined && snapshot.text(file) !== undefined) sendFile(snapshot, file);
    }
  };

  /** Looks at every file, oldest revision first, since each builds on those before it. */
  const survey = async (isLast: () => boolean, onFirst: () => void) => {
    const turn = takeTurns();
    let done = 0;
    let changed = false;
    for (const { project } of session.projects()) {
      const current = () => session.projects().find((one) => one.project === project);
      const one = current();
      const files = one === undefined ? [] : oldestFirst(one.snapshot);
      // Some rules ask for the schema after every revision; that of a long history is not to be made in one go.
      if (files.length > first) onFirst();
      for (const file of files.length > first ? files : []) {
        await one?.ahead?.().prepare(file);
        current()?.snapshot.replay(file);
        await turn(typedAt);
        if (!isLast()) return;
      }
      for (const file of files) {
        const snapshot = current()?.snapshot;
        if (snapshot?.text(file) === undefined) continue;
        const before = snapshot.lastSurvey(file);
        const now = snapshot.survey(file);
        changed ||= before !== now && JSON.stringify(before) !== JSON.stringify(now);
        sendFile(snapshot, file);
        done++;
        if (done === first) onFirst();
        await turn(done > first ? typedAt : 0);
        if (!isLast()) return;
      }
      one?.ahead?.().close();
      known.add(project);
      const opened = current();
      if (opened !== undefined) sendOpen(opened);
    }
    if (changed && done >= first) void session.connection.sendNotification(methods.projectsChanged);
  };

  return {
    one(uri) {
      typedAt = performance.now();
      const place = session.placeOf(uri);
      if (place === undefined) send(uri, []);
      else if (known.has(place.opened.project)) sendFile(place.snapshot, place.file);
    },

    all() {
      const mine = ++generation;
      ofWorkspace = workspaceDiagnostics(session);
      for (const uri of sent.keys()) if (!ofWorkspace.has(uri) && !isRevision(session, uri)) send(uri, []);
      for (const [uri, diagnostics] of ofWorkspace) if (!isRevision(session, uri)) send(uri, diagnostics);
      for (const opened of session.projects()) sendOpen(opened);
      begun = new Promise((resolve) => {
        survey(() => mine === generation, resolve)
          .catch((error) => session.connection.console.error(`alembic-guard: looking at all files failed: ${error}`))
          .finally(resolve);
      });
    },

    begun: () => begun,
  };
}

function isRevision(session: Session, uri: string): boolean {
  const file = pathOf(uri);
  return file !== undefined && session.projects().some(({ snapshot }) => snapshot.text(file) !== undefined);
}

function workspaceDiagnostics(session: Session): ReadonlyMap<string, readonly Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>();
  for (const problem of session.problems()) {
    const uri = uriOf(problem.file);
    found.set(uri, [...(found.get(uri) ?? []), workspaceDiagnostic(problem)]);
  }
  return found;
}

/** Waits when the slice is used up: a moment, or as long as someone types. */
function takeTurns(): (typedAt: number) => Promise<void> {
  let start = performance.now();
  return async (typedAt) => {
    if (performance.now() - start < slice) return;
    await pause();
    const quiet = typedAt === 0 ? 0 : typedAt + typing - performance.now();
    if (quiet > 0) await rest(quiet);
    start = performance.now();
  };
}

function openDiagnostics(session: Session, snapshot: ProjectSnapshot, file: string): Diagnostic[] {
  return diagnostics(session, snapshot, file, snapshot.problemsOf(file), snapshot.findings(file));
}

function closedDiagnostics(session: Session, snapshot: ProjectSnapshot, file: string): Diagnostic[] {
  const survey = snapshot.lastSurvey(file);
  const problems = [...snapshot.graphProblemsOf(file), ...(survey?.problems ?? [])];
  return diagnostics(session, snapshot, file, problems, [...(survey?.graph ?? []), ...(survey?.own ?? [])]);
}

function diagnostics(
  session: Session,
  snapshot: ProjectSnapshot,
  file: string,
  problems: ReturnType<ProjectSnapshot['problemsOf']>,
  findings: readonly Finding[],
): Diagnostic[] {
  if (problems.length + findings.length === 0) return [];
  const index = indexLines(snapshot.text(file) ?? '');
  const context = { page: session.page, text: (other: string) => snapshot.text(other) };
  return [
    ...problems.map((problem) => problemDiagnostic(problem, index)),
    ...findings.map((finding) => toDiagnostic(finding, index, context)),
  ];
}
