/**
 * The façade of core: one project as an immutable snapshot. Everything is computed when first asked for and kept; a
 * change of one file makes a new snapshot that shares whatever the change does not touch.
 */

import { type Base, type BaseFiles, readBase } from './history/base.ts';
import { type Environment, withConfigured } from './history/environment.ts';
import type { GraphProblem, RevisionGraph } from './history/graph.ts';
import type { Migration, ReadOptions } from './history/migration.ts';
import { readEnvironmentFacts } from './history/read-environment.ts';
import type { Replay } from './history/replay.ts';
import {
  graphOf,
  type LastComputed,
  type Reading,
  type RevisionFile,
  type RevisionFiles,
  replayOf,
  revisionFiles,
  withText,
} from './history/revision-files.ts';
import { revisionsUpTo } from './history/start-after.ts';
import type { Baseline } from './lint/baseline.ts';
import {
  checkFile,
  isNewFile,
  type LastChecked,
  noSurvey,
  type Subject,
  type Survey,
  surveyFile,
} from './lint/check-file.ts';
import type { Finding, SuppressedFinding } from './lint/finding.ts';
import { resolveTenancy } from './lint/resolve-tenancy.ts';
import type { Rule } from './lint/rule.ts';
import type { LintResult } from './lint/run.ts';
import { type LintSettings, levelOf } from './lint/settings.ts';
import type { Tenancy } from './lint/tenancy.ts';
import { isOpaque, type Opaque } from './operations/operation.ts';
import type { ModuleTexts } from './python/library.ts';
import { type Catalogue, emptyCatalogue } from './schema/catalogue.ts';
import { type Convention, noConvention } from './schema/naming-convention.ts';
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
  /** Revisions that others have already; without them the rules about those say nothing. */
  readonly bases?: readonly BaseFiles[];
  /** Findings that are known and not told again. */
  readonly baseline?: Baseline;
  /** The day, as `2027-01-31`, by which suppressions end; without it they don't. */
  readonly today?: string;
  /** The modules of the project that revisions import from, by dotted name; what is missing stays unknown. */
  readonly modules?: ModuleTexts;
  /** The naming convention of the metadata that env.py hands to Alembic; asked when the schema is. Always the same answer. */
  readonly naming?: () => Convention;
  /** How many migrations are kept once they are read, so that memory stays bounded; others are read again. Default: all. */
  readonly keep?: number;
  /** Migrations that another thread has read already; what it doesn't have is read here. Asked when one is needed. */
  readonly readElsewhere?: ((file: string, text: string) => Migration | undefined) | undefined;
}

/** Something a person should hear of that no rule reports: damage of a file or of the graph, a rule that failed. */
export interface ProjectProblem {
  readonly code: string;
  readonly message: string;
  readonly file: string;
  readonly span: Span;
  /** The rule that failed, where it is one. */
  readonly rule?: string;
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
  suppressed(file: string): readonly SuppressedFinding[];
  /** Findings of the file that the baseline knows. */
  known(file: string): readonly Finding[];
  /** Whether the base branch lacks the file's revision, or has another one under its id; true where no base is known. */
  isNew(file: string): boolean;
  readonly tenancy: Tenancy;
  /** The naming convention of the metadata that env.py hands to Alembic. */
  readonly naming: Convention;
  /** The schema that the revision finds. Unknown revisions find nothing. */
  catalogueBefore(revision: string): Catalogue;
  /** The schema that the revision leaves. */
  catalogueAt(revision: string): Catalogue;
  /** The schema that these revisions leave together, with all that runs before them. */
  catalogueAfter(revisions: readonly string[]): Catalogue;
  /** The schema after every revision. */
  readonly catalogue: Catalogue;
  /** Problems of the graph, then of reading each file, in file order. Reads every file. */
  readonly problems: readonly ProjectProblem[];
  /** Those of one file, without reading the others. */
  problemsOf(file: string): readonly ProjectProblem[];
  /** Why the configured start can't be found, in a sentence. */
  readonly startProblem: string | undefined;
  /** Of the history, without reading any body. */
  graphProblemsOf(file: string): readonly ProjectProblem[];
  /** Makes the schema that the file leaves, so that those who ask later need not wait for all that comes before. */
  replay(file: string): void;
  /** What the file comes to, without keeping its findings. */
  survey(file: string): Survey;
  /** The last survey of the file, maybe of an earlier state; undefined before the first. */
  lastSurvey(file: string): Survey | undefined;
  /** Rules that broke on one of the files, each once; asks for their findings. Without files: on any. */
  failures(files?: readonly string[]): readonly ProjectProblem[];
  /** The project with another text of one file; `undefined` removes it, a new path adds it. */
  withFile(file: string, text: string | undefined): ProjectSnapshot;
  /** The project with other knowledge of what others have already. */
  withBases(bases: readonly BaseFiles[]): ProjectSnapshot;
  /** What others have already, as it was given, read. */
  readonly bases: readonly Base[];
  withSettings(settings: LintSettings): ProjectSnapshot;
}

