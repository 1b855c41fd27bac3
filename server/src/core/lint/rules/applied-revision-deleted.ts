/** A revision that others have already, and that is gone. */

import { type Base, type BaseRevisions, havingIt } from '../../history/base.ts';
import type { RevisionGraph } from '../../history/graph.ts';
import { replacement } from '../../text/edit.ts';
import { type Span, slice } from '../../text/span.ts';
import { filesOf, missing } from '../fixes/restore-revision.ts';
import { defineRule, type Fix, type Report, type RuleContext } from '../rule.ts';

function file(id: string, down: string, message: string): string {
  return `"""Add ${message}"""
import sqlalchemy as sa
from alembic import op

revision = "${id}"
down_revision = ${down}


def upgrade() -> None:
    op.create_table("${message}", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    op.drop_table("${message}")
`;
}

const users = { '1a_users.py': file('1a', 'None', 'users') };
const change = '2b3c4d5e6f70_change.py';

export default defineRule({
  name: 'applied-revision-deleted',
  group: 'graph',
  level: 'error',
  profile: 'recommended',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  fix: 'suggested',
  scope: { roots: true },
  docs: {
    summary: 'A revision that is in the base branch already, or applied to the database, is gone.',
    why: 'A database that has run it has its id in the version table. Alembic then stops with "Can\'t locate revision identified by", and what the revision made stays without anything that describes or removes it.',
    instead:
      'Bring the file back. What it did is undone by a new revision. A history that is shortened on purpose needs every database stamped first.',
  },
  examples: [
    {
      title: 'Left out of the chain',
      files: users,
      base: {
        now: { ...users, '2b_orders.py': file('2b', '"1a"', 'orders'), [change]: file('3c', '"2b"', 'tags') },
      },
      bad: file('3c', '«"1a"»', 'tags'),
      good: file('3c', '"2b"', 'tags'),
    },
    {
      title: 'Deleted from the end',
      files: {},
      base: { now: { [change]: file('1a', 'None', 'users'), '2b_orders.py': file('2b', '"1a"', 'orders') } },
      bad: file('«1a»', 'None', 'users').replace('"«1a»"', '«"1a"»'),
      good: file('1a', 'None', 'users'),
    },
  ],

  *check(context) {
    const { graph, migration } = context;
    const own = migration.header.revision;
    if (own === undefined || !graph.complete) return;
    for (const base of context.bases) {
      const gone = goneFrom(base, graph).get(own.value);
      const [first, ...more] = gone ?? [];
      if (first === undefined) continue;
      const also = more.length === 0 ? '' : ` (and ${more.length} more)`;
      const isChild = base.fork?.graph.revisions.get(own.value)?.down.includes(first) ?? false;
      yield {
        at: (isChild ? migration.header.downSpan : undefined) ?? own.span,
        message: `${first}${also} is ${havingIt(base)} already, and its file is gone, so alembic stops at databases that have run it. Bring it back.`,
        fixes: () => restore(context, base, [first, ...more]),
      };
      return;
    }
    if (graph.history[0] === own.value) yield* context.bases.flatMap((base) => lostRows(context, base, own.span));
  },
});

/** What a database stands at and no file has, said at the newest revision; there is no telling where it belongs. */
function lostRows({ graph, bases }: RuleContext, base: Base, at: Span): readonly Report[] {
  return base.lost.flatMap((id) => {
    if (graph.revisions.has(id) || isNamed(graph, id)) return [];
    const elsewhere = bases.find(({ now }) => now.graph.revisions.has(id));
    const advice =
      elsewhere === undefined
        ? 'Bring its file back, or check out the branch that has it.'
        : `${elsewhere.name} has it; bring it here.`;
    const creates = elsewhere && filesOf(elsewhere.now, missing(elsewhere.now, id, graph), graph);
    const fixes = () =>
      creates ? [{ title: `Bring ${id} from ${elsewhere.name}`, preferred: true, edits: [], creates }] : [];
    const message = `${id} is ${havingIt(base)}, and no file has it, so alembic stops at that database. ${advice}`;
    return [{ at, message, fixes }];
  });
}

/** Whoever still names it as a parent is told that no file has it. */
function isNamed(graph: RevisionGraph, id: string): boolean {
  return [...graph.revisions.values()].some(({ down }) => down.includes(id));
}

const known = new WeakMap<RevisionGraph, WeakMap<Base, ReadonlyMap<string, readonly string[]>>>();

/** Revisions that are gone, by the revision in whose file that is said. */
function goneFrom(base: Base, graph: RevisionGraph): ReadonlyMap<string, readonly string[]> {
  const ofGraph = known.get(graph) ?? new WeakMap();
  known.set(graph, ofGraph);
  const former = ofGraph.get(base);
  if (former !== undefined) return former;
  const found = new Map<string, string[]>();
  for (const id of base.fork?.graph.revisions.keys() ?? []) {
    if (graph.revisions.has(id) || !base.now.graph.revisions.has(id)) continue;
    const home = homeOf(base.fork ?? base.now, graph, id);
    if (home !== undefined) found.set(home, [...(found.get(home) ?? []), id]);
  }
  ofGraph.set(base, found);
  return found;
}

/** The one that came after it, else the nearest before it, else the first of the history. */
function homeOf(fork: BaseRevisions, graph: RevisionGraph, id: string): string | undefined {
  const children = (fork.graph.children.get(id) ?? []).filter((child) => graph.revisions.has(child));
  if (isNamed(graph, id)) return undefined;
  const [child] = children;
  if (child !== undefined) return child;
  const seen = new Set([id]);
  for (const each of seen) {
    if (graph.revisions.has(each)) return each;
    for (const parent of fork.graph.revisions.get(each)?.down ?? []) seen.add(parent);
  }
  return graph.bases[0];
}

/** The files as they were, and the former parent for those that were put behind another one meanwhile. */
function restore(
  { graph, migration }: RuleContext,
  { fork, now, name, kind }: Base,
  gone: readonly string[],
): readonly Fix[] {
  const creates = filesOf(now, gone, graph);
  if (creates === undefined || fork === undefined) return [];
  const changed = [...graph.revisions.values()].flatMap(({ id, file, down, header }) => {
    const before = fork.graph.revisions.get(id);
    const [at, written] = [header.downSpan, before?.header.downSpan];
    if (!before?.down.some((parent) => gone.includes(parent)) || before.down.join() === down.join()) return [];
    return at && written ? [{ file, edits: [replacement(at, slice(fork.text(id) ?? '', written))] }] : [];
  });
  const isOwn = (one: { readonly file: string }) => one.file === migration.file;
  const files = creates.length === 1 ? 'the file' : 'the files';
  // A database keeps no files; they are as they were when its state was read.
  const title = kind === 'branch' ? `Bring back ${files} of ${name}` : `Bring back ${files}`;
  const others = changed.filter((one) => !isOwn(one));
  const edits = changed.filter(isOwn).flatMap((one) => one.edits);
  return [{ title, preferred: true, edits, ...(others.length > 0 && { others }), creates }];
}
