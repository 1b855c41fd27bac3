/** A finding for people, with the code it stands in. */

import { codeFrameColumns } from '@babel/code-frame';
import type { ProjectSnapshot } from '../../core/analysis.ts';
import type { Finding } from '../../core/lint/finding.ts';
import { indexLines, rangeOf } from '../../core/text/line-index.ts';
import { relative } from '../choose.ts';
import type { Terminal } from '../terminal.ts';

/** Level, rule, place, message, code, what it is related to, and the preferred fix; several lines, the last one ended. */
export function findingText(
  finding: Finding,
  snapshot: ProjectSnapshot,
  { colors, cwd }: Pick<Terminal, 'colors' | 'cwd'>,
): string {
  const text = snapshot.text(finding.file) ?? '';
  const { start, end } = rangeOf(indexLines(text), finding.span);
  const paint = { error: colors.red, warning: colors.yellow, info: colors.cyan }[finding.level];
  const place = `${relative(cwd, finding.file)}:${start.line + 1}:${start.character + 1}`;
  const frame = codeFrameColumns(
    text,
    {
      start: { line: start.line + 1, column: start.character + 1 },
      end: { line: end.line + 1, column: end.character + 1 },
    },
    { linesAbove: 1, linesBelow: 1 },
  );
  const fix = finding.fixes().find(({ preferred }) => preferred);
  return [
    `${paint(finding.level)}  ${colors.bold(finding.rule)}  ${place}`,
    `  ${finding.message}`,
    frame,
    ...finding.related.map((related) => colors.dim(`  ${relative(cwd, related.file)}: ${related.message}`)),
    ...(fix === undefined ? [] : [colors.green(`  fix: ${fix.title}`)]),
    '',
  ].join('\n');
}
