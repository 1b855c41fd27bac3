/** Between core's offsets and the wire's positions, and between findings and diagnostics. */

import {
  type CodeDescription,
  type Diagnostic,
  DiagnosticSeverity,
  type Range,
  type TextEdit,
} from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import type { ProjectProblem } from '../core/analysis.ts';
import type { Finding } from '../core/lint/finding.ts';
import type { Edit } from '../core/text/edit.ts';
import { indexLines, type LineIndex, rangeOf } from '../core/text/line-index.ts';
import type { Span } from '../core/text/span.ts';
import type { WorkspaceProblem } from '../workspace/project.ts';

export const source = 'alembic-guard';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

export function uriOf(path: string): string {
  return URI.file(path).toString();
}

export function pathOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath : undefined;
}

export function toRange(index: LineIndex, at: Span): Range {
  return rangeOf(index, at);
}

/** What turns findings into diagnostics needs to know of the surroundings. */
export interface DiagnosticContext {
  /** Address of a rule's page. */
  page(rule: string): string | undefined;
  /** Text of any file of the project, for ranges in other files. */
  text(file: string): string | undefined;
}

export function toDiagnostic(finding: Finding, index: LineIndex, context: DiagnosticContext): Diagnostic {
  const diagnostic: Diagnostic = {
    range: toRange(index, finding.span),
    severity: severities[finding.level],
    source,
    code: finding.rule,
    message: finding.message,
  };
  const page = context.page(finding.rule);
  if (page !== undefined) diagnostic.codeDescription = { href: page } satisfies CodeDescription;
  if (finding.related.length > 0) {
    diagnostic.relatedInformation = finding.related.map((related) => ({
      message: related.message,
      location: {
        uri: uriOf(related.file),
        range: toRange(indexLines(context.text(related.file) ?? ''), related.span),
      },
    }));
  }
  return diagnostic;
}

/** A problem of reading, which no rule stands behind. */
export function problemDiagnostic(problem: ProjectProblem, index: LineIndex): Diagnostic {
  return {
    range: toRange(index, problem.span),
    severity: DiagnosticSeverity.Error,
    source,
    code: problem.code,
    message: problem.message,
  };
}

export function workspaceDiagnostic(problem: WorkspaceProblem): Diagnostic {
  return {
    range: problem.range,
    severity: severities[problem.level],
    source,
    code: problem.code,
    message: problem.message,
  };
}

export function toTextEdits(edits: readonly Edit[], index: LineIndex): TextEdit[] {
  return edits.map((edit) => ({ range: toRange(index, edit.span), newText: edit.newText }));
}
