/** Rules over one migration: which run, at what level, what overlaps, what comments silence; findings by position. */

import type { Base } from '../history/base.ts';
import { dialectOfFolder, type Environment, usesDialect } from '../history/environment.ts';
import type { RevisionGraph } from '../history/graph.ts';
import type { Migration } from '../history/migration.ts';
import { runsOn } from '../operations/circumstance.ts';
import type { Operation } from '../operations/operation.ts';
import type { Catalogue } from '../schema/catalogue.ts';
import { contains } from '../text/span.ts';
import { type Baseline, isKnown } from './baseline.ts';
import { catalogueAfter } from './catalogue-after.ts';
import type { Finding, SuppressedFinding } from './finding.ts';
import { withMarks } from './fingerprint.ts';
import type { Libraries } from './libraries.ts';
import type { Dialect, Fix, Level, Report, Rule, RuleContext, Step, SuppressionNote } from './rule.ts';
import { type LintSettings, levelOf, librariesOf, optionsOf } from './settings.ts';
import { buildSteps } from './steps.ts';
import { noteSuppressions, readSuppressions, suppress } from './suppress.ts';
import type { Tenancy } from './tenancy.ts';
import { writableFixes } from './writable-fixes.ts';

export interface LintInput {
  readonly migration: Migration;
  readonly graph: RevisionGraph;
  readonly bases?: readonly Base[];
  readonly baseline?: Baseline;
  /** The day, as `2027-01-31`, by which suppressions end; without it they don't. */
  readonly today?: string;
  /** The schema that the revision finds. */
  readonly before: Catalogue;
  /** Tables that the upgrade names before they are made: key to the revision that makes them. */
  readonly later?: ReadonlyMap<string, string>;
  /** Operations of the upgrade whose constraints no revision validates. */
  readonly unvalidated?: ReadonlySet<Operation>;
  /** The first revision of a history, or one at or before the configured `start-after`. */
  readonly isRoot: boolean;
  readonly tenancy: Tenancy;
  readonly settings: LintSettings;
  readonly environment: Environment;
  readonly rules: readonly Rule[];
}

export interface LintResult {
  /** By position, then rule. */
  readonly findings: readonly Finding[];
  /** Those that a comment silences. */
  readonly suppressed: readonly SuppressedFinding[];
  /** Those that the baseline knows already. */
  readonly known: readonly Finding[];
  /** Rules that threw; none of their findings is there. */
  readonly failures: readonly { readonly rule: string; readonly message: string }[];
}

export function lint(input: LintInput): LintResult {
  const { migration, rules } = input;
  const failures: { rule: string; message: string }[] = [];
  const steps = stepsOf(input);
  const meant = dialectsHere(input);
  const active = activeRules(rules, input.settings).filter(({ rule }) => runsHere(rule, input, meant));
  const collect = (one: ActiveRule, notes: readonly SuppressionNote[]): readonly Raised[] => {
    const result = runRule(one, input, contextOf(one, input, steps, notes));
    if (typeof result !== 'string') return result;
    failures.push({ rule: one.rule.name, message: result });
    return [];
  };
  const ordinary = active.filter(({ rule }) => !rule.scope?.suppressions);
  const raised = withoutOverlaps(ordinary.flatMap((one) => collect(one, [])));
  const suppressions = readSuppressions(migration);
  const { kept, silenced, used } = suppress(inOrder(raised, migration.text), suppressions, migration, input.today);
  const broken = new Set(failures.map((one) => one.rule));
  const notes =
    suppressions.length === 0
      ? []
      : noteSuppressions(
          suppressions,
          used,
          new Set(ordinary.map(({ rule }) => rule.name).filter((name) => !broken.has(name))),
          new Set(rules.map((rule) => rule.name)),
          input.today,
        );
  const meta = active.filter(({ rule }) => rule.scope?.suppressions).flatMap((one) => collect(one, notes));
  const findings = sorted([...kept, ...inOrder(meta, migration.text)]);
  const { baseline } = input;
  const known = baseline === undefined ? [] : findings.filter((finding) => isKnown(baseline, finding));
  const fresh = known.length === 0 ? findings : findings.filter((finding) => !known.includes(finding));
  return { findings: fresh, suppressed: silenced, known, failures };
}

/** A finding with what overlaps are judged by. */
interface Raised {
  readonly finding: Omit<Finding, 'mark'>;
  readonly report: Report;
  readonly rule: Rule;
}

/** Whether the migration may run on the dialect. */
function dialectsHere({ migration, environment }: LintInput): (dialect: Dialect) => boolean {
  const own = dialectOfFolder(migration.file);
  return (dialect) => usesDialect(environment, dialect) && (own ?? dialect) === dialect;
}

/** A rule with what the settings make of it. */
interface ActiveRule {
  readonly rule: Rule;
  readonly level: Exclude<Level, 'off'>;
  readonly options: Readonly<Record<string, unknown>>;
  /** The same for all of them. */
  readonly libraries: Libraries;
}

const chosen = new WeakMap<LintSettings, { readonly rules: readonly Rule[]; readonly active: readonly ActiveRule[] }>();

/** Those that aren't off. The same for every file, so they are chosen once. */
function activeRules(rules: readonly Rule[], settings: LintSettings): readonly ActiveRule[] {
  const known = chosen.get(settings);
  if (known?.rules === rules) return known.active;
  const libraries = librariesOf(settings);
  const active = rules.flatMap((rule) => {
    const level = levelOf(rule, settings);
    return level === 'off' ? [] : [{ rule, level, options: optionsOf(rule, settings), libraries }];
  });
  chosen.set(settings, { rules, active });
  return active;
}

