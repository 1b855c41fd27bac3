/** Long histories that are broken: every fault is told, none of them spreads, and nothing hangs or runs out of stack. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RevisionGraph } from '../../../../server/src/core/history/graph.ts';
import { listRange, planDowngrade, planStamp, planUpgrade } from '../../../../server/src/core/history/plan.ts';
import { graphOf } from './history.ts';

const LENGTH = 5000;
const line = (count = LENGTH) => Array.from({ length: count }, (_, i) => (i === 0 ? 'r0' : `r${i} <- r${i - 1}`));

function codesOf(graph: RevisionGraph): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { code } of graph.problems) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

/** Whatever is asked of the graph, there is an answer. */
function askAll(graph: RevisionGraph): void {
  const last = [...graph.revisions.keys()].at(-1) ?? '';
  for (const target of ['head', 'heads', 'base', last, '+1', '-1', 'nobody']) {
    planUpgrade(graph, target, []);
    planDowngrade(graph, target, [last]);
    planStamp(graph, [target], [last]);
  }
  listRange(graph, 'base', 'heads');
}

test('a long sound history has no problem', () => {
  const graph = graphOf(line().join('\n'));
  assert.deepEqual(codesOf(graph), {});
  assert.equal(graph.history.length, LENGTH);
  const plan = planUpgrade(graph, 'head', []);
  assert.ok(plan.ok && plan.value.revisions.length === LENGTH);
  askAll(graph);
});

test('a cycle of all revisions is told at each, in few words, and each keeps its place', () => {
  const graph = graphOf([`r0 <- r${LENGTH - 1}`, ...line().slice(1)].join('\n'));
  assert.deepEqual(codesOf(graph), { cycle: LENGTH });
  assert.ok(graph.problems.every(({ message }) => message.length < 200));
  assert.equal(graph.history.length, LENGTH);
  assert.match(graph.failure?.message ?? '', /^Cycle is detected in revisions/);
  askAll(graph);
});

test('a missing parent in the middle is one problem', () => {
  const middle = LENGTH / 2;
  const lines = line().map((one, i) => (i === middle ? `r${i} <- gone` : one));
  const graph = graphOf(lines.join('\n'));
  assert.deepEqual(codesOf(graph), { 'missing-parent': 1 });
  assert.equal(graph.history.length, LENGTH);
  askAll(graph);
});

test('many missing parents are a problem each, and no more', () => {
  const graph = graphOf(Array.from({ length: 500 }, (_, i) => `r${i} <- gone${i}`).join('\n'));
  assert.equal(codesOf(graph)['missing-parent'], 500);
  askAll(graph);
});

test('a history that stands there twice is a problem at each file', () => {
  const graph = graphOf([...line(500), ...line(500)].join('\n'));
  assert.deepEqual(codesOf(graph), { 'duplicate-id': 1000 });
  assert.equal(graph.revisions.size, 500);
  assert.equal(graph.history.length, 500);
  askAll(graph);
});
