/** The tree's words and icons, by project and database. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { DatabaseView } from '../../../client/src/model.ts';
import { projectItem, revisionItem, shortId } from '../../../client/src/revisions/item.ts';
import { nodeKey } from '../../../client/src/revisions/node.ts';
import { attention, snapshotOf } from '../../../client/src/revisions/snapshot.ts';
import { project, revision } from './sample.ts';

const target = { label: 'db:5432/shop', dialect: 'postgresql', source: 'env.py' };

function database(rows: readonly string[], pending: readonly string[]): DatabaseView {
  return {
    state: { kind: 'known', rows, target, via: 'postgresql', confirmed: true },
    pending: new Set(pending),
    refusal: undefined,
  };
}

const unreachable: DatabaseView = {
  state: { kind: 'unknown', failure: { code: 'refused', message: 'Nothing answers at db:5432.', next: 'Start it.' } },
  pending: undefined,
  refusal: undefined,
};
const refused: DatabaseView = {
  ...database(['zzz'], []),
  pending: undefined,
  refusal: "Can't locate revision identified by 'zzz'",
};

function states(view: DatabaseView | undefined): Record<string, string> {
  return Object.fromEntries(snapshotOf(project(), view).revisions.map(({ id, state }) => [id, state]));
}

test('rows are current, what is below them applied, the rest pending', () => {
  assert.deepEqual(states(database(['b', 'c'], ['m'])), { m: 'pending', c: 'current', b: 'current', a: 'applied' });
  assert.deepEqual(states(database([], ['a', 'b', 'c', 'm'])), {
    m: 'pending',
    c: 'pending',
    b: 'pending',
    a: 'pending',
  });
  assert.deepEqual(states(database(['m'], [])), { m: 'current', c: 'applied', b: 'applied', a: 'applied' });
});

test('an unknown database is a state of its own, whatever the reason', () => {
  const all = { m: 'unknown', c: 'unknown', b: 'unknown', a: 'unknown' };
  for (const view of [undefined, unreachable, refused]) assert.deepEqual(states(view), all);
});

test('a broken revision is broken in every database', () => {
  const broken = revision('x', ['gone'], { broken: 'Revision gone is not among the files' });
  for (const view of [undefined, database(['x'], [])]) {
    const item = revisionItem(broken, view);
    assert.equal(item.icon, 'error');
    assert.match(item.description, /broken/);
    assert.match(item.tooltip.join('\n'), /gone is not among/);
  }
});

test('newest first, with message, short id, date and state in words', () => {
  const { revisions } = snapshotOf(project(), database(['b', 'c'], ['m']));
  assert.deepEqual(
    revisions.map(({ item }) => `${item.label} | ${item.description}`),
    [
      'step m | head, pending, merge · m · 2026-03-04',
      'step c | current · c · 2026-03-04',
      'step b | current · b · 2026-03-04',
      'step a | applied, branch point · a · 2026-03-04',
    ],
  );
});

test('icon, colour and words for when clauses follow the state', () => {
  const [m, c, , a] = snapshotOf(project(), database(['b', 'c'], ['m'])).revisions;
  assert.deepEqual(
    [m?.item.icon, m?.item.color, m?.item.context],
    ['git-merge', 'charts.yellow', 'revision pending head merge'],
  );
  assert.deepEqual([c?.item.icon, c?.item.context], ['pass-filled', 'revision current']);
  assert.deepEqual([a?.item.icon, a?.item.context], ['pass', 'revision applied']);
});

test('a screen reader hears what the eye sees', () => {
  const [m] = snapshotOf(project(), database(['b', 'c'], ['m'])).revisions;
  assert.equal(
    m?.item.spoken,
    'step m, revision m, 2026-03-04, pending, head, merge, 3 findings (1 error, 2 warnings)',
  );
  assert.match(snapshotOf(project(), undefined).revisions[0]?.item.spoken ?? '', /database state unknown/);
});

test('the project says where its database stands', () => {
  const words = (view: DatabaseView | undefined, more = {}) => projectItem(project(more), view).description;
  assert.equal(words(undefined), 'database not read');
  assert.equal(words(unreachable), 'database unknown · Nothing answers at db:5432.');
  assert.equal(words(database(['b', 'c'], ['m'])), '1 pending · db:5432/shop');
  assert.equal(words(database(['m'], [])), 'up to date · db:5432/shop');
  assert.equal(words(refused), 'state not understood · db:5432/shop');
  assert.equal(words(undefined, { heads: ['m', 'n'] }), '2 heads · database not read');
});

test('the version of the server stands in the tooltip beside the address', () => {
  const { state, ...view } = database(['b'], []);
  const shown = (more: object) => projectItem(project(), { ...view, state: { ...state, ...more } }).tooltip.join('\n');
  assert.match(shown({ serverVersion: 16 }), /Database db:5432\/shop, PostgreSQL 16 \(from env\.py\): at `b`/);
  assert.match(shown({}), /Database db:5432\/shop \(from env\.py\): at `b`/);
});

test('why a state is unknown stands in the tooltip, with the next step', () => {
  const tooltip = projectItem(project(), unreachable).tooltip.join('\n');
  assert.match(tooltip, /Nothing answers at db:5432/);
  assert.match(tooltip, /Start it/);
});

test('text of files does not act as Markdown', () => {
  const item = revisionItem(revision('x', [], { message: 'drop [it](command:evil) *now*' }), undefined);
  assert.match(item.tooltip[0] ?? '', /drop \\\[it\\\]\\\(command:evil\\\) \\\*now\\\*/);
});

test('a revision without a message is known by its id, a long id is cut', () => {
  assert.equal(revisionItem(revision('x', [], { message: '' }), undefined).label, 'x');
  assert.equal(shortId('add_loyalty_tier_and_points'), 'add_loyalty_…');
});

test('the badge counts extra heads and broken revisions, never pending ones', () => {
  assert.deepEqual(attention([project()]), { count: 0, text: '' });
  const broken = revision('x', ['gone'], { broken: 'no parent' });
  const troubled = project({ heads: ['m', 'x', 'y'], revisions: [...project().revisions, broken] });
  assert.deepEqual(attention([project(), troubled]), { count: 3, text: '2 heads too many, 1 broken revision' });
});

test('an element keeps its id while its contents change', () => {
  const ids = [
    nodeKey({ kind: 'project', project: 'p' }),
    nodeKey({ kind: 'revision', project: 'p', revision: '0' }),
    nodeKey({ kind: 'problem', project: 'p', index: 0 }),
  ];
  assert.equal(new Set(ids).size, 3);
  assert.equal(nodeKey({ kind: 'revision', project: 'p', revision: '0' }), ids[1]);
});
