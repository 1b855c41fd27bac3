/** SARIF 2.1.0, for code scanning and the viewers of editors. */

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Sarif from 'sarif';
import type { Finding } from '../../core/lint/finding.ts';
import { fingerprintOf } from '../../core/lint/fingerprint.ts';
import type { Fix, Level } from '../../core/lint/rule.ts';
import type { Span } from '../../core/text/span.ts';
import { baselinePath } from '../../workspace/baseline-file.ts';
import { relative } from '../choose.ts';
import { findingsOf, isUnread, knownOf, type LintReport, suppressedOf } from '../lint-report.ts';
import type { Selection } from '../projects.ts';
import { rangesOf } from '../ranges.ts';
import { version } from '../version.ts';
import { describeRules } from './sarif-rules.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<
  Exclude<Level, 'off'>,
  Sarif.Result.level
>;

export async function lintSarif({ cwd, selections, problems }: LintReport): Promise<string> {
  const spoken = selections.flatMap((selection) => [
    ...findingsOf(selection),
    ...suppressedOf(selection),
    ...knownOf(selection),
  ]);
  const rules = await describeRules([...new Set(spoken.map(({ rule }) => rule))].sort(), levels);
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const root = pathToFileURL(cwd + path.sep).href;
  const run: Sarif.Run = {
    tool: { driver: { name: 'Alembic Guard', version, semanticVersion: version, rules: [...rules] } },
    columnKind: 'utf16CodeUnits',
    newlineSequences: ['\r\n', '\n', '\r'],
    originalUriBaseIds: { '%SRCROOT%': { uri: root } },
    invocations: [
      {
        executionSuccessful: !problems.some(isUnread),
        workingDirectory: { uri: root },
        toolExecutionNotifications: problems.map(({ code, level, message, file, line, rule }) => ({
          descriptor: { id: code },
          level: levels[level],
          message: { text: message },
          locations: [{ physicalLocation: { artifactLocation: artifact(cwd, file), region: { startLine: line + 1 } } }],
          ...(rule === undefined ? {} : { associatedRule: { id: rule } }),
        })),
      },
    ],
    results: selections.flatMap((selection) => resultsOf(cwd, selection, indexes)),
  };
  const log: Sarif.Log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function resultsOf(cwd: string, selection: Selection, indexes: ReadonlyMap<string, number>): readonly Sarif.Result[] {
  const { snapshot } = selection.opened;
  const range = rangesOf(snapshot);
  const region = (file: string, span: Span): Sarif.Region => {
    const { start, end } = range(file, span);
    return {
      startLine: start.line + 1,
      startColumn: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
    };
  };
  const result = (finding: Finding): Sarif.Result => {
    const { rule, level, message, file, span, related } = finding;
    const fixes = finding.fixes().flatMap((fix) => fixOf(cwd, file, fix, region) ?? []);
    return {
      ruleId: rule,
      ruleIndex: indexes.get(rule) ?? -1,
      level: levels[level],
      message: { text: message },
      locations: [
        {
          physicalLocation: { artifactLocation: artifact(cwd, file), region: region(file, span) },
          ...logicalLocations(finding),
        },
      ],
      ...(related.length === 0
        ? {}
        : {
            relatedLocations: related.map((other, id) => ({
              id: id + 1,
              message: { text: other.message },
              physicalLocation: {
                artifactLocation: artifact(cwd, other.file),
                region: region(other.file, other.span),
              },
            })),
          }),
      partialFingerprints: { 'alembicGuard/v1': fingerprintOf(finding) },
      ...(fixes.length === 0 ? {} : { fixes }),
    };
  };
  const accepted = (finding: Finding, kind: Sarif.Suppression.kind, justification: string): Sarif.Result => ({
    ...result(finding),
    suppressions: [{ kind, status: 'accepted', justification }],
  });
  const known = `${relative(cwd, baselinePath(selection.opened.project))} knows it.`;
  return [
    ...findingsOf(selection).map(result),
    ...suppressedOf(selection).map((finding) => accepted(finding, 'inSource', finding.reason)),
    ...knownOf(selection).map((finding) => accepted(finding, 'external', known)),
  ];
}

/** The function of the revision that the finding is in. */
function logicalLocations({ revision, direction }: Finding): Pick<Sarif.Location, 'logicalLocations'> {
  if (revision === undefined || direction === undefined) return {};
  return { logicalLocations: [{ name: direction, fullyQualifiedName: `${revision}.${direction}`, kind: 'function' }] };
}

/** A fix as replacements. One that makes a new file can't be said in SARIF, and half a recipe would do harm. */
function fixOf(
  cwd: string,
  own: string,
  { title, edits, others = [], creates = [] }: Fix,
  region: (file: string, span: Span) => Sarif.Region,
): Sarif.Fix | undefined {
  if (creates.length > 0) return undefined;
  const changes = [{ file: own, edits }, ...others].filter((change) => change.edits.length > 0);
  if (changes.length === 0) return undefined;
  return {
    description: { text: title },
    artifactChanges: changes.map(({ file, edits: changed }) => ({
      artifactLocation: artifact(cwd, file),
      replacements: changed.map(({ span, newText }) => ({
        deletedRegion: region(file, span),
        insertedContent: { text: newText },
      })),
    })),
  };
}

/** Relative to the source root; a file outside it by its whole address. */
function artifact(cwd: string, file: string): Sarif.ArtifactLocation {
  const shown = relative(cwd, file);
  if (shown.startsWith('../') || path.isAbsolute(shown)) return { uri: pathToFileURL(file).href };
  return { uri: shown.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}
