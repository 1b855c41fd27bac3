/** Reads Alembic's own log lines for the revision it is running. */

export interface Step {
  readonly id: string;
  readonly direction: 'upgrade' | 'downgrade';
  readonly message: string;
}

/**
 * The step that a line of output announces, in Alembic's words `Running upgrade A, B -> C, message` or
 * `Running downgrade C -> A, B, message`. Whether such lines are printed at all is up to the project's logging.
 */
export function parseStep(line: string): Step | undefined {
  const match = /\bRunning (upgrade|downgrade) (.*?) -> (.*)$/.exec(line);
  if (match === null) return undefined;
  const [, direction, left = '', right = ''] = match;
  if (direction === 'downgrade') return { id: left.trim(), direction, message: messageAfter(right) };
  const comma = right.indexOf(',');
  const id = (comma < 0 ? right : right.slice(0, comma)).trim();
  return id === '' ? undefined : { id, direction: 'upgrade', message: comma < 0 ? '' : right.slice(comma + 1).trim() };
}

/** `A, B, message` of a downgrade: where the ids end can't be seen in one line, so the last part is taken. */
function messageAfter(text: string): string {
  const comma = text.indexOf(', ');
  return comma < 0 ? '' : text.slice(comma + 2).trim();
}
