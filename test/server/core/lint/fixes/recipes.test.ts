/** Fixes on migrations as people really write them: other quotes, keywords, schemas, nesting, comments, line ends. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { openProject } from '../../../../../server/src/core/analysis.ts';
import { defaultEnvironment } from '../../../../../server/src/core/history/environment.ts';
import type { Finding } from '../../../../../server/src/core/lint/finding.ts';
import type { Fix } from '../../../../../server/src/core/lint/rule.ts';
import { rules } from '../../../../../server/src/core/lint/rules/index.ts';
import { defaultSettings } from '../../../../../server/src/core/lint/settings.ts';
import { applyEdits } from '../../../../../server/src/core/text/edit.ts';
import { loadSqlParser } from '../../../../../server/src/workspace/sql-parser.ts';

const parser = await loadSqlParser();

const header = `"""Change

Revision ID: b2
Revises: a1
Create Date: 2026-01-02 10:00:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

revision: str = 'b2'
down_revision: Union[str, None] = 'a1'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None

`;

const history = `from alembic import op
import sqlalchemy as sa

revision = 'a1'
down_revision = None


def upgrade():
    op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('email', sa.Text()))
    op.create_table('dolls', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', sa.Text()), schema='toys')


def downgrade():
    op.drop_table('dolls', schema='toys')
    op.drop_table('users')
`;

type Files = Readonly<Record<string, string>>;

function project(body: string, others: Files = {}): Files {
  const functions = `\ndef upgrade():\n${body}\n\n\ndef downgrade():\n    raise NotImplementedError('irreversible: a test')\n`;
  return { 'versions/a1_history.py': history, 'versions/b2_change.py': header + functions, ...others };
}

function findings(files: Files): readonly Finding[] {
  const texts = Object.entries(files).map(([path, text]) => ({ path, text }));
  const settings = defaultSettings;
  return openProject({ files: texts, parser, settings, environment: defaultEnvironment, rules }).allFindings();
}

/** The project after the preferred fix of its only finding; nothing must be found then. */
function fixed(files: Files): Files {
  const [finding, ...more] = findings(files);
  assert.ok(finding, 'something is found');
  assert.deepEqual(more.map(said), []);
  const fix = finding.fixes().find(({ preferred }) => preferred);
  assert.ok(fix, `there is a fix for: ${finding.message}`);
  const result = apply(files, finding, fix);
  assert.deepEqual(findings(result).map(said), []);
  return result;
}

function apply(files: Files, { file }: Finding, fix: Fix): Files {
  const created = Object.fromEntries((fix.creates ?? []).map((each) => [each.file, each.text]));
  const changed = (fix.others ?? []).map((each) => [each.file, applyEdits(files[each.file] ?? '', each.edits)]);
  return { ...files, [file]: applyEdits(files[file] ?? '', fix.edits), ...Object.fromEntries(changed), ...created };
}

function said({ file, rule, message }: Finding): string {
  return `${file}: ${rule}: ${message}`;
}

/** Body of `upgrade()` in the fixed file. */
function bodyOf(files: Files): string {
  const text = files['versions/b2_change.py'] ?? '';
  return text.slice(text.indexOf('def upgrade():\n') + 'def upgrade():\n'.length, text.indexOf('\n\n\ndef downgrade'));
}

function becomes(before: string, after: string): void {
  assert.equal(bodyOf(fixed(project(before))), after);
}

function hasNoFix(body: string): void {
  const [finding] = findings(project(body));
  assert.ok(finding);
  assert.deepEqual(finding.fixes(), []);
}

