/** An id of its own for a file that shares one, and a place behind the file that keeps it. */

import { replacement } from '../../text/edit.ts';
import type { Located } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { sameQuotes } from './code.ts';
import { newId } from './revision-id.ts';

export function giveNewId({ migration, graph }: RuleContext, own: Located<string>): readonly Fix[] {
  const { text, header } = migration;
  const id = newId(graph, [own.value], `${migration.file} ${header.message}`);
  const [down] = header.down;
  // The twin takes the place that both claim.
  const behind =
    header.downSpan === undefined || header.down.length > 1
      ? []
      : [replacement(header.downSpan, sameQuotes(text, down?.span ?? own.span, own.value))];
  const docstring = /^(Revision ID:[ \t]*)(\S+)/m.exec(text);
  const at = docstring === null ? 0 : docstring.index + (docstring[1] ?? '').length;
  const inDocstring =
    docstring === null || docstring[2] !== own.value
      ? []
      : [replacement({ start: at, end: at + own.value.length }, id)];
  return [
    {
      title: `Give this file the id ${id}, behind ${own.value}`,
      preferred: true,
      edits: [...inDocstring, replacement(own.span, sameQuotes(text, own.span, id)), ...behind],
    },
  ];
}