function runsHere(rule: Rule, input: LintInput, isMeant: (dialect: Dialect) => boolean): boolean {
  if (!rule.dialects.some(isMeant)) return false;
  return !input.isRoot || rule.scope?.roots === true || rule.scope?.suppressions === true;
}

/** The steps of each direction that run on one of the dialects. */
interface Steps {
  upgrade(dialects: readonly Dialect[]): readonly Step[];
  downgrade(dialects: readonly Dialect[]): readonly Step[];
}

function stepsOf(input: LintInput): Steps {
  const { migration, environment, settings, before } = input;
  const place = { revision: migration.header.revision?.value ?? '', file: migration.file };
  const upgrade = buildSteps(migration.upgrade, { direction: 'upgrade', before, place, environment, settings });
  const after = catalogueAfter(upgrade, before);
  const downgrade = buildSteps(migration.downgrade, {
    direction: 'downgrade',
    before: after,
    place,
    environment,
    settings,
  });
  return { upgrade: byDialects(upgrade), downgrade: byDialects(downgrade) };
}

/** Most rules are about the same dialects, so the steps are chosen once for all of them. */
function byDialects(steps: readonly Step[]): Steps['upgrade'] {
  const taken = new Map<readonly Dialect[], readonly Step[]>();
  return (dialects) => {
    const known =
      taken.get(dialects) ?? steps.filter(({ operation }) => dialects.some((one) => runsOn(operation, one)));
    taken.set(dialects, known);
    return known;
  };
}

function contextOf(
  { rule, options, libraries }: ActiveRule,
  input: LintInput,
  steps: Steps,
  suppressions: readonly SuppressionNote[],
): RuleContext {
  const { migration, graph, isRoot, tenancy, environment, settings } = input;
  return {
    migration,
    graph,
    bases: input.bases ?? [],
    isRoot,
    madeLater: input.later ?? new Map(),
    neverValidated: input.unvalidated ?? new Set(),
    tenancy,
    environment,
    suppressions,
    upgrade: steps.upgrade(dialectsOf(rule)),
    downgrade: rule.scope?.downgrade ? steps.downgrade(dialectsOf(rule)) : [],
    postgresVersion: settings.postgresVersion,
    postgresVersionOrigin: settings.postgresVersionOrigin,
    libraries,
    options,
    show: (table) => (table.schema === undefined ? table.name : `${table.schema}.${table.name}`),
  };
}

/** X-dialect: a rule that knows PostgreSQL leaves out what only runs elsewhere, such as a test database of SQLite. */
function dialectsOf({ dialects }: Rule): readonly Dialect[] {
  return dialects.includes('postgresql') ? postgresql : dialects;
}

const postgresql: readonly Dialect[] = ['postgresql'];

/** The rule's findings, or the message it died with. */
function runRule(
  { rule, level: configured }: ActiveRule,
  input: LintInput,
  context: RuleContext,
): readonly Raised[] | string {
  const raised: Raised[] = [];
  const seen = new Set<string>();
  try {
    for (const report of rule.check(context)) {
      const level = lower(configured, report.level ?? configured);
      // A helper that runs twice, or an unrolled loop, says the same of the same place.
      const key = `${report.at.start} ${report.at.end} ${report.message}`;
      if (level === 'off' || seen.has(key)) continue;
      seen.add(key);
      raised.push({ rule, report, finding: toFinding(rule, level, report, input.migration) });
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return raised;
}

const order = ['off', 'info', 'warning', 'error'] as const satisfies readonly Level[];

function lower(a: Level, b: Level): Level {
  return order.indexOf(a) < order.indexOf(b) ? a : b;
}

function toFinding(rule: Rule, level: Exclude<Level, 'off'>, report: Report, migration: Migration): Raised['finding'] {
  let fixes: readonly Fix[] | undefined;
  return {
    rule: rule.name,
    level,
    message: report.message,
    file: migration.file,
    revision: migration.header.revision?.value,
    direction: directionOf(report, migration),
    span: report.at,
    related: report.related ?? [],
    fixes: () => {
      fixes ??= computeFixes(report);
      return fixes;
    },
  };
}

/** A fix that can't be computed is no fix; the finding stands without it. */
function computeFixes(report: Report): readonly Fix[] {
  try {
    return writableFixes(report.fixes?.() ?? [], report.operation);
  } catch {
    return [];
  }
}

function directionOf(report: Report, migration: Migration): Finding['direction'] {
  const { operation, at } = report;
  if (operation !== undefined && migration.upgrade.includes(operation)) return 'upgrade';
  if (operation !== undefined && migration.downgrade.includes(operation)) return 'downgrade';
  if (migration.functions.upgrade && contains(migration.functions.upgrade.span, at)) return 'upgrade';
  if (migration.functions.downgrade && contains(migration.functions.downgrade.span, at)) return 'downgrade';
  return undefined;
}

/** Of the findings with one hazard on one operation, those of the most specific rule. */
function withoutOverlaps(raised: readonly Raised[]): readonly Raised[] {
  return raised.filter(({ rule, report }) => {
    const { hazard } = rule;
    if (hazard === undefined || report.operation === undefined) return true;
    return !raised.some(
      (other) =>
        other.report.operation === report.operation &&
        other.rule.hazard?.name === hazard.name &&
        other.rule.hazard.specificity > hazard.specificity,
    );
  });
}

function inOrder(raised: readonly Raised[], text: string): readonly Finding[] {
  return withMarks(sorted(raised.map((one) => one.finding)), text);
}

function sorted<F extends Raised['finding']>(findings: readonly F[]): readonly F[] {
  return findings.toSorted(
    (a, b) =>
      a.span.start - b.span.start || a.span.end - b.span.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
  );
}
