/** `alembic-guard lint`: findings of the given projects or files. */

import { readFile, writeFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { InvalidArgumentError, Option } from 'commander';
import type { ProjectSnapshot } from '../../core/analysis.ts';
import type { Fix, Level } from '../../core/lint/rule.ts';
import { ruleNamed } from '../../core/lint/rule-named.ts';
import type { LintSettings } from '../../core/lint/settings.ts';
import { applyEdits, overlap } from '../../core/text/edit.ts';
import { relative } from '../choose.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes, UsageError } from '../exit.ts';
import { lintGithub } from '../formats/lint-github.ts';
import { lintGitlab } from '../formats/lint-gitlab.ts';
import { lintJson } from '../formats/lint-json.ts';
import { lintPretty } from '../formats/lint-pretty.ts';
import { lintSarif } from '../formats/lint-sarif.ts';
import { findingsOf, isUnread, type LintReport, problemLine } from '../lint-report.ts';
import { type Selection, selectProjects } from '../projects.ts';
import type { Terminal } from '../terminal.ts';

type FailOn = LintSettings['failOn'];

interface LintOptions {
  readonly format: string;
  readonly failOn?: FailOn;
  readonly rule: readonly RuleLevel[];
  readonly fix?: boolean;
  readonly since?: string;
}

interface RuleLevel {
  readonly rule: string;
  readonly level: Level;
}

interface Format {
  write(report: LintReport, terminal: Terminal): string | Promise<string>;
  /** For programs alone, so that a person who watches the log hears of problems on stderr. */
  readonly silent: boolean;
}

const formats: Readonly<Record<string, Format>> = {
  pretty: { write: lintPretty, silent: false },
  json: { write: lintJson, silent: true },
  sarif: { write: lintSarif, silent: true },
  github: { write: lintGithub, silent: false },
  gitlab: { write: lintGitlab, silent: true },
};
const weight = { info: 0, warning: 1, error: 2, never: 3 } as const;

export const lintCommand: AddCommand = (program, terminal, finish) => {
  program
    .command('lint')
    .description('report what is dangerous in the migrations of the projects below each path')
    .argument('[path...]', 'folders, alembic.ini files or revision files', ['.'])
    .addOption(new Option('--format <format>', 'how to print').choices(Object.keys(formats)).default('pretty'))
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 from this level on').choices(['error', 'warning', 'info', 'never']),
    )
    .option('--rule <name=level>', 'set the level of a rule: error, warning, info or off', collectRule, [])
    .option('--fix', 'apply the preferred fix of each finding that has one')
    .option('--since <gitref>', 'only revisions that the ref lacks')
    .action(async (paths: string[], options: LintOptions) => finish(await lint(paths, options, terminal)));
};

async function lint(paths: readonly string[], options: LintOptions, terminal: Terminal): Promise<ExitCode> {
  if (options.since !== undefined) throw new UsageError('--since is not part of this version. Name the files instead.');
  const started = performance.now();
  const found = await selectProjects(terminal.cwd, paths);
  let selections = found.selections.map((selection) => withLevels(selection, options.rule));
  if (options.fix === true) selections = await applyFixes(selections, terminal);
  const problems = problemsOf(selections, found.problems);
  const report = { cwd: terminal.cwd, selections, problems, elapsedMs: Math.round(performance.now() - started) };
  const format = formats[options.format];
  terminal.out((await format?.write(report, terminal)) ?? '');
  if (format?.silent) for (const problem of problems) terminal.error(`${problemLine(problem, terminal)}\n`);
  return verdict(report, options.failOn);
}

function verdict({ selections, problems }: LintReport, failOn: FailOn | undefined): ExitCode {
  if (problems.some(isUnread)) return exitCodes.usage;
  const fails = selections.some((selection) => {
    const limit = weight[failOn ?? selection.opened.project.settings.failOn];
    return findingsOf(selection).some((finding) => weight[finding.level] >= limit);
  });
  const broken = failOn !== 'never' && problems.some(({ level }) => level === 'error');
  return fails || broken ? exitCodes.findings : exitCodes.done;
}

