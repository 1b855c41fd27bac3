/** The SQL of one revision read from its file, for where Alembic can't print it. */

import type { Status } from '../render/fragment.ts';
import { layout, type RenderSource, renderRun, statementsOf } from '../render/plan.ts';
import { stepsOf } from '../render/range.ts';
import type { RenderOptions } from '../render/setting.ts';
import type { Direction } from '../render/statement.ts';

export interface StaticPreview {
  readonly sql: string;
  /** How sure each statement is, in order. */
  readonly statuses: readonly Status[];
  /** In a sentence, how far the text can be relied on. */
  readonly note: string;
}

/** Undefined when the graph is broken or the revision isn't in it. */
export function staticPreview(
  source: RenderSource,
  revision: string,
  direction: Direction,
  options: RenderOptions,
): StaticPreview | undefined {
  const run = stepsOf(source.graph, revision, direction);
  if (!run.ok) return undefined;
  const lines = renderRun(source, run.value, options);
  const statuses = statementsOf(lines).map((statement) => statement.status);
  return { sql: layout(lines), statuses, note: noteOf(statuses) };
}

function noteOf(statuses: readonly Status[]): string {
  const exact = statuses.filter((status) => status === 'exact').length;
  if (exact === statuses.length) return 'Every statement is what Alembic sends.';
  const others = statuses.length - exact;
  const subject = others === 1 ? 'One statement' : `${others} statements`;
  return `${subject} of ${statuses.length} may differ from what Alembic sends; a comment says why.`;
}
