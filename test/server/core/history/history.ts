/** Small histories for tests, one revision a line: `id <- parent, parent (needs: id) [label] message`. */

import { buildGraph } from '../../../../server/src/core/history/build-graph.ts';
import type { RevisionGraph } from '../../../../server/src/core/history/graph.ts';
import { readHeaderOf } from '../../../../server/src/core/history/read-header.ts';

export interface HistoryFile {
  readonly file: string;
  readonly text: string;
}

/** The revision files of a history, named after their ids and in the order of the lines. */
export function files(lines: string): HistoryFile[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const match = /^\s*(\S+)(?:\s*<-\s*([^([]*?))?\s*(?:\(needs: ([^)]*)\))?\s*(?:\[([^\]]*)\])?\s*$/.exec(line);
      const [, id = '', down, needs, labels] = match ?? [];
      return { file: `${id}.py`, text: revisionText(id, words(down), words(needs), words(labels)) };
    });
}

/** The graph of a history. */
export function graphOf(lines: string, options: { readonly complete?: boolean } = {}): RevisionGraph {
  return graphOfFiles(files(lines), options);
}

export function graphOfFiles(
  all: readonly HistoryFile[],
  options: { readonly complete?: boolean } = {},
): RevisionGraph {
  const headers = all.map(({ file, text }) => ({ file, header: readHeaderOf(text, file) }));
  return buildGraph(headers, options);
}

function words(list: string | undefined): string[] {
  return (list ?? '').split(/[\s,]+/).filter((word) => word !== '');
}

function revisionText(
  id: string,
  down: readonly string[],
  needs: readonly string[],
  labels: readonly string[],
): string {
  const value = (list: readonly string[]) => {
    if (list.length === 0) return 'None';
    return list.length === 1 ? `"${list[0]}"` : `(${list.map((each) => `"${each}"`).join(', ')})`;
  };
  return `"""change ${id}"""

revision = "${id}"
down_revision = ${value(down)}
branch_labels = ${value(labels)}
depends_on = ${value(needs)}


def upgrade():
    pass
`;
}