function problemsOf(
  selections: readonly Selection[],
  workspace: Awaited<ReturnType<typeof selectProjects>>['problems'],
) {
  const own = selections.flatMap(({ opened, files }) =>
    [...opened.snapshot.problems, ...opened.snapshot.failures()]
      .filter((problem) => files.includes(problem.file))
      .map((problem) => ({
        code: problem.code,
        level: 'error' as const,
        message: problem.message,
        file: problem.file,
        ...(problem.rule === undefined ? {} : { rule: problem.rule }),
        line: (opened.snapshot.text(problem.file) ?? '').slice(0, problem.span.start).split('\n').length - 1,
      })),
  );
  return [...workspace.map((problem) => ({ ...problem, line: problem.range.start.line })), ...own];
}

function collectRule(value: string, previous: readonly RuleLevel[]): readonly RuleLevel[] {
  const [rule = '', level = ''] = value.split('=');
  if (ruleNamed(rule) === undefined) {
    throw new InvalidArgumentError(`There is no rule "${rule}". \`alembic-guard rules\` lists them.`);
  }
  if (level !== 'error' && level !== 'warning' && level !== 'info' && level !== 'off') {
    throw new InvalidArgumentError(`"${level}" is no level. Write NAME=error, warning, info or off.`);
  }
  return [...previous, { rule, level }];
}

function withLevels(selection: Selection, levels: readonly RuleLevel[]): Selection {
  if (levels.length === 0) return selection;
  const { project, snapshot } = selection.opened;
  const { settings } = project;
  const own = Object.fromEntries(levels.map(({ rule, level }) => [rule, { ...settings.rules[rule], level }]));
  const changed = { ...settings, rules: { ...settings.rules, ...own } };
  return {
    ...selection,
    opened: { project: { ...project, settings: changed }, snapshot: snapshot.withSettings(changed) },
  };
}

/** How often a fix may bring forth the next one; recipes settle in one or two passes. */
const passes = 20;

/** Writes preferred fixes until none is left. A file that a fix creates never replaces an existing one. */
async function applyFixes(selections: readonly Selection[], terminal: Terminal): Promise<Selection[]> {
  const results: Selection[] = [];
  let applied = 0;
  for (const selection of selections) {
    let { snapshot } = selection.opened;
    for (const file of selection.files) {
      for (let pass = 0; pass < passes; pass++) {
        const fix = preferredFix(snapshot, file);
        if (fix === undefined) break;
        snapshot = await write(snapshot, file, fix, terminal.cwd);
        applied++;
      }
    }
    results.push({ ...selection, opened: { ...selection.opened, snapshot } });
  }
  terminal.error(`${applied} ${applied === 1 ? 'fix' : 'fixes'} applied.\n`);
  return results;
}

/** The first fix that changes something and whose edits can be made together. */
function preferredFix(snapshot: ProjectSnapshot, file: string): Fix | undefined {
  const text = snapshot.text(file) ?? '';
  return snapshot
    .findings(file)
    .flatMap((finding) => finding.fixes())
    .filter(({ preferred, edits }) => preferred && !overlap(edits))
    .find(
      ({ edits, others = [], creates = [] }) =>
        applyEdits(text, edits) !== text ||
        others.length > 0 ||
        creates.some((one) => snapshot.text(one.file) === undefined),
    );
}

async function write(snapshot: ProjectSnapshot, file: string, fix: Fix, cwd: string): Promise<ProjectSnapshot> {
  let after = snapshot;
  for (const { file: created, text } of fix.creates ?? []) {
    await writeFile(created, text, { flag: 'wx' });
    after = after.withFile(created, text);
  }
  for (const change of [{ file, edits: fix.edits }, ...(fix.others ?? [])]) {
    const before = snapshot.text(change.file) ?? '';
    if ((await readFile(change.file, 'utf8')) !== before) {
      throw new UsageError(`${relative(cwd, change.file)} changed while it was being fixed. Run the command again.`);
    }
    const text = applyEdits(before, change.edits);
    await writeFile(change.file, text);
    after = after.withFile(change.file, text);
  }
  return after;
}
