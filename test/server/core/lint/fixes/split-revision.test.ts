/** A revision made into a chain: what goes where, what stays as it was, and when it is left alone. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { ProjectSnapshot } from '../../../../../server/src/core/analysis.ts';
import type { Fix } from '../../../../../server/src/core/lint/rule.ts';
import { defaultSettings } from '../../../../../server/src/core/lint/settings.ts';
import { applyEdits } from '../../../../../server/src/core/text/edit.ts';
import { openText } from '../../../../support/project.ts';

const file = 'versions/0002_change.py';
const path = file;
const first = `# file: versions/0001_users.py
import sqlalchemy as sa
from alembic import op
revision = "0001"
down_revision = None


def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("plan", sa.Text()))


def downgrade():
    op.drop_table("users")
`;
const child = `# file: versions/0003_child.py
from alembic import op
revision = "0003"
down_revision = "0002"


def upgrade():
    op.execute("ALTER TABLE users ADD COLUMN fax text")


def downgrade():
    op.execute("ALTER TABLE users DROP COLUMN fax")
`;

const add = 'op.add_column("users", sa.Column("locale", sa.Text()))';
const fill = `op.execute("UPDATE users SET locale = 'es' WHERE locale IS NULL")`;
const check = 'op.create_check_constraint("ck_locale", "users", "locale IS NOT NULL", postgresql_not_valid=True)';
const back = ['op.drop_constraint("ck_locale", "users", type_="check")', 'op.drop_column("users", "locale")'];
const indented = (lines: readonly string[]) => lines.join('\n').replace(/^(?=.)/gm, '    ');

function source(upgrade: readonly string[], downgrade: readonly string[], extra = ''): string {
  return `# file: ${file}
"""Change"""
import sqlalchemy as sa
from alembic import op
revision = "0002"
down_revision = "0001"
${extra}

def upgrade():
${indented(upgrade)}


def downgrade():
${indented(downgrade)}
`;
}

const settings = { ...defaultSettings, profile: 'strict' as const };
const rule = 'backfill-and-ddl-same-transaction';

function open(text: string): ProjectSnapshot {
  return openText(text, { settings });
}

function fixOf(snapshot: ProjectSnapshot): Fix | undefined {
  const finding = snapshot.findings(path).find((each) => each.rule === rule);
  assert.ok(finding, 'it is found');
  return finding.fixes()[0];
}

/** The files after the fix, by path, and the project that they make. */
function split(text: string): { readonly files: Readonly<Record<string, string>>; readonly snapshot: ProjectSnapshot } {
  const before = open(first + text + child);
  const fix = fixOf(before);
  assert.ok(fix, 'there is a fix');
  const own = applyEdits(before.migration(path)?.text ?? '', fix.edits);
  const created = (fix.creates ?? []).map((each) => [each.file, each.text] as const);
  const files = Object.fromEntries([[path, own], ...created]);
  const all = Object.entries(files).map(([name, code]) => `# file: ${name}\n${code}`);
  return { files, snapshot: open(first + all.join('') + child) };
}

const bodyOf = (text: string | undefined, name: 'upgrade' | 'downgrade') =>
  new RegExp(`def ${name}\\(\\):\\n([\\s\\S]*?)(?:\\n\\n\\n|\\n*$)`).exec(text ?? '')?.[1];

