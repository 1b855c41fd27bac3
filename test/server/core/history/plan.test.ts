/** What upgrade, downgrade and stamp would do; the oracle suite holds the same code against the real Alembic. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RevisionGraph } from '../../../../server/src/core/history/graph.ts';
import {
  listRange,
  type Outcome,
  planDowngrade,
  planStamp,
  planUpgrade,
  resolveRevision,
  resolveRevisions,
} from '../../../../server/src/core/history/plan.ts';
import { graphOf } from './history.ts';

const line = graphOf('aaaa\nbbbb <- aaaa\ncccc <- bbbb');
const fork = graphOf('base0\nleft1 <- base0 [left]\nright1 <- base0 [right]\nleft2 <- left1');
const merged = graphOf('aaaa\nbbbb <- aaaa\ncccc <- aaaa\ndddd <- bbbb, cccc');
const needing = graphOf('aaaa\nbbbb <- aaaa [bee]\ncccc <- aaaa\ndddd <- cccc (needs: bee)\neeee (needs: aaaa)');

const up = (graph: RevisionGraph, target: string, rows: string[] = []) => show(planUpgrade(graph, target, rows));
const down = (graph: RevisionGraph, target: string, rows: string[]) => show(planDowngrade(graph, target, rows));

/** `revisions → rows`, or the error. */
function show(outcome: ReturnType<typeof planUpgrade>): string {
  if (!outcome.ok) return `! ${outcome.error.message}`;
  const { revisions, rowsAfter } = outcome.value;
  return `${revisions.join(' ')} → ${[...rowsAfter].sort().join(' ')}`;
}

const message = (outcome: Outcome<unknown>) => (outcome.ok ? '' : outcome.error.message);

test('upgrade runs what is missing, in order', () => {
  assert.equal(up(line, 'head'), 'aaaa bbbb cccc → cccc');
  assert.equal(up(line, 'head', ['bbbb']), 'cccc → cccc');
  assert.equal(up(line, 'head', ['cccc']), ' → cccc');
  assert.equal(up(line, '+1', ['aaaa']), 'bbbb → bbbb');
  assert.equal(up(line, '+2'), 'aaaa bbbb → bbbb');
  assert.equal(up(line, 'aaaa+1'), 'aaaa bbbb → bbbb');
  assert.equal(up(line, 'bbb'), 'aaaa bbbb → bbbb');
});

test('downgrade runs back', () => {
  assert.equal(down(line, '-1', ['cccc']), 'cccc → bbbb');
  assert.equal(down(line, 'base', ['cccc']), 'cccc bbbb aaaa → ');
  assert.equal(down(line, 'aaaa', ['cccc']), 'cccc bbbb → aaaa');
  assert.equal(down(line, 'head-2', ['cccc']), 'cccc bbbb → aaaa');
});

test('branches are named, or all meant', () => {
  assert.equal(up(fork, 'heads'), 'base0 left1 left2 right1 → left2 right1');
  assert.equal(up(fork, 'left@head', ['right1']), 'left1 left2 → left2 right1');
  assert.equal(up(fork, 'left@+1', ['base0']), 'left1 → left1');
  assert.equal(down(fork, 'left@-1', ['left2', 'right1']), 'left2 → left1 right1');
  assert.equal(down(fork, 'left@base0', ['left2', 'right1']), 'left2 left1 → right1');
});

test('a merge joins the rows, and undoing it parts them', () => {
  assert.equal(up(merged, 'head', ['bbbb', 'cccc']), 'dddd → dddd');
  assert.equal(down(merged, '-1', ['dddd']), '! Ambiguous walk');
  assert.equal(down(merged, 'bbbb', ['dddd']), 'dddd → bbbb cccc');
});

test('a revision that is only depended on loses its row', () => {
  assert.equal(up(needing, 'heads').split(' → ')[1], 'dddd eeee');
  assert.equal(down(needing, 'cccc', ['dddd', 'eeee']), 'dddd → bbbb cccc eeee');
});

test('the rows after each step are told', () => {
  const plan = planUpgrade(merged, 'head', []);
  assert.ok(plan.ok);
  assert.deepEqual(
    plan.value.steps.map((step) => [step.revision, step.rowsAfter]),
    [
      ['aaaa', ['aaaa']],
      ['cccc', ['cccc']],
      ['bbbb', ['cccc', 'bbbb']],
      ['dddd', ['dddd']],
    ],
  );
});

