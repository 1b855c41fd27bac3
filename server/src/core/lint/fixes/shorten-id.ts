/** A shorter revision id, in the file and in every file that names it. */

import type { Revision, RevisionGraph } from '../../history/graph.ts';
import { type Edit, replacement } from '../../text/edit.ts';
import type { Located } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { literal } from './code.ts';

export function shortenId({ migration, graph }: RuleContext, id: Located<string>, limit: number): readonly Fix[] {
  const short = shorter(graph, id.value, limit);
  const write = (at: Located<string>) => replacement(at.span, literal(migration.style, short));
  const others = [...graph.revisions.values()].flatMap((revision) => {
    const edits = mentions(revision, id.value).map(write);
    return edits.length === 0 || revision.file === migration.file ? [] : [{ file: revision.file, edits }];
  });
  const docstring = /^(Revision ID:[ \t]*)(\S+)/m.exec(migration.text);
  const inDocstring: readonly Edit[] =
    docstring === null || docstring[2] !== id.value
      ? []
      : [
          replacement(
            { start: docstring.index + (docstring[1] ?? '').length, end: docstring.index + docstring[0].length },
            short,
          ),
        ];
  const fix: Fix = { title: `Shorten the id to ${short}`, preferred: true, edits: [...inDocstring, write(id)] };
  return [others.length === 0 ? fix : { ...fix, others }];
}

/** Cut at a word's end where that leaves enough, and numbered while another revision has it. */
function shorter(graph: RevisionGraph, id: string, limit: number): string {
  const cut = id.slice(0, limit);
  const words = /[_-]/.test(id[limit] ?? '') ? cut : cut.replace(/[_-][^_-]*$/, '');
  const base = words.length >= limit / 2 ? words : cut;
  let result = base;
  for (let i = 2; graph.revisions.has(result); i++) result = `${base.slice(0, limit - String(i).length)}${i}`;
  return result;
}

function mentions({ header }: Revision, id: string): readonly Located<string>[] {
  return [...header.down, ...header.dependsOn].filter((each) => each.value === id);
}
