/**
 * What a finding is known by from one run to the next: rule, revision, direction and the code that it marks. Neither the
 * line nor the folder counts, nor the words of the message, so that a moved line or a new version brings up nothing old.
 */

import { md5 } from '../text/md5.ts';
import { slice } from '../text/span.ts';
import type { Finding } from './finding.ts';

/** 32 hexadecimal digits, different for every finding of a project in which no two files claim one revision. */
export function fingerprintOf(finding: Finding): string {
  const { rule, direction, mark } = finding;
  return md5(JSON.stringify([rule, homeOf(finding), direction ?? '', mark.source, mark.occurrence]));
}

/** The revision that a finding belongs to; the name of the file where that has none. */
export function homeOf({ revision, file }: Pick<Finding, 'revision' | 'file'>): string {
  return revision ?? file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

/**
 * The findings of one file, in their order, with what tells them apart: those of one rule that mark the same code are
 * known by which of them comes first.
 */
export function withMarks<F extends Pick<Finding, 'rule' | 'direction' | 'span'>>(
  findings: readonly F[],
  text: string,
): readonly (F & Pick<Finding, 'mark'>)[] {
  const alike = new Map<string, number>();
  return findings.map((finding) => {
    const { rule, direction, span } = finding;
    const source = slice(text, span).replaceAll(/\s+/g, ' ').trim();
    const key = JSON.stringify([rule, direction, source]);
    const occurrence = alike.get(key) ?? 0;
    alike.set(key, occurrence + 1);
    return { ...finding, mark: { source, occurrence } };
  });
}
