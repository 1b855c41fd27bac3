/** Positions in the files of a project. */

import type { ProjectSnapshot } from '../core/analysis.ts';
import { indexLines, type LineIndex, type Range, rangeOf } from '../core/text/line-index.ts';
import type { Span } from '../core/text/span.ts';

/** From a place in a file of the project to its range; the lines of a file are counted once. */
export function rangesOf(snapshot: ProjectSnapshot): (file: string, span: Span) => Range {
  const indexes = new Map<string, LineIndex>();
  return (file, span) => {
    const index = indexes.get(file) ?? indexLines(snapshot.text(file) ?? '');
    indexes.set(file, index);
    return rangeOf(index, span);
  };
}
