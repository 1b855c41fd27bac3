/** The comparison as a page of Markdown. */

import { ruleNamed } from '../../../server/src/core/lint/rule-named.ts';
import { type LintSettings, levelOf } from '../../../server/src/core/lint/settings.ts';
import type { Comparison, Judged, Reason } from './compare.ts';
import { equivalents } from './equivalents.ts';

/** A history with what both found in it. */
export interface History {
  readonly name: string;
  readonly revisions: number;
  /** How many of them Alembic has printed; the others are rendered by us. */
  readonly printed: number;
  readonly statements: number;
  readonly comparison: Comparison;
}

export interface Versions {
  readonly squawk: string;
  readonly postgres: number;
}

const reasons: Readonly<Record<Reason, readonly [string, string]>> = {
  first: [
    'first revision',
    'The first revision of a history makes the schema on an empty database; nobody waits and no row is lost.',
  ],
  'new-table': [
    'new table',
    'All that is locked was made by the same revision, so that no other session can see it yet.',
  ],
  'new-column': [
    'new column',
    'The column was added by the same revision, so that no application knows it under its former name or needs it yet.',
  ],
  'no-block': [
    'no block',
    'Reads and writes go on while the lock is held (VALIDATE, CONCURRENTLY, renaming an index): there is no queue to time out of.',
  ],
  'no-work': [
    'no work',
    'PostgreSQL changes its catalogue and neither rewrites nor scans anything (a longer varchar, a nullable column with its key, a constraint that is validated already): the lock is held for a moment.',
  ],
  'other-database': [
    'other database',
    'The revision lies in the folder of another database, such as SQLite, and never runs on PostgreSQL.',
  ],
  environment: [
    'env.py',
    'env.py sets a lock_timeout itself, or computes what it passes to the connection, so that nothing is claimed of it; the printed SQL shows neither.',
  ],
  'run-time': [
    'run time',
    'What the call does, or to which table, depends on values that only the run has (`postgresql_concurrently=` from a variable, names read from the database); the printed SQL is that of one run.',
  ],
  taste: [
    'taste',
    'A convention, not a danger: the types of new columns, `IF EXISTS`, a statement timeout. Some are rules of ours too, in the profile `all`.',
  ],
  deliberate: [
    'deliberate',
    'A change that loses no rows and holds its lock for a moment; who writes it means it. Where it breaks something, a rule of ours says what.',
  ],
  frame: ['frame', "Alembic's own frame: the end of a transaction around an autocommit block."],
  text: [
    'not SQL yet',
    'A statement with parameters or values that only the run knows; squawk stops at it, and we read on with what is known.',
  ],
  unexplained: [
    'open',
    'No class computes these. By eye they are drops of temporary tables, a column of a table that the revision has just made, an index that is renamed, and defaults that only the run knows in calls that can be read otherwise.',
  ],
};

const columns = Object.keys(reasons) as Reason[];

export function comparisonPage(histories: readonly History[], settings: LintSettings, versions: Versions): string {
  const theirs = histories.flatMap(({ comparison }) => comparison.theirs);
  const ours = histories.flatMap(({ comparison }) => comparison.ours);
  return `${[
    '# Compared with squawk',
    `squawk ${versions.squawk} reads SQL; Alembic Guard reads migrations. Both were given the same histories: the five samples and ${histories.filter(isPublic).length} public ones. Each revision's upgrade became a file of SQL in a transaction, printed by the real Alembic where the revision runs without its application, written by us otherwise; PostgreSQL ${versions.postgres}. squawk ran with its default rules; of ours all were on, and what the profile \`recommended\` reports is counted apart.`,
    '`npm run oracle -- comparison FOLDER` makes this page anew from a folder of checkouts; `--list` names each place that is open.',
    '## The histories',
    historyTable(histories, settings),
    '## What squawk finds',
    'A finding is also ours where a rule of ours that means the same danger speaks at the same call. The last columns say why the others are not.',
    theirTable(theirs, settings),
    reasonList(theirs),
    '## What we find',
    `Of ${ours.length} findings, ${ours.filter(({ shared }) => shared).length} are of dangers that squawk reports at the same call. What SQL of the upgrade alone does not show, squawk can't know: downgrades, the graph of revisions, tenants, the Python around a statement, the schema before it.`,
    ourTable(ours, settings),
  ].join('\n\n')}\n`;
}

function isPublic({ name }: History): boolean {
  return !name.startsWith('sample ');
}

function isDefault(rule: string, settings: LintSettings): boolean {
  const known = ruleNamed(rule);
  return known !== undefined && levelOf(known, settings) !== 'off';
}

function historyTable(histories: readonly History[], settings: LintSettings): string {
  const rows = histories.map(({ name, revisions, printed, statements, comparison: { theirs, ours } }) => [
    name,
    revisions,
    printed,
    statements,
    theirs.length,
    ours.length,
    ours.filter(({ finding }) => isDefault(finding.rule, settings)).length,
  ]);
  const total = [1, 2, 3, 4, 5, 6].map((at) => rows.reduce((sum, row) => sum + Number(row[at]), 0));
  return table(
    ['history', 'revisions', 'printed by Alembic', 'statements', 'squawk', 'ours, all rules', 'ours, recommended'],
    [...rows, ['all', ...total]],
  );
}

function theirTable(theirs: readonly Judged[], settings: LintSettings): string {
  const names = [...new Set(theirs.map(({ finding }) => finding.rule))].sort();
  const used = columns.filter((reason) => theirs.some((one) => one.reason === reason));
  const rows = names.map((name) => {
    const own = theirs.filter(({ finding }) => finding.rule === name);
    const also = own.flatMap(({ ours }) => ours ?? []);
    const spoke = [...new Set(also.map(({ rule }) => rule))].sort();
    return [
      name,
      own.length,
      also.length,
      also.filter(({ rule }) => isDefault(rule, settings)).length,
      ...used.map((reason) => own.filter((one) => one.reason === reason).length || ''),
      spoke.map(link).join(', ') || (equivalents[name] === undefined ? 'no counterpart' : ''),
    ];
  });
  const sums = Array.from({ length: 3 + used.length }, (_, at) =>
    rows.reduce((sum, row) => sum + Number(row[at + 1] || 0), 0),
  );
  const titles = used.map((reason) => reasons[reason][0]);
  return table(['squawk', 'found', 'also ours', 'recommended', ...titles, 'by'], [...rows, ['all', ...sums, '']]);
}

function reasonList(theirs: readonly Judged[]): string {
  return columns
    .filter((reason) => theirs.some((one) => one.reason === reason))
    .map((reason) => `- **${reasons[reason][0]}**: ${reasons[reason][1]}`)
    .join('\n');
}

function ourTable(ours: Comparison['ours'], settings: LintSettings): string {
  const names = [...new Set(ours.map(({ finding }) => finding.rule))].sort();
  const rows = names.map((name) => {
    const own = ours.filter(({ finding }) => finding.rule === name);
    const shared = own.filter((one) => one.shared).length;
    return [
      link(name),
      ruleNamed(name)?.group ?? '',
      own.length,
      shared,
      own.length - shared,
      isDefault(name, settings) ? 'yes' : '',
    ];
  });
  return table(['ours', 'group', 'found', 'squawk too', 'ours alone', 'recommended'], rows);
}

function link(rule: string): string {
  return `[${rule}](rules/${rule}.md)`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const numbers = head.map((_, at) => at > 0 && rows.some((row) => typeof row[at] === 'number'));
  return [line(head), line(numbers.map((is) => (is ? '---:' : '---'))), ...rows.map(line)].join('\n');
}
