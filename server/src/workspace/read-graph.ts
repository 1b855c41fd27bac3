/** The revision graph of a project, for those who need nothing else: no body is parsed, no grammar loaded. */

import { buildGraph } from '../core/history/build-graph.ts';
import type { RevisionGraph } from '../core/history/graph.ts';
import { readHeaderOf } from '../core/history/read-header.ts';
import type { Project } from './project.ts';

export function readGraph({ files, complete }: Pick<Project, 'files' | 'complete'>): RevisionGraph {
  const headers = files.map(({ path, text }) => ({ file: path, header: readHeaderOf(text, path) }));
  return buildGraph(headers, { complete });
}
