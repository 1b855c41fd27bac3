/** The revision graph of whole and of broken histories. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { files, graphOf, graphOfFiles } from './history.ts';

const codes = (lines: string) => graphOf(lines).problems.map((problem) => problem.code);

test('a straight line', () => {
  const graph = graphOf('a\nb <- a\nc <- b');
  assert.deepEqual(graph.heads, ['c']);
  assert.deepEqual(graph.bases, ['a']);
  assert.deepEqual(graph.history, ['c', 'b', 'a']);
  assert.deepEqual(graph.children.get('a'), ['b']);
  assert.equal(graph.failure, undefined);
  assert.ok(graph.complete);
});

test('branches and merges', () => {
  const graph = graphOf('a\nb <- a\nc <- a\nd <- b, c\ne <- d');
  assert.deepEqual(graph.branchPoints, ['a']);
  assert.deepEqual(graph.mergePoints, ['d']);
  assert.deepEqual(graph.history, ['e', 'd', 'b', 'c', 'a']);
});

test('the order does not depend on that of the files, but that of branches does', () => {
  assert.deepEqual(graphOf('c <- b\na\nb <- a').history, ['c', 'b', 'a']);
  assert.deepEqual(graphOf('a\nx <- a\ny <- a').history, ['x', 'y', 'a']);
  assert.deepEqual(graphOf('a\ny <- a\nx <- a').history, ['y', 'x', 'a']);
});

test('a head that another revision depends on is a head, but not a real one', () => {
  const graph = graphOf('a\nb <- a [bee]\nc <- a\nd <- c (needs: bee)');
  assert.deepEqual(graph.heads, ['b', 'd']);
  assert.deepEqual(graph.realHeads, ['d']);
  assert.deepEqual(graph.map.byKey.get('d')?.parents, ['c', 'b']);
});

test('a label holds for the branch, down to where it left the others', () => {
  const graph = graphOf('a\nb <- a\nc <- b [left]\nd <- c\nx <- a');
  assert.deepEqual(
    ['a', 'b', 'c', 'd', 'x'].map((id) => graph.labels.get(id)),
    [[], ['left'], ['left'], ['left'], []],
  );
});

test('a dangling parent is told with cause and next step, and the rest keeps its order', () => {
  const graph = graphOf('a\nb <- a\nc <- bb\nd <- c');
  const [problem] = graph.problems;
  assert.equal(problem?.code, 'missing-parent');
  assert.equal(problem.alembicSays, 'Revision bb referenced from bb -> c, change c is not present');
  assert.match(problem.message, /no file declares 'bb', and every alembic command fails.* Did you mean 'b'\?$/);
  assert.equal(problem.file, 'c.py');
  assert.ok(problem.certain);
  assert.deepEqual([...graph.history].sort(), ['a', 'b', 'c', 'd']);
  assert.ok(graph.history.indexOf('d') < graph.history.indexOf('c'));
  assert.equal(graph.failure?.message, problem.alembicSays);
});

test('a file name or a part of an id as parent is recognised', () => {
  const all = files('abcdef12\nb <- abcdef12_add_users.py\nc <- abcd').map((each) =>
    each.file === 'abcdef12.py' ? { ...each, file: 'versions/abcdef12_add_users.py' } : each,
  );
  const messages = graphOfFiles(all).problems.map((problem) => problem.message);
  assert.match(messages[0] ?? '', /That is the name of the file; its revision id is 'abcdef12'\.$/);
  assert.match(messages[1] ?? '', /Ids must be written whole here: 'abcdef12'\.$/);
});

test('a missing dependency', () => {
  const graph = graphOf('a\nb <- a (needs: nothing)');
  assert.deepEqual(codes('a\nb <- a (needs: nothing)'), ['missing-dependency']);
  assert.equal(graph.failure?.message, "KeyError: 'nothing'");
});

test('a duplicate id is told at each of its files, and Alembic uses the later one', () => {
  const [a, b] = files('a\nb <- a');
  assert.ok(a && b);
  const graph = graphOfFiles([a, b, { ...b, file: 'copy_of_b.py' }]);
  assert.deepEqual(
    graph.problems.map(({ code, file }) => [code, file]),
    [
      ['duplicate-id', 'b.py'],
      ['duplicate-id', 'copy_of_b.py'],
    ],
  );
  assert.match(
    graph.problems[0]?.message ?? '',
    /^Revision b is present more than once\. .*Alembic uses copy_of_b\.py/,
  );
  assert.equal(graph.revisions.get('b')?.file, 'copy_of_b.py');
  assert.deepEqual(graph.history, ['b', 'a']);
});

test('cycles are told in Alembic’s words at the revisions on them', () => {
  const graph = graphOf('a\nb <- a\nc <- e\nd <- c\ne <- d');
  assert.deepEqual(
    graph.problems.map(({ code, revision }) => [code, revision]),
    [
      ['cycle', 'c'],
      ['cycle', 'd'],
      ['cycle', 'e'],
    ],
  );
  assert.equal(graph.failure?.message, 'Cycle is detected in revisions (c, d, e)');
  assert.deepEqual([...graph.history].sort(), ['a', 'b', 'c', 'd', 'e']);
});

test('a cycle over everything leaves no head, and every revision stays in the list', () => {
  const graph = graphOf('a <- b\nb <- a');
  assert.equal(graph.failure?.message, 'Cycle is detected in revisions (a, b)');
  assert.deepEqual([...graph.history].sort(), ['a', 'b']);
});

test('a cycle through dependencies', () => {
  const graph = graphOf('a\nb <- a (needs: c)\nc <- a (needs: b)');
  assert.equal(graph.failure?.message, 'Dependency cycle is detected in revisions (a, b, c)');
  assert.deepEqual(
    graph.problems.map(({ code, revision }) => [code, revision]),
    [
      ['dependency-cycle', 'b'],
      ['dependency-cycle', 'c'],
    ],
  );
});

test('a revision that is its own parent, or depends on itself', () => {
  assert.equal(graphOf('a\nb <- b').failure?.message, 'Self-loop is detected in revisions (b)');
  assert.equal(graphOf('a\nb <- a (needs: b)').failure?.message, 'Dependency self-loop is detected in revisions (b)');
});

test('labels that clash', () => {
  const graph = graphOf('a [x]\nb <- a [x]');
  assert.equal(graph.failure?.message, "Branch name 'x' in revision b already used by revision a");
  assert.match(graph.problems[0]?.message ?? '', /because a\.py has it too/);
});

test('what stops Alembic first is the failure', () => {
  const graph = graphOfFiles([...files('a\nb <- gone'), { file: 'helpers.py', text: 'x = 1' }]);
  assert.match(
    graph.failure?.message ?? '',
    /^Could not determine revision id from filename helpers\.py\. .*documentation\)\.$/,
  );
});

test('one unreadable file makes no false errors of its children', () => {
  const broken = { file: 'broken.py', text: 'def upgrade(:\n' };
  const graph = graphOfFiles([...files('a\nc <- b\nd <- b\ne <- c, d'), broken]);
  assert.equal(graph.complete, false);
  assert.deepEqual(
    graph.problems.filter((problem) => problem.certain).map(({ code, file }) => [code, file]),
    [['no-revision', 'broken.py']],
  );
  assert.deepEqual([...graph.history].sort(), ['a', 'c', 'd', 'e']);
});

test('a dynamic file keeps its place where its id is known, and the graph is incomplete', () => {
  const computed = { file: 'b.py', text: 'revision = "b"\ndown_revision = parent_of("b")\n' };
  const graph = graphOfFiles([...files('a\nc <- b'), computed]);
  assert.equal(graph.complete, false);
  assert.ok(graph.revisions.has('b'));
  assert.deepEqual(graph.children.get('b'), ['c']);
  assert.equal(graph.failure?.code, 'dynamic-down-revision');
});

test('a computed label leaves the history whole', () => {
  const labelled = { file: 'b.py', text: 'revision = "b"\ndown_revision = "a"\nbranch_labels = (LABEL,)\n' };
  const graph = graphOfFiles([...files('a\nc <- b'), labelled]);
  assert.ok(graph.complete);
  assert.equal(graph.failure, undefined);
});

test('missing parents are hints when files could not be read', () => {
  const graph = graphOf('a\nb <- elsewhere', { complete: false });
  assert.deepEqual(
    graph.problems.map(({ code, certain }) => [code, certain]),
    [['missing-parent', false]],
  );
});

test('a history of ten thousand revisions neither overflows nor takes long', () => {
  const lines = Array.from({ length: 10_000 }, (_, i) => {
    if (i === 0) return 'r0';
    // Every hundredth revision merges a short branch.
    return i % 100 === 3 ? `r${i} <- r${i - 1}, r${i - 2}` : `r${i} <- r${i % 100 === 2 ? i - 2 : i - 1}`;
  });
  const graph = graphOf(lines.join('\n'));
  assert.equal(graph.history.length, 10_000);
  assert.equal(graph.history[0], 'r9999');
  assert.equal(graph.history.at(-1), 'r0');
});

test('nothing at all', () => {
  const graph = graphOfFiles([]);
  assert.deepEqual([graph.heads, graph.history, graph.problems], [[], [], []]);
});
