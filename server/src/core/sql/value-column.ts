/** Which column a value of a statement is compared with, set on or inserted into. */

import type { Token } from './tokens.ts';

/**
 * The column of the value that is the token at `index` of a statement's tokens without comments; undefined where none is
 * told. `columns` are those that an INSERT lists.
 */
export function valueColumn(
  tokens: readonly Token[],
  index: number,
  columns: readonly string[] = [],
): string | undefined {
  const before = tokens[index - 1];
  if (before?.text === ',' || before?.text === '(') return listed(tokens, index, columns);
  const compared = before?.kind === 'operator' || before?.text === 'like' || before?.text === 'ilike';
  const name = compared ? tokens[index - (tokens[index - 2]?.text === 'not' ? 3 : 2)] : undefined;
  if (name?.kind === 'word') return name.text;
  return name?.kind === 'quoted' ? name.text.slice(1, -1) : undefined;
}

/** Of `VALUES (1, {x})`: by its number, where the row has as many values as there are columns. */
function listed(tokens: readonly Token[], index: number, columns: readonly string[]): string | undefined {
  const depth = tokens[index]?.depth ?? 0;
  let open = index - 1;
  while (open >= 0 && (tokens[open]?.depth ?? 0) >= depth) open--;
  if (tokens[open - 1]?.text !== 'values') return undefined;
  let [place, count] = [0, 1];
  for (let i = open + 1; (tokens[i]?.depth ?? 0) >= depth; i++) {
    if (tokens[i]?.text !== ',' || tokens[i]?.depth !== depth) continue;
    count++;
    if (i < index) place++;
  }
  return count === columns.length ? columns[place] : undefined;
}
