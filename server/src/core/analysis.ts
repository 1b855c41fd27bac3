/**
 * The façade of core: one project as an immutable snapshot. Everything is computed when first asked for and kept; a
 * change of one file makes a new snapshot that shares whatever the change does not touch.
 */

import { buildGraph } from './history/build-graph.ts';
import type { Environment } from './history/environment.ts';
import type { GraphProblem, Revision, RevisionGraph } from './history/graph.ts';
import type { RevisionHeader } from './history/header.ts';
import { placed } from './history/load-order.ts';
import { madeLater } from './history/made-later.ts';
import { type Migration, readMigration } from './history/migration.ts';
import { readHeaderOf } from './history/read-header.ts';
import { createReplay, type Replay } from './history/replay.ts';
import { revisionsUpTo } from './history/start-after.ts';
import { inCurrentText } from './lint/current-text.ts';
import type { Finding } from './lint/finding.ts';
import { resolveTenancy } from './lint/resolve-tenancy.ts';
import type { Rule } from './lint/rule.ts';
import { type LintInput, type LintResult, lint } from './lint/run.ts';
import { type LintSettings, levelOf, unknownSettings } from './lint/settings.ts';
import type { Tenancy } from './lint/tenancy.ts';
import { isOpaque, type Opaque } from './operations/operation.ts';
import { type Catalogue, emptyCatalogue } from './schema/catalogue.ts';
import type { SqlParser } from './sql/parser.ts';
import { movedSpan } from './text/change.ts';
import type { Span } from './text/span.ts';

export interface SourceText {
  /** Any string that is the same for the same file; core only compares paths. */
  readonly path: string;
  readonly text: string;
}

export interface ProjectInput {
  /** The revision files in the order Alembic loads them. */
  readonly files: readonly SourceText[];
  /** False when some file or folder could not be read, so that nothing is concluded from absence. Default true. */
  readonly complete?: boolean;
  readonly parser: SqlParser;
  readonly settings: LintSettings;
  readonly environment: Environment;
  readonly rules: readonly Rule[];
}

/** Something a person should hear of that no rule reports: damage of a file or of the graph, a rule that failed. */
export interface ProjectProblem {
  readonly code: string;
  readonly message: string;
  readonly file: string;
  readonly span: Span;
}

export interface ProjectSnapshot {
  readonly settings: LintSettings;
  readonly environment: Environment;
  /** Paths in the order Alembic loads them. */
  readonly files: readonly string[];
  text(file: string): string | undefined;
  readonly graph: RevisionGraph;
  /** The file as read. While a string that was just opened swallows the rest, as it was before; see `Migration.stale`. */
  migration(file: string): Migration | undefined;
  /** By position in the current text, then rule. Empty for a file that isn't of the project. */
  findings(file: string): readonly Finding[];
  /** Of every file, in file order. */
  allFindings(): readonly Finding[];
  /** What could not be read statically, by position; repeated places once. */
  opaque(file: string): readonly Opaque[];
  /** Findings that comments of the file silence. */
  suppressedCount(file: string): number;
  readonly tenancy: Tenancy;
  /** The schema that the revision finds. Unknown revisions find nothing. */
  catalogueBefore(revision: string): Catalogue;
  /** The schema that the revision leaves. */
  catalogueAt(revision: string): Catalogue;
  /** The schema after every revision. */
  readonly catalogue: Catalogue;
  /** Problems of the graph, then of reading each file, in file order. Reads every file. */
  readonly problems: readonly ProjectProblem[];
  /** Those of one file, without reading the others. */
  problemsOf(file: string): readonly ProjectProblem[];
  /** Names in the settings that mean nothing here, in sentences. */
  readonly settingsProblems: readonly string[];
  /** Rules that broke, each once; asks for all findings. */
  failures(): readonly ProjectProblem[];
  /** The project with another text of one file; `undefined` removes it, a new path adds it. */
  withFile(file: string, text: string | undefined): ProjectSnapshot;
  withSettings(settings: LintSettings): ProjectSnapshot;
}

export function openProject(input: ProjectInput): ProjectSnapshot {
  const entries = new Map(input.files.map(({ path, text }) => [path, makeEntry(path, text, input.parser)]));
  return makeSnapshot({ ...input, entries, memory: { findings: new Map() } });
}

/** One file; what is read of it is read once. */
interface Entry {
  readonly path: string;
  readonly text: string;
  header(): RevisionHeader;
  migration(): Migration;
}

/**
 * What snapshots of one project computed last, each with what it was computed from. A later snapshot takes it over when
 * that is still the same; so it may be shared and forgotten, and no snapshot keeps an earlier one alive.
 */
