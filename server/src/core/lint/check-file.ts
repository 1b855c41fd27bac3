/**
 * Checks the files of a project: whole, for who looks at one; counted and forgotten, for an overview of thousands. A
 * result holds until something that it depends on changes.
 */

import { type Base, isNewSince } from '../history/base.ts';
import type { Environment } from '../history/environment.ts';
import { madeLater, usesUnknown } from '../history/made-later.ts';
import { addsNotValid, neverValidated } from '../history/never-validated.ts';
import type { RevisionFile } from '../history/revision-files.ts';
import type { Operation } from '../operations/operation.ts';
import type { Catalogue } from '../schema/catalogue.ts';
import type { Span } from '../text/span.ts';
import type { Baseline } from './baseline.ts';
import { inCurrentText } from './current-text.ts';
import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';
import { type LintInput, type LintResult, lint } from './run.ts';
import type { LintSettings } from './settings.ts';
import type { Tenancy } from './tenancy.ts';

/** What a file comes to: how many findings of each level, and what its body could not be read for. */
export interface Survey {
  readonly findings: Readonly<Record<Finding['level'], number>>;
  readonly problems: readonly {
    readonly code: string;
    readonly message: string;
    readonly file: string;
    readonly span: Span;
  }[];
  /** What rules about the history say, which concerns also a person who has the file closed; without fixes. */
  readonly graph: readonly Finding[];
  /** What the other rules say of a file whose revision the base branch lacks; empty for what others have already. */
  readonly own: readonly Finding[];
}

/** A file that is to be checked, and what around it matters. */
export interface Subject extends Pick<LintInput, 'before' | 'isRoot' | 'graph'> {
  readonly file: RevisionFile;
  tenancy(): Tenancy;
  /** The schema after every revision, which takes the whole history. */
  head(): Catalogue;
}

interface Project {
  readonly rules: readonly Rule[];
  readonly settings: LintSettings;
  readonly environment: Environment;
  readonly bases: readonly Base[];
  readonly baseline?: Baseline;
  readonly today?: string;
}

/** Results by path, each with what it depends on. */
export interface LastChecked {
  readonly results: Map<string, { readonly key: Key; readonly result: LintResult }>;
  readonly surveys: Map<string, { readonly key: Key; readonly survey: Survey }>;
}

interface Key {
  readonly values: readonly unknown[];
  /** Undefined where no rule asked for it; to detect it takes the whole history. */
  readonly tenancy: Tenancy | undefined;
  /** Tables that only a later revision makes; undefined where every table is known, so that nobody had to look. */
  readonly later: string | undefined;
  /** Where the constraints are that nobody validates; undefined where none is added NOT VALID. */
  readonly unvalidated: string | undefined;
}

export function checkFile(project: Project & { readonly last: LastChecked }, subject: Subject): LintResult {
  const { path } = subject.file;
  const former = project.last.results.get(path);
  if (former && stillHolds(former.key, project, subject)) return former.result;
  const checked = check(project, subject);
  project.last.results.set(path, checked);
  return checked.result;
}

/** What is counted is kept, and what is shown of a closed file; not the migration. */
export function surveyFile(
  project: Project & { readonly last: LastChecked },
  subject: Subject,
  problemsOf: (file: RevisionFile) => Survey['problems'],
): Survey {
  const { path } = subject.file;
  const former = project.last.surveys.get(path);
  if (former && stillHolds(former.key, project, subject)) return former.survey;
  const { key, result } = check(project, subject);
  const findings = { error: 0, warning: 0, info: 0 };
  for (const { level } of result.findings) findings[level]++;
  const ofGraph = new Set(project.rules.filter(({ group }) => group === 'graph').map(({ name }) => name));
  const plain = result.findings.map((one) => ({ ...one, fixes: noFixes }));
  const graph = plain.filter(({ rule }) => ofGraph.has(rule));
  const own = isNewFile(subject.file, project.bases) ? plain.filter(({ rule }) => !ofGraph.has(rule)) : [];
  const survey = { findings, problems: problemsOf(subject.file), graph, own };
  project.last.surveys.set(path, { key, survey });
  return survey;
}

export const noSurvey: Survey = { findings: { error: 0, warning: 0, info: 0 }, problems: [], graph: [], own: [] };

/** Whether the base branch lacks the file's revision, or the work made it do something else; so where no base is known. */
export function isNewFile(file: RevisionFile, bases: readonly Base[]): boolean {
  const branches = bases.filter(({ kind }) => kind === 'branch');
  const id = file.header().revision?.value;
  return id === undefined || branches.every((base) => isNewSince(base, id, file.text));
}

/** Fixes would keep all that they are made from. */
const noFixes = () => [];

function check(project: Project, subject: Subject): { readonly key: Key; readonly result: LintResult } {
  const { settings, environment, rules, bases, baseline, today } = project;
  const { before, isRoot, graph } = subject;
  const migration = subject.file.migration();
  let asked: Tenancy | undefined;
  const tenancy = whenAsked(() => {
    asked ??= subject.tenancy();
    return asked;
  });
  const later = laterTables(subject);
  const unvalidated = openConstraints(subject);
  const found = lint({
    migration,
    before,
    later: later ?? new Map(),
    unvalidated: unvalidated ?? new Set(),
    isRoot,
    graph,
    bases,
    ...(baseline && { baseline }),
    ...(today === undefined ? {} : { today }),
    tenancy,
    settings,
    environment,
    rules,
  });
  const result = inCurrentText(found, migration.stale);
  const key: Key = {
    values: valuesOf(project, subject),
    tenancy: asked,
    later: later && [...later].join(),
    unvalidated: unvalidated && placesOf(unvalidated),
  };
  return { key, result };
}

function laterTables({ file, before, head }: Subject): ReadonlyMap<string, string> | undefined {
  const migration = file.migration();
  return usesUnknown(migration, before) ? madeLater(migration, before, head()) : undefined;
}

function openConstraints({ file, head }: Subject): ReadonlySet<Operation> | undefined {
  const migration = file.migration();
  return addsNotValid(migration) ? neverValidated(migration, head()) : undefined;
}

function placesOf(operations: ReadonlySet<Operation>): string {
  return [...operations].map(({ span }) => span.start).join();
}

function valuesOf(
  { settings, environment, bases, baseline }: Project,
  { file, before, isRoot, graph }: Subject,
): readonly unknown[] {
  return [file, before, isRoot, graph, settings, environment, bases, baseline];
}

function stillHolds({ values, tenancy, later, unvalidated }: Key, project: Project, subject: Subject): boolean {
  const now = valuesOf(project, subject);
  return (
    values.every((one, i) => one === now[i]) &&
    (tenancy === undefined || tenancy === subject.tenancy()) &&
    (later === undefined || later === [...(laterTables(subject) ?? [])].join()) &&
    (unvalidated === undefined || unvalidated === placesOf(openConstraints(subject) ?? new Set()))
  );
}

/** The tenancy, found out when a rule first asks for something of it. */
function whenAsked(tenancy: () => Tenancy): Tenancy {
  return {
    get strategy() {
      return tenancy().strategy;
    },
    get source() {
      return tenancy().source;
    },
    get columns() {
      return tenancy().columns;
    },
    get root() {
      return tenancy().root;
    },
    get explanation() {
      return tenancy().explanation;
    },
    tenantColumn: (table) => tenancy().tenantColumn(table),
    isShared: (table) => tenancy().isShared(table),
  };
}
