/** Results for an earlier, whole text of a file, brought to the text that it has now. */

import { type Change, isUntouched, movedEdit, movedSpan } from '../text/change.ts';
import type { Finding } from './finding.ts';
import type { Fix } from './rule.ts';
import type { LintResult } from './run.ts';

/** The same result where nothing changed. Fixes that would edit the changed stretch are left out. */
export function inCurrentText(result: LintResult, change: Change | undefined): LintResult {
  if (change === undefined) return result;
  return {
    ...result,
    findings: result.findings.map((finding) => movedFinding(finding, change)),
    known: result.known.map((finding) => movedFinding(finding, change)),
    suppressed: result.suppressed.map((finding) => movedFinding(finding, change)),
  };
}

function movedFinding<F extends Finding>(finding: F, change: Change): F {
  return {
    ...finding,
    span: movedSpan(finding.span, change),
    related: finding.related.map((one) =>
      one.file === finding.file ? { ...one, span: movedSpan(one.span, change) } : one,
    ),
    fixes: () => finding.fixes().flatMap((fix) => movedFix(fix, change) ?? []),
  };
}

function movedFix(fix: Fix, change: Change): Fix | undefined {
  if (!fix.edits.every((edit) => isUntouched(edit.span, change))) return undefined;
  return { ...fix, edits: fix.edits.map((edit) => movedEdit(edit, change)) };
}
