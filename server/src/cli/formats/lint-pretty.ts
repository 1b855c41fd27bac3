/** Findings for people: each with the code it stands in, then a summary. */

import type { VersionOrigin } from '../../core/lint/rule.ts';
import type { LintSettings } from '../../core/lint/settings.ts';
import { relative } from '../choose.ts';
import { findingsOf, knownOf, type LintReport, problemLine, suppressedOf } from '../lint-report.ts';
import type { Selection } from '../projects.ts';
import type { Terminal } from '../terminal.ts';
import { findingText } from './finding-text.ts';

export function lintPretty(report: LintReport, terminal: Terminal): string {
  const { selections, problems } = report;
  const parts = selections.flatMap((selection) => [
    heading(selection, terminal),
    ...findingsOf(selection).map((finding) => findingText(finding, selection.opened.snapshot, terminal)),
    ...opaqueNote(selection),
  ]);
  const { red } = terminal.colors;
  return [
    ...parts,
    ...problems.map((problem) => red(problemLine(problem, terminal))),
    summary(report, terminal),
    '',
  ].join('\n');
}

function heading({ opened: { project, snapshot }, files }: Selection, { colors, cwd }: Terminal): string {
  const count = snapshot.graph.revisions.size;
  const heads = snapshot.graph.heads.join(', ') || 'no head';
  const where = relative(cwd, project.config ?? project.root);
  const part = files.length < snapshot.files.length ? `, ${files.length} of ${snapshot.files.length} files` : '';
  return [
    colors.bold(where) + colors.dim(`  ${plural(count, 'revision')}, head ${heads}${part}`),
    colors.dim(`Tenants: ${snapshot.tenancy.explanation}`),
    colors.dim(versionNote(snapshot.settings)),
    '',
  ].join('\n');
}

/** For which server the findings hold: what locks and what fails differs from version to version. */
function versionNote({ postgresVersion, postgresVersionOrigin }: LintSettings): string {
  return `PostgreSQL: judged for version ${postgresVersion}${origins[postgresVersionOrigin]}.`;
}

const origins: Readonly<Record<VersionOrigin, string>> = {
  configured: '',
  database: ', as the database says',
  default: ', a current default; postgres-version names yours',
};

function opaqueNote({ opened: { snapshot }, files }: Selection): readonly string[] {
  const count = files.reduce((sum, file) => sum + snapshot.opaque(file).length, 0);
  if (count === 0) return [];
  return [`${plural(count, 'operation')} could not be read without running Python; --format json lists them.`, ''];
}

/** How many findings of each level, in how many files. */
export function summary({ selections, problems, elapsedMs }: LintReport, { colors }: Terminal): string {
  const findings = selections.flatMap(findingsOf);
  const files = selections.reduce((sum, selection) => sum + selection.files.length, 0);
  const suppressed = selections.flatMap(suppressedOf).length;
  const counts = (['error', 'warning', 'info'] as const)
    .map((level) => ({ level, count: findings.filter((finding) => finding.level === level).length }))
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => (level === 'info' ? `${count} info` : plural(count, level)));
  const unread = problems.length > 0 ? [plural(problems.length, 'problem')] : [];
  const result = [...counts, ...unread].join(', ') || colors.green('No findings');
  const known = selections.flatMap(knownOf).length;
  const silenced = `${suppressed > 0 ? `, ${suppressed} suppressed` : ''}${known > 0 ? `, ${known} known` : ''}`;
  return `${result}${silenced} in ${plural(files, 'file')} (${elapsedMs} ms)`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
