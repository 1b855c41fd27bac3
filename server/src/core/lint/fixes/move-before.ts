/** One statement of a function moved in front of another. */

import type { Operation } from '../../operations/operation.ts';
import { insertion, replacement } from '../../text/edit.ts';
import { slice } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { endOfLine, standsAlone, startOfLine } from './statement.ts';

/** @param later stands behind `earlier` and goes before it */
export function moveBefore({ migration }: RuleContext, later: Operation, earlier: Operation): readonly Fix[] {
  const { text, style } = migration;
  const [a, b] = [earlier.origin.call, later.origin.call];
  const blocks = [earlier, later].some(({ circumstance }) => circumstance.batch !== undefined);
  if (blocks || !standsAlone(text, a) || !standsAlone(text, b) || a.indent !== b.indent) return [];
  const [to, from] = [startOfLine(text, a.statement.start), startOfLine(text, b.statement.start)];
  const end = endOfLine(text, b.statement.end);
  if (to >= from) return [];
  // The line goes with the break before it, so that the last one of a file may move too.
  const start = from - style.newline.length;
  return [
    {
      title: 'Put the statements into the order that works',
      preferred: true,
      edits: [insertion(to, slice(text, { start: from, end }) + style.newline), replacement({ start, end }, '')],
    },
  ];
}
