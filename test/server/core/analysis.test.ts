import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyEdits } from '../../../server/src/core/text/edit.ts';
import { slice } from '../../../server/src/core/text/span.ts';
import { openText, places } from '../../support/project.ts';
import { revisionFile } from '../../support/revision.ts';

const root = revisionFile({
  id: 'a1',
  upgrade: 'op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))',
  downgrade: 'op.drop_table("users")',
});
const dropping = revisionFile({
  id: 'b2',
  down: 'a1',
  upgrade: 'op.drop_table("users")',
  downgrade: 'raise NotImplementedError("no")',
});
const after = revisionFile({
  id: 'c3',
  down: 'b2',
  upgrade: 'op.create_index("ix", "users", ["id"])',
  downgrade: 'op.drop_index("ix")',
});

function open() {
  return openText(`# file: v/a.py\n${root}# file: v/b.py\n${dropping}# file: v/c.py\n${after}`);
}

describe('a snapshot', () => {
  test('answers the same objects when asked again', () => {
    const snapshot = open();
    assert.equal(snapshot.graph, snapshot.graph);
    assert.equal(snapshot.findings('v/b.py'), snapshot.findings('v/b.py'));
    assert.equal(snapshot.catalogueAt('a1'), snapshot.catalogueAt('a1'));
    assert.deepEqual(snapshot.files, ['v/a.py', 'v/b.py', 'v/c.py']);
  });

  test('a file that it does not have has nothing', () => {
    const snapshot = open();
    assert.equal(snapshot.text('x.py'), undefined);
    assert.equal(snapshot.migration('x.py'), undefined);
    assert.deepEqual(snapshot.findings('x.py'), []);
    assert.deepEqual(snapshot.opaque('x.py'), []);
    assert.deepEqual(snapshot.problemsOf('x.py'), []);
    assert.equal(snapshot.suppressed('x.py').length, 0);
    assert.equal(snapshot.withFile('x.py', undefined).files.length, 3);
  });

  test('findings of all files come in file order', () => {
    const snapshot = open();
    assert.deepEqual(
      snapshot.allFindings(),
      snapshot.files.flatMap((file) => snapshot.findings(file)),
    );
    assert.ok(snapshot.allFindings().length > 1);
  });

  test('what is not readable is shown once, by position', () => {
    const text = revisionFile({
      id: 'd4',
      down: 'c3',
      upgrade: 'helper(op)\nfor t in names():\n    op.drop_table(t)\nhelper(op)',
    });
    const snapshot = open().withFile('v/d.py', text);
    const sources = snapshot.opaque('v/d.py').map((one) => slice(text, one.span));
    assert.deepEqual(sources, ['helper(op)', 'op.drop_table(t)', 'helper(op)']);
  });

  test('a start that is no revision is told', () => {
    const snapshot = open();
    assert.equal(snapshot.startProblem, undefined);
    const settings = { ...snapshot.settings, startAfter: 'zz' };
    assert.match(snapshot.withSettings(settings).startProblem ?? '', /zz .*start-after/);
  });
});

describe('a changed file', () => {
  test('makes another snapshot and leaves the first as it was', () => {
    const before = open();
    const was = places(before, 'v/b.py');
    const changed = before.withFile('v/b.py', dropping.replace('op.drop_table("users")', 'pass'));
    assert.deepEqual(places(changed, 'v/b.py'), []);
    assert.deepEqual(places(before, 'v/b.py'), was);
    assert.equal(before.withFile('v/b.py', dropping), before);
  });

  test('keeps the graph while the header stays, and everything of files it cannot touch', () => {
    const before = open();
    before.allFindings();
    const changed = before.withFile('v/c.py', after.replace('"ix"', '"ix_users_id"'));
    assert.equal(changed.graph, before.graph);
    assert.equal(changed.catalogueAt('b2'), before.catalogueAt('b2'));
    assert.equal(changed.migration('v/b.py'), before.migration('v/b.py'));
    assert.equal(changed.findings('v/b.py'), before.findings('v/b.py'));
    assert.notEqual(changed.findings('v/c.py'), before.findings('v/c.py'));
  });

  test('reaches the revisions after it', () => {
    const before = open();
    assert.deepEqual([...before.catalogueBefore('c3').tables.keys()], []);
    const changed = before.withFile('v/b.py', dropping.replace('op.drop_table("users")', 'pass'));
    assert.deepEqual([...changed.catalogueBefore('c3').tables.keys()], ['users']);
  });

  test('another parent is another graph', () => {
    const before = open();
    const changed = before.withFile('v/c.py', after.replace('down_revision = "b2"', 'down_revision = "a1"'));
    assert.deepEqual(before.graph.heads, ['c3']);
    assert.deepEqual([...changed.graph.heads].sort(), ['b2', 'c3']);
    assert.deepEqual([...changed.catalogueBefore('c3').tables.keys()], ['users']);
  });

  test('new files stand among those of their folder by name; removed ones are gone', () => {
    const text = revisionFile({ id: 'd4', down: 'c3' });
    const snapshot = open();
    assert.deepEqual(snapshot.withFile('v/aa.py', text).files, ['v/a.py', 'v/aa.py', 'v/b.py', 'v/c.py']);
    assert.deepEqual(snapshot.withFile('v/d.py', text).files, ['v/a.py', 'v/b.py', 'v/c.py', 'v/d.py']);
    assert.deepEqual(snapshot.withFile('u/d.py', text).files, ['v/a.py', 'v/b.py', 'v/c.py', 'u/d.py']);
    const rest = snapshot.withFile('v/c.py', undefined);
    assert.deepEqual(rest.files, ['v/a.py', 'v/b.py']);
    assert.deepEqual(rest.graph.heads, ['b2']);
  });
});

