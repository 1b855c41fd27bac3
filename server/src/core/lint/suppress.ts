/**
 * Comments that silence findings: `# alembic-guard: ignore[rule, …] reason`, and `ignore-file[…]` in a file's header. A
 * date may stand before the reason: `until 2027-01-31 reason`, that day included.
 */

import type { Migration } from '../history/migration.ts';
import { indexLines, type LineIndex, positionAt } from '../text/line-index.ts';
import { nearest } from '../text/nearest.ts';
import { contains, type Located, type Span, slice } from '../text/span.ts';
import type { SuppressionNote } from './rule.ts';

/** A suppression as written. */
export interface Suppression {
  readonly span: Span;
  readonly scope: 'statement' | 'file';
  readonly rules: readonly Located<string>[];
  readonly reason: string;
  /** The last day on which it counts, as `2027-01-31`. */
  readonly until: string | undefined;
  readonly malformed: string | undefined;
  /** What stands behind the mark of one that can't be read. */
  readonly meant?: string;
}

/** What a suppression may silence. */
export interface Suppressible {
  readonly rule: string;
  readonly span: Span;
}

export function readSuppressions(migration: Migration): readonly Suppression[] {
  const functions = [migration.functions.upgrade, migration.functions.downgrade];
  const headerEnd = Math.min(...functions.map((one) => one?.span.start ?? migration.text.length));
  return migration.comments.flatMap((comment) => readComment(migration.text, comment, headerEnd) ?? []);
}

/**
 * Splits findings into those that stay and those that a comment silences. A comment counts for a statement when it
 * stands on one of its lines or in the comment lines right above it.
 */
export function suppress<F extends Suppressible>(
  findings: readonly F[],
  suppressions: readonly Suppression[],
  migration: Migration,
  today?: string,
): {
  readonly kept: readonly F[];
  readonly silenced: readonly (F & { readonly reason: string })[];
  readonly used: ReadonlySet<Located<string>>;
} {
  const used = new Set<Located<string>>();
  const valid = suppressions.filter((one) => one.malformed === undefined && one.reason !== '' && !isOver(one, today));
  if (valid.length === 0) return { kept: findings, silenced: [], used };
  const lines = indexLines(migration.text);
  const statements = statementsOf(migration);
  const kept: F[] = [];
  const silenced: (F & { reason: string })[] = [];
  for (const finding of findings) {
    const covered = coveredLines(finding.span, statements, migration.text, lines);
    const names = valid
      .filter((one) => one.scope === 'file' || isOn(positionAt(lines, one.span.start).line, covered))
      .flatMap(({ rules, reason }) => rules.map((rule) => ({ rule, reason })))
      .filter(({ rule }) => rule.value === finding.rule);
    for (const { rule } of names) used.add(rule);
    const [first] = names;
    if (first === undefined) kept.push(finding);
    else silenced.push({ ...finding, reason: first.reason });
  }
  return { kept, silenced, used };
}

/** Without knowing the day nothing is over. Days in this form compare as text. */
function isOver({ until }: Suppression, today: string | undefined): boolean {
  return until !== undefined && today !== undefined && until < today;
}

/** What became of the suppressions. `active` are the rules that had their say in this file, `known` all there are. */
export function noteSuppressions(
  suppressions: readonly Suppression[],
  used: ReadonlySet<Located<string>>,
  active: ReadonlySet<string>,
  known: ReadonlySet<string>,
  today?: string,
): readonly SuppressionNote[] {
  return suppressions.map((suppression) => ({
    span: suppression.span,
    malformed: suppression.malformed,
    meant: suppression.meant && meantBy(suppression.meant, known),
    reason: suppression.reason,
    expired: isOver(suppression, today) ? suppression.until : undefined,
    names: suppression.rules.map((rule) => ({
      name: rule.value,
      span: rule.span,
      outcome: !known.has(rule.value)
        ? ('unknown' as const)
        : used.has(rule)
          ? ('used' as const)
          : suppression.reason !== '' && !isOver(suppression, today) && active.has(rule.value)
            ? ('unused' as const)
            : ('idle' as const),
      nearest: known.has(rule.value) ? undefined : nearest(rule.value, known),
    })),
  }));
}