describe('a revision that changes schema, rows and schema', () => {
  const { files, snapshot } = split(source([add, fill, check], back));
  const [own, schema, rows] = Object.values(files);

  test('becomes a chain of which it is the last link', () => {
    assert.deepEqual(Object.keys(files).sort(), [
      'versions/0002_change.py',
      'versions/0004_change_step_1_schema.py',
      'versions/0005_change_step_2_rows.py',
    ]);
    assert.deepEqual(snapshot.graph.heads, ['0003']);
    assert.deepEqual(snapshot.graph.revisions.get('0004')?.down, ['0001']);
    assert.deepEqual(snapshot.graph.revisions.get('0005')?.down, ['0004']);
    assert.deepEqual(snapshot.graph.revisions.get('0002')?.down, ['0005']);
    assert.deepEqual(snapshot.graph.revisions.get('0003')?.down, ['0002']);
  });

  test('each link has its own statements, and undoes them', () => {
    assert.equal(bodyOf(schema, 'upgrade'), `    ${add}`);
    assert.equal(bodyOf(schema, 'downgrade'), `    ${back[1]}`);
    assert.equal(bodyOf(rows, 'upgrade'), `    with op.get_context().autocommit_block():\n        ${fill}`);
    assert.equal(bodyOf(own, 'upgrade'), `    ${check}`);
    assert.equal(bodyOf(own, 'downgrade'), `    ${back[0]}`);
  });

  test('the schema at the end is the same, and nothing is left to be split', () => {
    const before = open(first + source([add, fill, check], back) + child);
    const shape = (it: ProjectSnapshot) => [...(it.catalogueBefore('0003').tables.get('users')?.columns.keys() ?? [])];
    assert.deepEqual(shape(snapshot), shape(before));
    assert.deepEqual(
      snapshot.allFindings().filter((each) => each.rule === rule),
      [],
    );
  });
});

describe('what is moved', () => {
  test('rows at the end stay in the revision', () => {
    const { files } = split(source([add, fill], [back[1] ?? '']));
    const own = files[path];
    assert.equal(bodyOf(own, 'upgrade'), `    with op.get_context().autocommit_block():\n        ${fill}`);
    assert.match(bodyOf(own, 'downgrade') ?? '', /# irreversible: .*\n {4}pass/);
  });

  test('a downgrade that raises stays; the new links get one of their own', () => {
    const raise = 'raise NotImplementedError("irreversible: a test")';
    const { files } = split(source([add, fill, check], [raise]));
    assert.equal(bodyOf(files[path], 'downgrade'), `    ${raise}`);
    assert.equal(bodyOf(files['versions/0004_change_step_1_schema.py'], 'downgrade'), `    ${back[1]}`);
  });

  test('comments and strings over several lines go along as they are', () => {
    const long = `# Why it is Spanish.
op.execute(
    """
    UPDATE users
    SET locale = 'es
  x' WHERE locale IS NULL
    """
)`;
    const { files } = split(source([add, long, check], back));
    const rows = files['versions/0005_change_step_2_rows.py'] ?? '';
    assert.match(rows, /# Why it is Spanish\./);
    assert.match(rows, /\n {8}UPDATE users\n {8}SET locale = 'es\n {6}x'/);
  });

  test('a batch block moves as a whole', () => {
    const batch = `with op.batch_alter_table("users") as batch_op:
    batch_op.add_column(sa.Column("locale", sa.Text()))
    batch_op.add_column(sa.Column("region", sa.Text()))`;
    const { files } = split(
      source(
        [batch, fill, check],
        [
          'op.drop_constraint("ck_locale", "users", type_="check")',
          'op.drop_column("users", "region")',
          'op.drop_column("users", "locale")',
        ],
      ),
    );
    const schema = files['versions/0004_change_step_1_schema.py'];
    assert.equal(bodyOf(schema, 'upgrade'), indented([batch]));
    assert.equal(
      bodyOf(schema, 'downgrade'),
      '    op.drop_column("users", "region")\n    op.drop_column("users", "locale")',
    );
  });
});

describe('what is left alone', () => {
  const untouched = (upgrade: readonly string[], extra = '') =>
    assert.equal(fixOf(open(first + source(upgrade, back, extra) + child)), undefined);

  test('a function that does more than operations', () => {
    untouched([add, 'users = sa.table("users", sa.column("plan"))', fill, check]);
    untouched([add, 'if True:', `    ${fill}`, `if 1 > len("x" * 3):`, `    ${check}`, fill]);
  });

  test('statements that use what only this file defines', () => {
    untouched([`op.add_column("users", sa.Column("locale", sa.String(LENGTH)))`, fill, check], 'LENGTH = 5\n');
  });

  test('a revision that others are named in', () => {
    untouched([add, fill, check], 'depends_on = "0001"\n');
  });
});