export function openProject(input: ProjectInput): ProjectSnapshot {
  const reading = {
    options: { parser: input.parser, ...readingOptions(input) },
    readElsewhere: input.readElsewhere,
    keep: input.keep ?? Number.POSITIVE_INFINITY,
    recent: new Set<() => void>(),
  };
  const files = revisionFiles(input.files, reading);
  const bases = (input.bases ?? []).map(readBase);
  return makeSnapshot({ ...input, bases, files, reading, last: { results: new Map(), surveys: new Map() } });
}

/**
 * What snapshots of one project computed last, each with what it was computed from. A later snapshot takes it over when
 * that is still the same; so it may be shared and forgotten, and no snapshot keeps an earlier one alive.
 */
interface Last extends LastComputed, LastChecked {
  tenancy?: { readonly configured: LintSettings['tenant']; readonly tenancy: Tenancy };
}

interface State extends Omit<ProjectInput, 'files' | 'bases'> {
  readonly bases: readonly Base[];
  readonly files: RevisionFiles;
  readonly reading: Reading;
  readonly last: Last;
}

/** What a snapshot answers from, computed when first asked for. */
interface Work {
  graph(): RevisionGraph;
  replay(): Replay;
  tenancy(): Tenancy;
  startAfter(): ReturnType<typeof revisionsUpTo>;
  subject(file: RevisionFile): Subject;
  /** Findings of a file; none for a file that isn't of the project. */
  result(file: string): LintResult;
}

const nothing: LintResult = { findings: [], suppressed: [], known: [], failures: [] };

function planWork(state: State): Work {
  const { files, settings, last } = state;
  const graph = lazy(() => graphOf(files, state.complete ?? true, last));
  const replay = lazy(() => replayOf(files, graph(), last, emptyWith(state.naming?.())));
  const tenancy = lazy(() => tenancyOf(state, () => replay().head()));
  const startAfter = lazy(() => revisionsUpTo(graph(), settings.startAfter));
  const isRoot = (file: RevisionFile) => isRootFile(file, startAfter().revisions);
  const subject = (file: RevisionFile): Subject => {
    const before = schemaBefore(file, graph(), replay());
    return { file, before, isRoot: isRoot(file), graph: graph(), tenancy, head: () => replay().head() };
  };
  const results = new Map<string, LintResult>();
  const result = (path: string) => {
    const file = files.byPath.get(path);
    const known = results.get(path);
    if (file === undefined || known !== undefined) return known ?? nothing;
    const computed = checkFile(state, subject(file));
    results.set(path, computed);
    return computed;
  };
  return { graph, replay, tenancy, startAfter, subject, result };
}

function makeSnapshot(state: State): ProjectSnapshot {
  const { settings, environment } = state;
  const { byPath } = state.files;
  const paths = lazy(() => [...byPath.keys()]);
  const problemsByFile = lazy(() => byFile(untold(graph(), state)));
  const { graph, replay, tenancy, startAfter, subject, result } = planWork(state);
  const snapshot: ProjectSnapshot = {
    settings,
    environment,
    get files() {
      return paths();
    },
    get graph() {
      return graph();
    },
    get tenancy() {
      return tenancy();
    },
    get naming() {
      return state.naming?.() ?? noConvention;
    },
    get catalogue() {
      return replay().head();
    },
    get problems() {
      return [...untold(graph(), state), ...paths().flatMap((file) => readingProblems(byPath.get(file)))];
    },
    get startProblem() {
      return startAfter().problem;
    },
    text: (file) =>
      byPath.get(file)?.text ?? (file === environment.script?.file ? environment.script?.text : undefined),
    migration: (file) => byPath.get(file)?.migration(),
    findings: (file) => result(file).findings,
    allFindings: () => paths().flatMap((file) => result(file).findings),
    opaque: (file) => opaqueOf(byPath.get(file)?.migration()),
    suppressed: (file) => result(file).suppressed,
    known: (file) => result(file).known,
    isNew: (path) => {
      const file = byPath.get(path);
      return file === undefined || isNewFile(file, state.bases);
    },
    catalogueBefore: (revision) => replay().before(revision),
    catalogueAt: (revision) => replay().after(revision),
    catalogueAfter: (revisions) => replay().beforeChildOf(revisions),
    problemsOf: (file) => [...(problemsByFile().get(file) ?? []), ...readingProblems(byPath.get(file))],
    failures: (files = paths()) => failuresOf(files.map((file) => ({ file, failures: result(file).failures }))),
    graphProblemsOf: (file) => problemsByFile().get(file) ?? [],
    replay: (path) => {
      const id = byPath.get(path)?.header().revision?.value;
      if (id !== undefined) replay().after(id);
    },
    survey: (path) => {
      const file = byPath.get(path);
      return file === undefined ? noSurvey : surveyFile(state, subject(file), readingProblems);
    },
    lastSurvey: (path) => (byPath.has(path) ? state.last.surveys.get(path)?.survey : undefined),
    withFile: (file, text) => {
      if (byPath.get(file)?.text === text) return snapshot;
      if (file === environment.script?.file) return withEnvironment(state, text);
      return makeSnapshot({ ...state, files: withText(state.files, file, text, state.reading) });
    },
    bases: state.bases,
    withBases: (changed) => {
      const bases = changed.map(readBase);
      const isSame = bases.length === state.bases.length && bases.every((base, i) => base === state.bases[i]);
      return isSame ? snapshot : makeSnapshot({ ...state, bases });
    },
    withSettings: (changed) => makeSnapshot({ ...state, settings: changed }),
  };
  return snapshot;
}