describe('a string that was just opened', () => {
  const type = (text: string) => text.replace('    op.drop_table', '    op.execute("""\n    op.drop_table');

  test('takes no finding away; places and fixes follow the text', () => {
    const before = open();
    const was = before.findings('v/c.py');
    assert.ok(was.length > 0);
    const text = after.replace('def upgrade', 'x = """\n\n\ndef upgrade');
    const broken = before.withFile('v/c.py', text);
    const now = broken.findings('v/c.py');
    assert.deepEqual(
      now.map((one) => slice(text, one.span)),
      was.map((one) => slice(after, one.span)),
    );
    assert.deepEqual(
      now.map((one) => one.rule),
      was.map((one) => one.rule),
    );
    assert.equal(broken.graph.heads.length, 1);
    const fix = now.flatMap((one) => one.fixes())[0];
    assert.ok(fix);
    assert.match(applyEdits(text, fix.edits), /x = """\n\n\ndef upgrade/);
  });

  test('in the middle of a body, letter by letter, until it is closed', () => {
    let snapshot = open();
    const rules = places(snapshot, 'v/b.py').map((place) => place.split(':')[1]);
    const target = type(dropping);
    for (const shown of ['"', '""', '"""', '"""\n', '"""\nSELECT 1']) {
      const text = target.replace('"""\n    op.drop_table', `${shown}\n    op.drop_table`);
      snapshot = snapshot.withFile('v/b.py', text);
      if (shown.startsWith('"""')) {
        assert.deepEqual(
          places(snapshot, 'v/b.py').map((place) => place.split(':')[1]),
          rules,
          shown,
        );
      }
    }
    const closed = target.replace('"""\n    op.drop_table', '"""SELECT 1""")\n    op.drop_table');
    snapshot = snapshot.withFile('v/b.py', closed);
    assert.equal(snapshot.migration('v/b.py')?.stale, undefined);
    assert.equal(snapshot.migration('v/b.py')?.upgrade.length, 2);
  });
});

describe('a text cut off anywhere', () => {
  const text = revisionFile({
    id: 'b2',
    down: 'a1',
    upgrade: `with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("name", sa.String(length=40), nullable=False))
op.create_table("posts", sa.Column("id", sa.Integer()), sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")))
op.execute("""
    UPDATE users SET name = 'ñandú' WHERE id > 0;
    ALTER TABLE users ADD CONSTRAINT c CHECK (id > 0)
""")  # alembic-guard: ignore[update-without-where] all of them
with op.get_context().autocommit_block():
    op.create_index("ix", "posts", ["user_id"], postgresql_concurrently=True)`,
    downgrade: 'op.drop_table("posts")\nop.drop_column("users", "name")',
  });

  test('is read without a throw, fixes and schema included, and keeps its place as soon as its header is there', () => {
    const known = text.indexOf('branch_labels');
    const fresh = open();
    let typed = open();
    for (let end = 0; end <= text.length; end += 3) {
      const cut = text.slice(0, end);
      typed = typed.withFile('v/b.py', cut);
      for (const snapshot of [typed, fresh.withFile('v/b.py', cut)]) {
        for (const finding of snapshot.findings('v/b.py')) {
          assert.ok(finding.span.start <= finding.span.end && finding.span.end <= cut.length, finding.rule);
          for (const fix of finding.fixes()) applyEdits(cut, fix.edits);
        }
        snapshot.opaque('v/b.py');
        snapshot.catalogueAt('b2');
        if (end >= known) assert.deepEqual(snapshot.graph.revisions.get('b2')?.down, ['a1']);
      }
    }
    assert.deepEqual(typed.failures(), []);
  });
});
