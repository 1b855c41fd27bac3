/** Workflow commands of GitHub Actions: each finding becomes an annotation of its line; a summary for the log follows. */

import type { Level } from '../../core/lint/rule.ts';
import { relative } from '../choose.ts';
import { findingsOf, type LintReport } from '../lint-report.ts';
import { rangesOf } from '../ranges.ts';
import type { Terminal } from '../terminal.ts';
import { summary } from './lint-pretty.ts';

export function lintGithub(report: LintReport, terminal: Terminal): string {
  const { cwd, selections, problems } = report;
  const findings = selections.flatMap((selection) => {
    const range = rangesOf(selection.opened.snapshot);
    return findingsOf(selection).map(({ rule, level, message, file, span }) => {
      const { start, end } = range(file, span);
      // Columns belong to one line: with another endLine they are refused.
      const columns = start.line === end.line ? { col: start.character + 1, endColumn: end.character + 1 } : {};
      const place = { file: relative(cwd, file), line: start.line + 1, endLine: end.line + 1, ...columns };
      return command(level, { ...place, title: rule }, message);
    });
  });
  const unread = problems.map(({ code, level, message, file, line }) =>
    command(level, { file: relative(cwd, file), line: line + 1, title: code }, message),
  );
  return [...findings, ...unread, summary(report, terminal), ''].join('\n');
}

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

function command(
  level: Exclude<Level, 'off'>,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${commands[level]} ${written.join(',')}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