interface Memory {
  graph?: { readonly key: readonly unknown[]; readonly graph: RevisionGraph };
  replay?: Replay;
  tenancy?: { readonly configured: LintSettings['tenant']; readonly tenancy: Tenancy };
  readonly findings: Map<string, { readonly key: readonly unknown[]; readonly result: LintResult }>;
}

interface State extends Omit<ProjectInput, 'files'> {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly memory: Memory;
}

/** What a snapshot answers from, computed when first asked for. */
interface Work {
  graph(): RevisionGraph;
  replay(): Replay;
  tenancy(): Tenancy;
  startAfter(): ReturnType<typeof revisionsUpTo>;
  /** Findings of a file; none for a file that isn't of the project. */
  result(file: string): LintResult;
}

const nothing: LintResult = { findings: [], suppressed: [], failures: [] };

function planWork(state: State): Work {
  const { entries, settings, memory } = state;
  const graph = lazy(() => graphOf(state));
  const replay = lazy(() => {
    const upgradeOf = (revision: Revision) => entries.get(revision.file)?.migration().upgrade ?? [];
    memory.replay = createReplay(graph(), upgradeOf, memory.replay);
    return memory.replay;
  });
  const tenancy = lazy(() => tenancyOf(state, () => replay().head()));
  const startAfter = lazy(() => revisionsUpTo(graph(), settings.startAfter));
  const results = new Map<string, LintResult>();
  const result = (file: string) => {
    const entry = entries.get(file);
    const known = results.get(file);
    if (entry === undefined || known !== undefined) return known ?? nothing;
    const migration = entry.migration();
    const place = placeOf(migration, graph(), replay(), startAfter().revisions);
    const later = madeLater(migration, place.before, replay().head());
    const computed = lintOnce(state, { migration, ...place, later, graph: graph(), tenancy: tenancy() });
    results.set(file, computed);
    return computed;
  };
  return { graph, replay, tenancy, startAfter, result };
}

function makeSnapshot(state: State): ProjectSnapshot {
  const { entries, settings, environment, parser } = state;
  const paths = [...entries.keys()];
  const { graph, replay, tenancy, startAfter, result } = planWork(state);
  const snapshot: ProjectSnapshot = {
    settings,
    environment,
    files: paths,
    get graph() {
      return graph();
    },
    get tenancy() {
      return tenancy();
    },
    get catalogue() {
      return replay().head();
    },
    get problems() {
      return [...untold(graph(), state), ...paths.flatMap((file) => readingProblems(entries.get(file)))];
    },
    get settingsProblems() {
      const unknown = unknownSettings(settings, state.rules).map((one) => one.message);
      const { problem } = startAfter();
      return problem === undefined ? unknown : [...unknown, problem];
    },
    text: (file) => entries.get(file)?.text,
    migration: (file) => entries.get(file)?.migration(),
    findings: (file) => result(file).findings,
    allFindings: () => paths.flatMap((file) => result(file).findings),
    opaque: (file) => opaqueOf(entries.get(file)?.migration()),
    suppressedCount: (file) => result(file).suppressed.length,
    catalogueBefore: (revision) => replay().before(revision),
    catalogueAt: (revision) => replay().after(revision),
    problemsOf: (file) => [
      ...untold(graph(), state).filter((problem) => problem.file === file),
      ...readingProblems(entries.get(file)),
    ],
    failures: () => failuresOf(paths.map((file) => ({ file, failures: result(file).failures }))),
    withFile: (file, text) => {
      const former = entries.get(file);
      if (former?.text === text) return snapshot;
      if (text === undefined) return makeSnapshot({ ...state, entries: without(entries, file) });
      return makeSnapshot({ ...state, entries: placed(entries, file, makeEntry(file, text, parser, former)) });
    },
    withSettings: (changed) => makeSnapshot({ ...state, settings: changed }),
  };
  return snapshot;
}

/** Problems of the graph that no active rule reports. */
function untold({ problems, complete }: RevisionGraph, { rules, settings }: State): readonly GraphProblem[] {
  // Of an incomplete history the rules say nothing, since they would conclude from absence.
  if (!complete) return problems;
  const told = new Set(rules.filter((rule) => levelOf(rule, settings) !== 'off').flatMap((rule) => rule.tells ?? []));
  return problems.filter(({ code }) => !told.has(code));
}

