/** What rules about changed rows ask of an UPDATE or DELETE: what it writes, whether it was reviewed, where it stands. */

import type { OperationOf } from '../operations/operation.ts';
import type { Span } from '../text/span.ts';
import type { Step } from './rule.ts';

export type DataChange = OperationOf<'update'> | OperationOf<'delete'>;

/** X-newcol for data: an UPDATE that only fills columns which this revision adds loses nothing. */
export function fillsNewColumns(step: Step, change: DataChange): boolean {
  if (change.kind !== 'update' || change.sets.length === 0) return false;
  return change.sets.every((set) => step.isNewColumn(change.table, set.column.value));
}

/** The author says inside the SQL that all tenants are meant, and why: `-- all-tenants: reason`. */
export function isReviewed(change: DataChange): boolean {
  return change.comments.some((comment) => /\ball-tenants:\s*\S/i.test(comment));
}

/** The same of an INSERT. */
export function isReviewedInsert({ comments = [] }: OperationOf<'insert'>): boolean {
  return comments.some((comment) => /\ball-tenants:\s*\S/i.test(comment));
}

/** `UPDATE users` in SQL, `users.update()` with Core: which rows, before what is done to them. */
export function headOf(change: DataChange, text: string): Span {
  const { span, table, origin } = change;
  if (origin.kind !== 'sql') {
    const core = /(?:[\w]+\.)*(?:update|delete)\((?:[^()]|\([^()]*\))*\)/.exec(text.slice(span.start, span.end));
    return core === null ? span : { start: span.start + core.index, end: span.start + core.index + core[0].length };
  }
  if (table.span.start < span.start || table.span.end > span.end) return span;
  const verb = /\b(UPDATE|DELETE\s+FROM)\s+(ONLY\s+)?$/i.exec(text.slice(span.start, table.span.start));
  return { start: span.start + (verb?.index ?? 0), end: table.span.end };
}

/** The condition where there is one, else the statement's head. */
export function conditionOf(change: DataChange, text: string): Span {
  return change.whereSpan ?? headOf(change, text);
}
