/** Which holes of an SQL text stand for values, rather than for names or larger parts of the statement. */

import type { HoleRange } from './mask.ts';
import { scanSql } from './tokens.ts';

/** Words and operators that a value follows. */
const beforeValue: ReadonlySet<string> = new Set(
  '= <> != < > <= >= || like ilike limit offset between then else values is'.split(' '),
);

/** The holes inside quotes, after a comparison, and in the lists of IN and VALUES. */
export function valueHoles<H extends HoleRange>(sql: string, holes: readonly H[]): readonly H[] {
  const tokens = scanSql(sql).filter(({ kind }) => kind !== 'comment');
  return holes.filter(({ at, length }) => {
    const index = tokens.findIndex(({ end }) => end > at);
    const token = tokens[index];
    if (token === undefined || length === 0) return false;
    // A whole body in dollar quotes is code, not a value.
    if (token.kind === 'string') return !token.text.startsWith('$') && token.start < at;
    if (token.kind !== 'word' || token.start !== at) return false;
    let before = index - 1;
    // `VALUES (1, {x}` and `IN (1, {x}`: back to the bracket that opens the list.
    if (tokens[before]?.text === ',' || tokens[before]?.text === '(') {
      while (before >= 0 && (tokens[before]?.depth ?? 0) >= token.depth) before--;
      return ['values', 'in'].includes(tokens[before - 1]?.text ?? '');
    }
    return beforeValue.has(tokens[before]?.text ?? '');
  });
}
