/** "Ignore with reason": the comment that silences one finding where it stands. */

import type { ProjectSnapshot } from '../analysis.ts';
import type { Finding } from '../lint/finding.ts';
import type { Fix } from '../lint/rule.ts';
import { insertion } from '../text/edit.ts';

/** A fix after which the author goes on typing. */
export interface IgnoreFix extends Fix {
  /** Where the reason belongs: an offset in the text as it is with the edits. */
  readonly reasonAt: number;
}

/** Inserts the comment above the statement, without the reason, which only the author knows; undefined where none can stand. */
export function ignoreFix(snapshot: ProjectSnapshot, finding: Finding): IgnoreFix | undefined {
  const migration = snapshot.migration(finding.file);
  if (migration === undefined) return undefined;
  const { text, style } = migration;
  const statements = [...migration.upgrade, ...migration.downgrade].map((operation) => operation.origin.call.statement);
  // Inside a call's arguments or its SQL string a comment might change the string; above the statement it never does.
  const holding = statements.find((one) => one.start <= finding.span.start && finding.span.start <= one.end);
  const line = lineStart(text, holding?.start ?? finding.span.start);
  const indent = /^[ \t]*/.exec(text.slice(line))?.[0] ?? '';
  const comment = `${indent}# alembic-guard: ignore[${finding.rule}] `;
  return {
    title: `Ignore ${finding.rule} here, with a reason`,
    preferred: false,
    edits: [insertion(line, comment + style.newline)],
    reasonAt: line + comment.length,
  };
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}
