/** `alembic-guard lint`: findings of the given projects or files. */

import { performance } from 'node:perf_hooks';
import { InvalidArgumentError, Option } from 'commander';
import type { Level } from '../../core/lint/rule.ts';
import { ruleNamed } from '../../core/lint/rule-named.ts';
import type { LintSettings } from '../../core/lint/settings.ts';
import { applyFixes } from '../apply-fixes.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes, UsageError } from '../exit.ts';
import { lintGithub } from '../formats/lint-github.ts';
import { lintGitlab } from '../formats/lint-gitlab.ts';
import { lintJson } from '../formats/lint-json.ts';
import { lintPretty } from '../formats/lint-pretty.ts';
import { lintSarif } from '../formats/lint-sarif.ts';
import { findingsOf, isUnread, type LintReport, problemLine } from '../lint-report.ts';
import { type Selection, selectProjects } from '../projects.ts';
import { compareWithBranch } from '../since.ts';
import type { Terminal } from '../terminal.ts';
import { staleEntries, writeBaselines } from '../write-baseline.ts';

type FailOn = LintSettings['failOn'];

interface LintOptions {
  readonly format: string;
  readonly failOn?: FailOn;
  readonly rule: readonly RuleLevel[];
  readonly fix?: boolean;
  readonly since?: string;
  readonly writeBaseline?: boolean;
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
    .option('--since <gitref>', 'only revisions that the branch, tag or commit lacks or that do something else there')
    .option('--write-baseline', 'take what is found for known, and write it to the baseline file')
    .action(async (paths: string[], options: LintOptions) => finish(await lint(paths, options, terminal)));
};

async function lint(paths: readonly string[], options: LintOptions, terminal: Terminal): Promise<ExitCode> {
  if (options.since !== undefined && options.writeBaseline === true) {
    throw new UsageError(
      '--write-baseline takes all that is found, so it does not go with --since. Leave one of them out.',
    );
  }
  const started = performance.now();
  const found = await selectProjects(terminal.cwd, paths);
  const chosen = found.selections.map((selection) => withLevels(selection, options.rule));
  const compared = await compareWithBranch(chosen, options.since);
  const selections = options.fix === true ? await applyFixes(compared.selections, terminal) : compared.selections;
  if (options.writeBaseline === true) {
    writeBaselines(selections, terminal);
    return exitCodes.done;
  }
  const stale = options.rule.length === 0 ? staleEntries(selections) : [];
  const problems = [...problemsOf(selections, found.problems), ...compared.problems, ...stale];
  const report = { cwd: terminal.cwd, selections, problems, elapsedMs: Math.round(performance.now() - started) };
  const format = formats[options.format];
  terminal.out((await format?.write(report, terminal)) ?? '');
  if (format?.silent) for (const problem of problems) terminal.error(`${problemLine(problem, terminal)}\n`);
  return verdict(report, options.failOn);
}

function verdict({ selections, problems }: LintReport, failOn: FailOn | undefined): ExitCode {
  if (problems.some(isUnread)) return exitCodes.usage;
  if (problems.some(({ code }) => misconfigured.has(code))) return exitCodes.usage;
  const fails = selections.some((selection) => {
    const limit = weight[failOn ?? selection.opened.project.settings.failOn];
    return findingsOf(selection).some((finding) => weight[finding.level] >= limit);
  });
  const broken = failOn !== 'never' && problems.some(({ level }) => level === 'error');
  return fails || broken ? exitCodes.findings : exitCodes.done;
}

/** Codes of settings that don't hold, so that the result isn't what the configuration asks for. */
const misconfigured = new Set(['bad-toml', 'bad-setting', 'unknown-setting', 'bad-baseline']);

function problemsOf(
  selections: readonly Selection[],
  workspace: Awaited<ReturnType<typeof selectProjects>>['problems'],
) {
  const own = selections.flatMap(({ opened, files }) =>
    [...files.flatMap((file) => opened.snapshot.problemsOf(file)), ...opened.snapshot.failures(files)].map(
      (problem) => ({
        code: problem.code,
        level: 'error' as const,
        message: problem.message,
        file: problem.file,
        ...(problem.rule === undefined ? {} : { rule: problem.rule }),
        line: (opened.snapshot.text(problem.file) ?? '').slice(0, problem.span.start).split('\n').length - 1,
      }),
    ),
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
    opened: {
      ...selection.opened,
      project: { ...project, settings: changed },
      snapshot: snapshot.withSettings(changed),
    },
  };
}
