/** The JSON document of `lint`; a contract, see `schemaVersion`. */

import { indexLines, rangeOf } from '../../core/text/line-index.ts';
import { relative } from '../choose.ts';
import { findingsOf, knownOf, type LintReport, suppressedOf } from '../lint-report.ts';
import type { Selection } from '../projects.ts';
import { rangesOf } from '../ranges.ts';

export function lintJson({ cwd, selections, problems, elapsedMs }: LintReport): string {
  const document = {
    schemaVersion: 1,
    projects: selections.map((selection) => projectJson(cwd, selection)),
    findings: selections.flatMap((selection) => findingsJson(cwd, selection)),
    opaque: selections.flatMap((selection) => opaqueJson(cwd, selection)),
    problems: problems.map(({ code, level, message, file, line }) => ({
      code,
      severity: level,
      message,
      file: relative(cwd, file),
      line,
    })),
    suppressed: selections.flatMap(suppressedOf).length,
    known: selections.flatMap(knownOf).length,
    files: selections.reduce((sum, { files }) => sum + files.length, 0),
    elapsedMs,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function projectJson(cwd: string, { opened: { project, snapshot } }: Selection) {
  const { strategy, source, columns, root, explanation } = snapshot.tenancy;
  return {
    root: relative(cwd, project.root),
    config: project.config === undefined ? null : relative(cwd, project.config),
    section: project.section,
    revisions: snapshot.graph.revisions.size,
    heads: snapshot.graph.heads,
    tenancy: { strategy, source, columns, root: root ?? null, explanation },
    postgresVersion: snapshot.settings.postgresVersion,
    postgresVersionOrigin: snapshot.settings.postgresVersionOrigin,
  };
}

function findingsJson(cwd: string, selection: Selection) {
  const range = rangesOf(selection.opened.snapshot);
  return findingsOf(selection).map((finding) => ({
    rule: finding.rule,
    severity: finding.level,
    message: finding.message,
    file: relative(cwd, finding.file),
    revision: finding.revision ?? null,
    direction: finding.direction ?? null,
    range: range(finding.file, finding.span),
    docs: `docs/rules/${finding.rule}.md`,
    related: finding.related.map(({ message, file, span }) => ({
      message,
      file: relative(cwd, file),
      range: range(file, span),
    })),
    fixes: finding.fixes().map((fix) => ({
      title: fix.title,
      preferred: fix.preferred,
      edits: [{ file: finding.file, edits: fix.edits }, ...(fix.others ?? [])].flatMap(({ file, edits }) =>
        edits.map(({ span, newText }) => ({ file: relative(cwd, file), range: range(file, span), newText })),
      ),
      creates: (fix.creates ?? []).map(({ file, text }) => ({ file: relative(cwd, file), text })),
    })),
  }));
}

function opaqueJson(cwd: string, { opened: { snapshot }, files }: Selection) {
  return files.flatMap((file) => {
    const index = indexLines(snapshot.text(file) ?? '');
    return snapshot.opaque(file).map(({ span, source, reason }) => ({
      file: relative(cwd, file),
      range: rangeOf(index, span),
      source,
      reason,
    }));
  });
}
