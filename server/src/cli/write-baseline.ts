/** `lint --write-baseline`: what is found now counts as known from here on. */

import { existsSync, readFileSync } from 'node:fs';
import { type Baseline, baselineOf, readBaseline, sizeOf, unmatched } from '../core/lint/baseline.ts';
import { homeOf } from '../core/lint/fingerprint.ts';
import { baselinePath, readBaselineFile, writeBaselineFile } from '../workspace/baseline-file.ts';
import { relative } from './choose.ts';
import { findingsOf, knownOf, type ReportedProblem } from './lint-report.ts';
import type { Selection } from './projects.ts';
import type { Terminal } from './terminal.ts';

/** Writes the baseline of each project and tells where. Revisions whose files aren't selected keep what they have. */
export function writeBaselines(selections: readonly Selection[], terminal: Terminal): void {
  for (const selection of selections) {
    const { project, snapshot } = selection.opened;
    const file = baselinePath(project);
    const former = formerAt(file);
    const findings = [...findingsOf(selection), ...knownOf(selection)];
    const isWhole = selection.files.length === snapshot.files.length;
    const homes = selection.files.map((one) => homeOf({ revision: revisionOf(selection, one), file: one }));
    const concerned = isWhole ? new Set(Object.keys(former)) : new Set(homes);
    const baseline = baselineOf(findings, former, concerned);
    writeBaselineFile(file, baseline);
    const dropped = unmatched(former, findings).filter((entry) => concerned.has(entry.split(': ')[0] ?? ''));
    const gone = dropped.length === 0 ? '' : ` What no longer matches anything is gone from it: ${dropped.join(', ')}.`;
    const name = relative(terminal.cwd, file);
    terminal.error(`${name} holds ${sizeOf(baseline)} known findings.${gone}\n`);
    if (project.settings.baseline === undefined) {
      terminal.error(`It counts once the configuration names it: baseline = "${relative(project.root, file)}"\n`);
    }
  }
}

function formerAt(file: string): Baseline {
  const read = existsSync(file) ? readBaseline(readFileSync(file, 'utf8')) : { baseline: {} };
  return 'baseline' in read ? read.baseline : {};
}

function revisionOf({ opened }: Selection, file: string): string | undefined {
  return opened.snapshot.migration(file)?.header.revision?.value;
}

/** What a baseline holds and nothing is found for any more; only known where every file was looked at. */
export function staleEntries(selections: readonly Selection[]): readonly ReportedProblem[] {
  return selections.flatMap((selection): readonly ReportedProblem[] => {
    const { project, snapshot } = selection.opened;
    const { baseline } = readBaselineFile(project);
    if (baseline === undefined || selection.files.length < snapshot.files.length) return [];
    const stale = unmatched(baseline, knownOf(selection));
    if (stale.length === 0) return [];
    const message = `The baseline knows findings that are there no more (${stale.join(', ')}). Write it anew with --write-baseline.`;
    return [{ code: 'stale-baseline', level: 'info', message, file: baselinePath(project), line: 0 }];
  });
}