/** Every file, oldest revision first, so that each finds the schema that it builds on; then what has no place in the history. */
export function oldestFirst({ graph, files }: ProjectSnapshot): readonly string[] {
  const placed = graph.history.toReversed().flatMap((id) => graph.revisions.get(id)?.file ?? []);
  return [...new Set([...placed, ...files])];
}

/** The project with another env.py; what is read of revisions stays, unless they would be read otherwise. */
function withEnvironment(state: State, text: string | undefined): ProjectSnapshot {
  const { environment, files } = state;
  const { configured = { dialects: [], settings: [] }, script } = environment;
  if (script === undefined || text === undefined) return makeSnapshot(state);
  const changed = withConfigured(readEnvironmentFacts(script.file, text), configured);
  const options = readingOptions({ ...state, environment: changed });
  const former = readingOptions(state);
  const isSame =
    options.versionSchema === former.versionSchema &&
    options.tableParameters?.join() === former.tableParameters?.join();
  if (isSame) return makeSnapshot({ ...state, environment: changed });
  const sources = [...files.byPath].map(([path, file]) => ({ path, text: file.text }));
  const reading = {
    options: { parser: state.parser, ...options },
    readElsewhere: undefined,
    keep: state.reading.keep,
    recent: new Set<() => void>(),
  };
  const last = { results: new Map(), surveys: new Map() };
  return makeSnapshot({ ...state, environment: changed, files: revisionFiles(sources, reading), reading, last });
}

/** Problems of the graph that no active rule reports. */
function untold({ problems, complete }: RevisionGraph, { rules, settings }: State): readonly GraphProblem[] {
  // Of an incomplete history the rules say nothing, since they would conclude from absence.
  if (!complete) return problems;
  const told = new Set(rules.filter((rule) => levelOf(rule, settings) !== 'off').flatMap((rule) => rule.tells ?? []));
  return problems.filter(({ code }) => !told.has(code));
}

function byFile(problems: readonly GraphProblem[]): ReadonlyMap<string, readonly GraphProblem[]> {
  const found = new Map<string, GraphProblem[]>();
  for (const problem of problems) {
    const others = found.get(problem.file);
    if (others === undefined) found.set(problem.file, [problem]);
    else others.push(problem);
  }
  return found;
}

/** What reading a revision needs to know of the project. */
export function readingOptions({
  environment,
  modules,
}: Pick<ProjectInput, 'environment' | 'modules'>): Omit<ReadOptions, 'parser' | 'previous'> {
  const { schema, known } = environment.versionTable;
  return {
    versionSchema: known === false ? undefined : (schema ?? null),
    modules,
    tableParameters: environment.tableParameters,
  };
}

/** The schema before the first revision. */
function emptyWith(naming: Convention | undefined): Catalogue {
  return naming === undefined ? emptyCatalogue : { ...emptyCatalogue, naming };
}

/** The schema that a file's upgrade finds, also where another file holds its id in the graph. */
function schemaBefore(file: RevisionFile, graph: RevisionGraph, replay: Replay): Catalogue {
  const { revision, state, down } = file.header();
  const id = revision?.value;
  if (id !== undefined && graph.revisions.get(id)?.file === file.path) return replay.before(id);
  return state === 'ok' ? replay.beforeChildOf(down.map((parent) => parent.value)) : emptyCatalogue;
}

/** Whether the file begins the history, or stands before the point where checking begins. */
function isRootFile(file: RevisionFile, skipped: ReadonlySet<string>): boolean {
  const { revision, state, down } = file.header();
  return (state === 'ok' && down.length === 0) || (revision !== undefined && skipped.has(revision.value));
}

/** Detection looks at the whole history; as long as it finds the same, it stays the same object. */
function tenancyOf({ settings, last }: State, head: () => Catalogue): Tenancy {
  const tenancy = resolveTenancy(settings, head);
  const former = last.tenancy;
  const same = former?.configured === settings.tenant && former.tenancy.explanation === tenancy.explanation;
  if (former && same) return former.tenancy;
  last.tenancy = { configured: settings.tenant, tenancy };
  return tenancy;
}

function readingProblems(entry: RevisionFile | undefined): readonly ProjectProblem[] {
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
      first.set(rule, { code: 'rule-failed', message: sentence, file, span: { start: 0, end: 0 }, rule });
    }
  }
  return [...first.values()];
}

function lazy<T>(compute: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => {
    result ??= { value: compute() };
    return result.value;
  };
}
