import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ProjectSnapshot } from '../../../../server/src/core/analysis.ts';
import { openText } from '../../../support/project.ts';
import { revisionFile } from '../../../support/revision.ts';

/** A history of `id <- parents: statement` lines; `depends x` after the parents for `depends_on`. */
function history(text: string): ProjectSnapshot {
  const files = text
    .trim()
    .split('\n')
    .map((line) => {
      const [, id = '', parents = '', depends, upgrade = ''] =
        /^\s*(\w+) <- ([\w, ]*?)(?: depends (\w+))?: (.*)$/.exec(line) ?? [];
      const down = parents === '' ? null : parents.split(', ');
      const file = revisionFile({ id, down: down?.length === 1 ? (down[0] ?? null) : down, upgrade });
      return `# file: v/${id}.py\n${depends ? file.replace('depends_on = None', `depends_on = "${depends}"`) : file}`;
    });
  return openText(files.join(''));
}

const table = (name: string) => `op.create_table("${name}", sa.Column("id", sa.Integer()))`;
const column = (name: string, type = 'Text') => `op.add_column("t", sa.Column("${name}", sa.${type}()))`;

function tables(snapshot: ProjectSnapshot, id: string): readonly string[] {
  return [...snapshot.catalogueBefore(id).tables.keys()].sort();
}

describe('replay', () => {
  test('along one line', () => {
    const snapshot = history(`a <- : ${table('t')}\nb <- a: ${column('x')}\nc <- b: op.drop_table("t")`);
    assert.deepEqual(tables(snapshot, 'a'), []);
    assert.deepEqual(tables(snapshot, 'b'), ['t']);
    assert.deepEqual([...(snapshot.catalogueBefore('c').tables.get('t')?.columns.keys() ?? [])], ['id', 'x']);
    assert.deepEqual([...snapshot.catalogueAt('c').tables], []);
    assert.deepEqual([...snapshot.catalogue.tables], []);
    assert.deepEqual(tables(snapshot, 'nobody'), []);
  });

  test('branches do not see each other, a merge sees both', () => {
    const snapshot = history(`
      a <- : ${table('a')}
      b <- a: ${table('b')}
      c <- a: ${table('c')}
      m <- b, c: pass`);
    assert.deepEqual(tables(snapshot, 'b'), ['a']);
    assert.deepEqual(tables(snapshot, 'c'), ['a']);
    assert.deepEqual(tables(snapshot, 'm'), ['a', 'b', 'c']);
  });

  test('before a merge the branches run in the order of alembic', () => {
    const snapshot = history(`
      a <- : ${table('t')}
      b <- a: ${column('x', 'Integer')}
      c <- a: op.execute("ALTER TABLE t ADD COLUMN IF NOT EXISTS x text")
      m <- b, c: pass`);
    assert.deepEqual(snapshot.graph.history, ['m', 'b', 'c', 'a']);
    assert.equal(snapshot.catalogueBefore('m').tables.get('t')?.columns.get('x')?.by.revision, 'b');
  });

  test('criss-cross merges, each revision once', () => {
    const snapshot = history(`
      a <- : ${table('t')}
      b <- a: op.rename_table("t", "u")
      c <- a: ${table('c')}
      m <- b, c: pass
      n <- c: ${table('n')}
      o <- m, n: op.rename_table("u", "v")
      p <- o: pass`);
    assert.deepEqual(tables(snapshot, 'o'), ['c', 'n', 'u']);
    assert.deepEqual(tables(snapshot, 'p'), ['c', 'n', 'v']);
  });

  test('dependencies are applied before', () => {
    const snapshot = history(`a <- : ${table('a')}\nb <- : ${table('b')}\nc <- a depends b: pass`);
    assert.deepEqual(tables(snapshot, 'c'), ['a', 'b']);
  });

  test('independent bases, several heads: the head has all', () => {
    const snapshot = history(`a <- : ${table('a')}\nb <- : ${table('b')}\nc <- b: ${table('c')}`);
    assert.deepEqual([...snapshot.catalogue.tables.keys()].sort(), ['a', 'b', 'c']);
  });

  test('a missing parent and a cycle cost no more than themselves', () => {
    const snapshot = history(`
      a <- : ${table('a')}
      b <- gone: ${table('b')}
      c <- b: pass
      x <- y: ${table('x')}
      y <- x: pass
      d <- a: pass`);
    assert.deepEqual(tables(snapshot, 'd'), ['a']);
    assert.deepEqual(tables(snapshot, 'c'), ['b']);
    assert.ok(tables(snapshot, 'y').length <= 1);
  });

  test('a history of ten thousand revisions needs no deep stack', () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `r${i} <- ${i === 0 ? '' : `r${i - 1}`}: pass`);
    lines[0] = `r0 <- : ${table('t')}`;
    assert.deepEqual(tables(history(lines.join('\n')), 'r9999'), ['t']);
  });
});