const refusals: readonly (readonly [string, Outcome<unknown>, string])[] = [
  [
    'several heads',
    planUpgrade(fork, 'head', []),
    "Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads",
  ],
  ['an unknown id', planUpgrade(line, 'zzzz', []), "Can't locate revision identified by 'zzzz'"],
  ['an unknown row', planUpgrade(line, 'head', ['gone']), "Can't locate revision identified by 'gone'"],
  ['too far up', planUpgrade(line, '+9', []), "Relative revision +9 didn't produce 9 migrations"],
  ['up by a negative number', planUpgrade(line, '-1', ['cccc']), "Relative revision -1 didn't produce 1 migrations"],
  ['too far down', planDowngrade(line, '-9', ['cccc']), "Relative revision -9 didn't produce 9 migrations"],
  ['a fork on the way', planUpgrade(fork, '+2', []), 'Ambiguous walk'],
  ['several rows', planUpgrade(fork, '+1', ['left1', 'right1']), 'Ambiguous upgrade from multiple current revisions'],
  [
    'an ancestor among the rows',
    planUpgrade(line, 'head', ['bbbb', 'aaaa']),
    'Requested revision bbbb overlaps with other requested revisions aaaa',
  ],
  [
    'down to a revision above',
    planDowngrade(line, 'cccc', ['aaaa']),
    'Destination cccc is not a valid downgrade target from current head(s)',
  ],
  [
    'stamp with several heads',
    planStamp(fork, ['head'], []),
    'Multiple heads are present; please specify a single target revision',
  ],
  [
    'a range across branches',
    listRange(fork, 'left1', 'right1'),
    'Requested range left1:right1 does not refer to ancestor/descendant revisions along the same branch',
  ],
  ['the wrong branch', resolveRevisions(fork, 'left@right1'), "Can't locate revision identified by 'right1'"],
  ['a range', planUpgrade(line, 'aaaa:head', []), 'Range revision not allowed'],
  ['a broken history', planUpgrade(graphOf('a <- b\nb <- a'), 'head', []), 'Cycle is detected in revisions (a, b)'],
];

for (const [title, outcome, expected] of refusals) {
  test(`Alembic’s words: ${title}`, () => assert.equal(message(outcome), expected));
}

test('an ambiguous id is explained beside Alembic’s general words', () => {
  const graph = graphOf('abcd1\nabcd2 <- abcd1');
  const outcome = resolveRevisions(graph, 'abcd');
  assert.ok(!outcome.ok);
  assert.equal(outcome.error.message, "Can't locate revision identified by 'abcd'");
  assert.equal(outcome.error.detail, "Multiple revisions start with 'abcd': 'abcd1', 'abcd2'...");
});

test('ids of three characters are never matched in part', () => {
  const graph = graphOf('abc\nabcd <- abc');
  assert.deepEqual(resolveRevision(graph, 'ab'), { ok: true, value: 'abcd' });
  assert.deepEqual(resolveRevision(graph, 'base'), { ok: true, value: undefined });
});

test('a downgrade by steps from several rows is warned of and takes the first', () => {
  const plan = planDowngrade(fork, '-1', ['right1', 'left2']);
  assert.ok(plan.ok);
  assert.deepEqual(plan.value.revisions, ['right1']);
  assert.match(plan.value.warnings[0] ?? '', /^downgrade -1 from multiple heads is ambiguous/);
});

test('stamp moves rows without running anything', () => {
  const rows = (targets: string[], from: string[], purge = false) => {
    const plan = planStamp(fork, targets, from, { purge });
    return plan.ok ? [...plan.value.rowsAfter].sort() : plan.error.message;
  };
  assert.deepEqual(rows(['left2'], ['base0']), ['left2']);
  assert.deepEqual(rows(['base0'], ['left2', 'right1']), ['base0']);
  assert.deepEqual(rows(['heads'], []), ['left2', 'right1']);
  assert.deepEqual(rows(['base'], ['left2', 'right1']), []);
  assert.deepEqual(rows(['right1'], ['left2'], true), ['right1']);
});

test('history lists a range, newest first, both ends included', () => {
  assert.deepEqual(listRange(line, 'bbbb', undefined), { ok: true, value: ['cccc', 'bbbb'] });
  assert.deepEqual(listRange(line, undefined, 'bbbb'), { ok: true, value: ['bbbb', 'aaaa'] });
  assert.deepEqual(listRange(line, '-1', undefined), { ok: true, value: ['cccc', 'bbbb'] });
});
