/** The Code Quality report of GitLab. */

import { createHash } from 'node:crypto';
import { fingerprintOf } from '../../core/lint/fingerprint.ts';
import { relative } from '../choose.ts';
import { findingsOf, type LintReport } from '../lint-report.ts';
import { rangesOf } from '../ranges.ts';

const severities = { error: 'critical', warning: 'major', info: 'info' } as const;

export function lintGitlab({ cwd, selections, problems }: LintReport): string {
  const findings = selections.flatMap((selection) => {
    const { project, snapshot } = selection.opened;
    const range = rangesOf(snapshot);
    const home = relative(cwd, project.root);
    return findingsOf(selection).map((finding) => {
      const { start, end } = range(finding.file, finding.span);
      return {
        type: 'issue',
        check_name: finding.rule,
        description: finding.message,
        severity: severities[finding.level],
        // Of issues with one fingerprint GitLab keeps one, and two projects may hold the same revision.
        fingerprint: digest([home, fingerprintOf(finding)]),
        location: { path: relative(cwd, finding.file), lines: { begin: start.line + 1, end: end.line + 1 } },
      };
    });
  });
  const unread = problems.map(({ code, level, message, file, line }) => ({
    type: 'issue',
    check_name: code,
    description: message,
    severity: severities[level],
    fingerprint: digest([relative(cwd, file), code, message]),
    location: { path: relative(cwd, file), lines: { begin: line + 1 } },
  }));
  return `${JSON.stringify([...findings, ...unread], undefined, 2)}\n`;
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