function readComment(text: string, comment: Span, headerEnd: number): Suppression | undefined {
  const source = slice(text, comment);
  const marker = /#\s*alembic-guard\s*:\s*/i.exec(source);
  if (marker === null) return undefined;
  const start = marker.index + marker[0].length;
  const span = { start: comment.start + marker.index, end: comment.end };
  const parts = /^(ignore|ignore-file)\s*\[([^\]]*)\]\s*(?:[-–—:]+\s*)?(.*)$/s.exec(source.slice(start));
  if (parts === null) {
    const why = 'It must read "# alembic-guard: ignore[rule-name] reason".';
    return { ...malformed(span, why), meant: source.slice(start) };
  }
  const [, verb = '', list = '', rest = ''] = parts;
  const [, until, afterDate = ''] = /^until\s+(\d[\d./-]*)\s*(?:[-–—:]+\s*)?(.*)$/s.exec(rest) ?? [];
  if (until !== undefined && !isDay(until)) return malformed(span, `${until} is no day; write it as 2027-01-31.`);
  const reason = (until === undefined ? rest : afterDate).trim();
  const listStart = comment.start + start + source.slice(start).indexOf('[') + 1;
  const rules = readNames(list, listStart);
  if (rules.length === 0) return malformed(span, 'It names no rule between the brackets.');
  if (verb === 'ignore') return { span, scope: 'statement', rules, reason, until, malformed: undefined };
  if (comment.start > headerEnd) return malformed(span, 'ignore-file must stand in the header, above the functions.');
  return { span, scope: 'file', rules, reason, until, malformed: undefined };
}

function malformed(span: Span, why: string): Suppression {
  return { span, scope: 'statement', rules: [], reason: '', until: undefined, malformed: why };
}

/** `ignore drop-table, drop-column reason` with the brackets it lacks. */
function meantBy(source: string, known: ReadonlySet<string>): string | undefined {
  const parts = /^(ignore(?:-file)?)\s*[:=(]?\s*([a-z][a-z0-9-]*(?:\s*,\s*[a-z][a-z0-9-]*)*)\s*[):]?\s*(\S.*)$/.exec(
    source,
  );
  if (parts === null) return undefined;
  const [, verb = '', list = '', reason = ''] = parts;
  const names = list.split(/\s*,\s*/);
  return names.every((name) => known.has(name)) ? `# alembic-guard: ${verb}[${names.join(', ')}] ${reason}` : undefined;
}

function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day >= 1 && day <= (days[month - 1] ?? 0);
}

function readNames(list: string, start: number): readonly Located<string>[] {
  return [...list.matchAll(/[^,]+/g)].flatMap((match) => {
    const value = match[0].trim();
    const at = start + match.index + match[0].indexOf(value);
    return value === '' ? [] : [{ value, span: { start: at, end: at + value.length } }];
  });
}

interface Lines {
  readonly first: number;
  readonly last: number;
}

function isOn(line: number, lines: Lines): boolean {
  return lines.first <= line && line <= lines.last;
}

function statementsOf(migration: Migration): readonly Span[] {
  return [...migration.upgrade, ...migration.downgrade].map((operation) => operation.origin.call.statement);
}

/** The lines of the statement that holds the span (of the span itself when none does), comments above included. */
function coveredLines(span: Span, statements: readonly Span[], text: string, index: LineIndex): Lines {
  const holders = statements.filter((statement) => contains(statement, span));
  const holder = holders.sort((a, b) => a.end - a.start - (b.end - b.start))[0] ?? span;
  let first = positionAt(index, holder.start).line;
  const last = positionAt(index, Math.max(holder.start, holder.end - 1)).line;
  while (first > 0 && /^\s*#/.test(text.slice(index.starts[first - 1] ?? 0, index.starts[first] ?? 0))) first--;
  return { first, last };
}
