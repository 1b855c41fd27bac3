/** The revision graph of a project, for those who need nothing else: no body is parsed, no grammar loaded. */

import { buildGraph } from '../core/history/build-graph.ts';
import type { RevisionGraph } from '../core/history/graph.ts';
import type { RevisionHeader } from '../core/history/header.ts';
import { scanHeader } from '../core/history/scan-header.ts';
import type { Project } from './project.ts';

export async function readGraph({ files, complete }: Pick<Project, 'files' | 'complete'>): Promise<RevisionGraph> {
  const headers: { file: string; header: RevisionHeader }[] = [];
  for (const { path, text } of files) {
    // Thousands of files that wait for nothing shouldn't wait.
    headers.push({ file: path, header: scanHeader(text) ?? (await readRevisionHeader(text, path)) });
  }
  return buildGraph(headers, { complete });
}

/** The parser takes its time to load, and most headers do without it. */
export async function readRevisionHeader(text: string, file: string): Promise<RevisionHeader> {
  const plain = scanHeader(text);
  if (plain !== undefined) return plain;
  const { readHeaderOf } = await import('../core/history/read-header.ts');
  return readHeaderOf(text, file);
}
