/** The question before a write: what will be written to, and what will run. */

import type { FindingCounts, RevisionData, TargetData } from '../../../server/src/protocol/messages.ts';
import { findingsText, firstLine } from '../revisions/item.ts';

export interface Question {
  readonly direction: 'upgrade' | 'downgrade';
  readonly project: string;
  readonly target: TargetData;
  /** Rows of the version table now. */
  readonly rows: readonly string[];
  /** In the order in which Alembic runs them. */
  readonly revisions: readonly RevisionData[];
}

/** Undefined: no. */
export type Answer = 'run' | 'preview' | undefined;

export type Confirm = (question: Question) => Thenable<Answer>;

const mostShown = 12;
const mostNamed = 4;

export function questionTitle({ direction, target, revisions }: Question): string {
  const count = `${revisions.length} revision${revisions.length === 1 ? '' : 's'}`;
  return direction === 'upgrade' ? `Upgrade ${target.label} by ${count}?` : `Downgrade ${target.label} by ${count}?`;
}

export function questionDetail(question: Question): string {
  const { target, rows, revisions, project } = question;
  const dialect = target.dialect === 'postgresql' ? 'PostgreSQL' : target.dialect;
  return [
    `Project ${project}, ${dialect}, address from ${target.source}`,
    `Now at ${rows.length === 0 ? 'no revision' : rows.join(', ')}`,
    '',
    question.direction === 'upgrade' ? 'Will be applied, in this order:' : 'Will be taken back, in this order:',
    ...revisionLines(revisions),
    '',
    findingsLine(revisions),
  ].join('\n');
}

export function actionTitle(direction: Question['direction']): string {
  return direction === 'upgrade' ? 'Upgrade' : 'Downgrade';
}

/** All of them, or the first ones and the last. */
function revisionLines(revisions: readonly RevisionData[]): readonly string[] {
  const lines = revisions.map(({ id, message }) => `  ${id}  ${firstLine(message)}`.trimEnd());
  if (lines.length <= mostShown) return lines;
  const left = lines.length - mostShown;
  return [...lines.slice(0, mostShown - 1), `  … and ${left} more`, ...lines.slice(-1)];
}

/** How many there are and, as long as they fit, in which revisions. */
function findingsLine(revisions: readonly RevisionData[]): string {
  const concerned = revisions.filter(
    ({ findings }) => findings && findings.error + findings.warning + findings.info > 0,
  );
  const text = findingsText(total(revisions));
  if (concerned.length === 0 || revisions.length === 1) return `${text} in ${revisions.length === 1 ? 'it' : 'them'}.`;
  const where = concerned.length > mostNamed ? `${concerned.length} of them` : concerned.map(({ id }) => id).join(', ');
  return `${text} in ${where}.`;
}

function total(revisions: readonly RevisionData[]): FindingCounts {
  return revisions.reduce(
    (sum, { findings }) => ({
      error: sum.error + (findings?.error ?? 0),
      warning: sum.warning + (findings?.warning ?? 0),
      info: sum.info + (findings?.info ?? 0),
    }),
    { error: 0, warning: 0, info: 0 },
  );
}
