/** Taking a name out of a suppression comment, or the comment away. */

import { replacement } from '../../text/edit.ts';
import { type Span, slice } from '../../text/span.ts';
import type { Fix, RuleContext, SuppressionNote } from '../rule.ts';
import { endOfLine, startOfLine } from './statement.ts';

/** @param name the name that has nothing to silence */
export function dropSuppression({ migration }: RuleContext, note: SuppressionNote, name: Span): readonly Fix[] {
  const { text } = migration;
  const others = note.names.filter((each) => each.span.start !== name.start);
  if (others.length === 0) {
    return [
      { title: 'Remove the suppression', preferred: true, edits: [replacement(commentWithLine(text, note.span), '')] },
    ];
  }
  const index = note.names.findIndex((each) => each.span.start === name.start);
  const [previous, next] = [note.names[index - 1], note.names[index + 1]];
  const at =
    previous === undefined
      ? { start: name.start, end: next?.span.start ?? name.end }
      : { start: previous.span.end, end: name.end };
  return [{ title: `Remove ${slice(text, name)} from the suppression`, preferred: true, edits: [replacement(at, '')] }];
}

/** The comment with its line where it stands alone, else with the blanks before it. */
function commentWithLine(text: string, comment: Span): Span {
  const start = startOfLine(text, comment.start);
  const before = text.slice(start, comment.start);
  if (before.trim() === '') {
    const end = endOfLine(text, comment.end);
    return { start, end: end + (/^\r?\n/.exec(text.slice(end))?.[0].length ?? 0) };
  }
  return { start: start + before.trimEnd().length, end: comment.end };
}
