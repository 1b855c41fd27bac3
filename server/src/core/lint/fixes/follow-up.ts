/** A revision that finishes later what this one begins: a validation, a constraint after a backfill. */

import type { RevisionGraph } from '../../history/graph.ts';
import type { NewFile, RuleContext } from '../rule.ts';
import { type Content, newRevision } from './new-revision.ts';

/**
 * The new file, after the one head that comes from this revision; undefined where the history branches after it, or
 * isn't known well enough to tell.
 */
export function followUp(context: RuleContext, content: Omit<Content, 'down'>): NewFile | undefined {
  const { graph, migration } = context;
  const own = migration.header.revision?.value;
  if (own === undefined || !graph.revisions.has(own) || !graph.complete) return undefined;
  const heads = headsAfter(graph, own);
  return heads.length === 1 ? newRevision(context, { ...content, down: heads }) : undefined;
}

/** Heads among the revision and its descendants. */
function headsAfter(graph: RevisionGraph, id: string): readonly string[] {
  const seen = new Set([id]);
  for (const each of seen) for (const child of graph.children.get(each) ?? []) seen.add(child);
  return [...seen].filter((each) => graph.heads.includes(each));
}