describe('a concurrent index', () => {
  test('keeps keywords, schema, quotes and a comment behind the call', () =>
    becomes(
      `    op.create_index(index_name='ix', table_name='dolls', columns=['name'], schema='toys')  # looked up often`,
      `    with op.get_context().autocommit_block():
        op.create_index(index_name='ix', table_name='dolls', columns=['name'], schema='toys', postgresql_concurrently=True)  # looked up often`,
    ));

  test('a flag that says False becomes True', () =>
    becomes(
      `    op.create_index('ix', 'users', ['email'], postgresql_concurrently=False, unique=True)`,
      `    with op.get_context().autocommit_block():
        op.create_index('ix', 'users', ['email'], postgresql_concurrently=True, unique=True)`,
    ));

  test('in a nested block, with arguments over lines and no comma at the end', () =>
    becomes(
      `    if True:
        op.create_index(
            'ix', 'users',
            ['email']
        )`,
      `    if True:
        with op.get_context().autocommit_block():
            op.create_index(
                'ix', 'users',
                ['email'],
                postgresql_concurrently=True
            )`,
    ));

  test('from a batch block with a schema, by keywords', () =>
    becomes(
      `    with op.batch_alter_table('dolls', schema='toys') as batch_op:
        # by name
        batch_op.create_index(index_name='ix', columns=['name'])
        batch_op.add_column(sa.Column('size', sa.Text()))`,
      `    with op.batch_alter_table('dolls', schema='toys') as batch_op:
        # by name
        batch_op.add_column(sa.Column('size', sa.Text()))
    with op.get_context().autocommit_block():
        op.create_index(index_name='ix', columns=['name'], table_name='dolls', schema='toys', postgresql_concurrently=True)`,
    ));

  test('SQL over several lines in triple quotes moves as it is', () =>
    becomes(
      `    op.execute("""
        CREATE UNIQUE INDEX ix ON users (lower(email))
    """)`,
      `    with op.get_context().autocommit_block():
        op.execute("""
        CREATE UNIQUE INDEX CONCURRENTLY ix ON users (lower(email))
    """)`,
    ));

  test('a statement that shares its line, or its string, is left to the author', () => {
    hasNoFix(`    x = 1; op.create_index('ix', 'users', ['email'])`);
    hasNoFix(`    op.execute("CREATE INDEX ix ON users (email); CREATE INDEX iy ON users (email)")`);
  });

  test('Windows line ends stay', () => {
    const files = project(`    op.create_index('ix', 'users', ['email'])`);
    const windows = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')]),
    );
    const text = fixed(windows)['versions/b2_change.py'] ?? '';
    assert.doesNotMatch(text, /[^\r]\n/);
    assert.match(text, /\r\n {4}with op\.get_context\(\)\.autocommit_block\(\):\r\n {8}op\.create_index/);
  });
});

describe('a constraint that is validated later', () => {
  test('gets a revision in the style of the file, after the only head that follows', () => {
    const later = header.replace("'b2'", "'c3'").replace("'a1'", "'b2'").replaceAll('b2', 'b2');
    const functions = `\ndef upgrade():\n    op.add_column('users', sa.Column('x', sa.Text()))\n\n\ndef downgrade():\n    op.drop_column('users', 'x')\n`;
    const files = project(`    op.create_check_constraint('ck_email', 'users', "email <> ''")`, {
      'versions/c3_later.py': later + functions,
    });
    const result = fixed(files);
    const [name = ''] = Object.keys(result).filter((each) => !(each in files));
    assert.match(name, /^versions\/[0-9a-f]{12}_validate_ck_email\.py$/);
    const id = name.slice('versions/'.length, 'versions/'.length + 12);
    assert.equal(
      result[name],
      `"""Validate ck_email

Revision ID: ${id}
Revises: c3
Create Date: 2026-01-02 10:00:00

"""
from typing import Sequence, Union
from alembic import op

revision: str = '${id}'
down_revision: Union[str, None] = 'c3'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade():
    with op.get_context().autocommit_block():
        op.execute('ALTER TABLE users VALIDATE CONSTRAINT ck_email')


def downgrade():
    # A validated constraint needs no undoing: the revision that adds it drops it.
    pass
`,
    );
  });

  test('without a place for a new revision it is validated in a block of the same one', () => {
    const branch = (id: string) =>
      history
        .replace("'a1'", `'${id}'`)
        .replace('None', "'b2'")
        .replaceAll('users', `t_${id}`)
        .replaceAll('dolls', `d_${id}`);
    const files = project(`    op.create_check_constraint('ck_email', 'users', "email <> ''")`, {
      'versions/c3_one.py': branch('c3'),
      'versions/c4_two.py': branch('c4'),
    });
    const finding = findings(files).find(({ file }) => file === 'versions/b2_change.py');
    assert.ok(finding);
    const fix = finding.fixes().find(({ preferred }) => preferred);
    assert.ok(fix);
    assert.equal(
      bodyOf(apply(files, finding, fix)),
      `    op.create_check_constraint('ck_email', 'users', "email <> ''", postgresql_not_valid=True)
    with op.get_context().autocommit_block():
        op.execute('ALTER TABLE users VALIDATE CONSTRAINT ck_email')`,
    );
  });

  test('a constraint without a name can not be validated later', () => {
    hasNoFix(`    op.create_check_constraint(None, 'users', "email <> ''")`);
  });
});