function makeEntry(path: string, text: string, parser: SqlParser, former?: Entry): Entry {
  const previous = former?.migration();
  const migration = lazy(() => readMigration(path, text, previous === undefined ? { parser } : { parser, previous }));
  // A file that is edited is read whole anyway; of all others the graph needs only the head.
  const header = lazy(() => (previous === undefined ? readHeaderOf(text, path) : migration().header));
  return { path, text, migration, header };
}

function graphOf({ entries, complete, memory }: State): RevisionGraph {
  const files = [...entries.values()].map((entry) => ({ file: entry.path, header: entry.header() }));
  const key = [complete, ...files.flatMap(({ file, header }) => [file, header])];
  if (memory.graph && sameKey(memory.graph.key, key, sameHeader)) return memory.graph.graph;
  const graph = buildGraph(files, { complete: complete ?? true });
  memory.graph = { key, graph };
  return graph;
}

/** The schema that a file's upgrade finds, also where another file holds its id in the graph. */
function placeOf(
  { file, header }: Migration,
  graph: RevisionGraph,
  replay: Replay,
  skipped: ReadonlySet<string>,
): { readonly before: Catalogue; readonly isRoot: boolean } {
  const id = header.revision?.value;
  const own = id !== undefined && graph.revisions.get(id)?.file === file;
  const parents = header.down.map((parent) => parent.value);
  const isBase = header.state === 'ok' && parents.length === 0;
  return {
    before: own ? replay.before(id) : header.state === 'ok' ? replay.beforeChildOf(parents) : emptyCatalogue,
    isRoot: isBase || (id !== undefined && skipped.has(id)),
  };
}

/** Detection looks at the whole history; as long as it finds the same, it stays the same object. */
function tenancyOf({ settings, memory }: State, head: () => Catalogue): Tenancy {
  const tenancy = resolveTenancy(settings, head);
  const former = memory.tenancy;
  const same = former?.configured === settings.tenant && former.tenancy.explanation === tenancy.explanation;
  if (former && same) return former.tenancy;
  memory.tenancy = { configured: settings.tenant, tenancy };
  return tenancy;
}

function lintOnce(state: State, about: Omit<LintInput, 'settings' | 'environment' | 'rules'>): LintResult {
  const { settings, environment, rules, memory } = state;
  const { migration, before, later, isRoot, graph, tenancy } = about;
  const key = [migration, before, [...(later ?? [])].join(), isRoot, graph, tenancy, settings, environment];
  const former = memory.findings.get(migration.file);
  if (former && sameKey(former.key, key)) return former.result;
  const result = inCurrentText(lint({ ...about, settings, environment, rules }), migration.stale);
  memory.findings.set(migration.file, { key, result });
  return result;
}

function readingProblems(entry: Entry | undefined): readonly ProjectProblem[] {
  if (entry === undefined) return [];
  const { problems, stale } = entry.migration();
  return problems.map(({ code, message, span }) => ({
    code,
    message,
    file: entry.path,
    span: stale === undefined ? span : movedSpan(span, stale),
  }));
}

function opaqueOf(migration: Migration | undefined): readonly Opaque[] {
  if (migration === undefined) return [];
  const { upgrade, downgrade, stale } = migration;
  const places = new Map<string, Opaque>();
  for (const one of [...upgrade, ...downgrade].filter(isOpaque)) {
    const span = stale === undefined ? one.span : movedSpan(one.span, stale);
    places.set(`${span.start} ${span.end}`, { ...one, span });
  }
  return [...places.values()].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** Each failed rule once, at the first file it failed on. */
function failuresOf(
  files: readonly { readonly file: string; readonly failures: LintResult['failures'] }[],
): readonly ProjectProblem[] {
  const first = new Map<string, ProjectProblem>();
  for (const { file, failures } of files) {
    for (const { rule, message } of failures) {
      if (first.has(rule)) continue;
      const sentence = `The rule ${rule} failed on this file, so its findings are missing here: ${message}. This is a fault of Alembic Guard; set the rule to "off" until it is mended.`;
      first.set(rule, { code: 'rule-failed', message: sentence, file, span: { start: 0, end: 0 } });
    }
  }
  return [...first.values()];
}

function without(entries: ReadonlyMap<string, Entry>, file: string): ReadonlyMap<string, Entry> {
  const rest = new Map(entries);
  rest.delete(file);
  return rest;
}

function sameKey(
  a: readonly unknown[],
  b: readonly unknown[],
  same: (a: unknown, b: unknown) => boolean = Object.is,
): boolean {
  return a.length === b.length && a.every((one, i) => same(one, b[i]));
}

function sameHeader(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}

function lazy<T>(compute: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => {
    result ??= { value: compute() };
    return result.value;
  };
}
