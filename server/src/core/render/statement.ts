/** A statement as it is shown and counted: its text, how sure it is, and where it comes from. */

import type { Span } from '../text/span.ts';
import { type Fragment, lowered, type Status } from './fragment.ts';
import type { TableWork } from './work.ts';

export type Direction = 'upgrade' | 'downgrade';

export interface Statement {
  readonly revision: string;
  readonly direction: Direction;
  /** With its semicolon; a comment where the statement can't be written. */
  readonly sql: string;
  readonly status: Status;
  /** Why it is not exact. */
  readonly notes: readonly string[];
  /** The file and the place of the operation; undefined for statements of Alembic's own. */
  readonly file: string | undefined;
  readonly span: Span | undefined;
  readonly work: TableWork;
  /** Counted from 1 over the run; undefined outside of transactions. */
  readonly transaction: number | undefined;
}

/** The text of a statement as Alembic ends it. What Alembic refuses becomes a comment. */
export function terminated(fragment: Fragment): Fragment {
  const { refused, status } = fragment;
  const sql = fragment.sql.replaceAll('\t', '    ').trim();
  if (refused !== undefined) {
    const lines = `Alembic refuses this: ${refused}\n${sql}`.split(/\r?\n/).filter((line) => line !== '');
    return lowered({ ...fragment, sql: lines.map((line) => `-- ${line}`).join('\n') }, 'opaque', refused);
  }
  return status === 'opaque' && sql.startsWith('--') ? { ...fragment, sql } : { ...fragment, sql: `${sql};` };
}