describe('NOT NULL', () => {
  test('in a schema and inside another block', () =>
    becomes(
      `    if True:
        op.alter_column('dolls', 'name', schema='toys', nullable=False)`,
      `    if True:
        with op.get_context().autocommit_block():
            op.execute('ALTER TABLE toys.dolls DROP CONSTRAINT IF EXISTS ck_dolls_name_not_null')
            op.execute('ALTER TABLE toys.dolls ADD CONSTRAINT ck_dolls_name_not_null CHECK (name IS NOT NULL) NOT VALID')
            op.execute('ALTER TABLE toys.dolls VALIDATE CONSTRAINT ck_dolls_name_not_null')
        op.alter_column('dolls', 'name', schema='toys', nullable=False)
        op.execute('ALTER TABLE toys.dolls DROP CONSTRAINT ck_dolls_name_not_null')`,
    ));

  test('the other ways to add a required column are offered, and each settles it', () => {
    const files = project(`    op.add_column('users', sa.Column('age', sa.Integer(), nullable=False))`);
    const [finding] = findings(files);
    assert.ok(finding);
    const titles = finding.fixes().map(({ title, preferred }) => `${preferred ? '* ' : ''}${title}`);
    assert.deepEqual(titles, [
      '* Add age as nullable',
      'Add age as nullable, and a revision that makes it NOT NULL',
      'Give age the server default 0',
    ]);
    for (const fix of finding.fixes()) assert.deepEqual(findings(apply(files, finding, fix)).map(said), [], fix.title);
  });
});

describe('a unique constraint', () => {
  test('with keywords, in a schema', () =>
    becomes(
      `    op.create_unique_constraint(
        constraint_name='uq_name',
        table_name='dolls',  # all of them
        columns=['name'],
        schema='toys',
    )`,
      `    with op.get_context().autocommit_block():
        op.create_index(
            index_name='uq_name',
            table_name='dolls',  # all of them
            columns=['name'],
            schema='toys',
            unique=True,
            postgresql_concurrently=True,
        )
    op.execute('ALTER TABLE toys.dolls ADD CONSTRAINT uq_name UNIQUE USING INDEX uq_name')`,
    ));

  test('a deferrable one has no such way', () => {
    hasNoFix(`    op.create_unique_constraint('uq', 'users', ['email'], deferrable=True)`);
  });
});

describe('a column that asks for an index', () => {
  const block = (create: string) => `    with op.get_context().autocommit_block():\n        ${create}`;
  const uniqueIndex = `op.create_index('ix_users_team', 'users', ['team'], unique=True, postgresql_concurrently=True)`;

  test('loses index and unique together', () => {
    for (const args of [
      'sa.Text(), index=True, unique=True',
      'sa.Text(), unique=True, index=True',
      'sa.Text(), index=True, nullable=True, unique=True',
    ]) {
      const rest = args.includes('nullable') ? 'sa.Text(), nullable=True' : 'sa.Text()';
      becomes(
        `    op.add_column('users', sa.Column('team', ${args}))`,
        `    op.add_column('users', sa.Column('team', ${rest}))\n${block(uniqueIndex)}`,
      );
    }
  });

  test('in a batch block the index is built after it', () =>
    becomes(
      `    with op.batch_alter_table('dolls', schema='toys') as batch_op:
        batch_op.add_column(sa.Column('team', sa.Text(), index=True))
        batch_op.add_column(sa.Column('size', sa.Text()))`,
      `    with op.batch_alter_table('dolls', schema='toys') as batch_op:
        batch_op.add_column(sa.Column('team', sa.Text()))
        batch_op.add_column(sa.Column('size', sa.Text()))
${block(`op.create_index('ix_toys_dolls_team', 'dolls', ['team'], schema='toys', postgresql_concurrently=True)`)}`,
    ));
});

test('arguments that share lines are followed on their line', () =>
  becomes(
    `    op.create_unique_constraint(
        'uq', 'users', ['email']
    )`,
    `    with op.get_context().autocommit_block():
        op.create_index(
            'uq', 'users', ['email'], unique=True, postgresql_concurrently=True
        )
    op.execute('ALTER TABLE users ADD CONSTRAINT uq UNIQUE USING INDEX uq')`,
  ));
