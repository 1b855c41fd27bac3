/** Where the naming convention of a project's metadata is found. */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { findProjects } from '../../../server/src/workspace/find-projects.ts';
import { open } from '../../../server/src/workspace/open-project.ts';
import { loadSqlParser } from '../../../server/src/workspace/sql-parser.ts';
import { type Files, makeFolder } from './folder.ts';

const parser = await loadSqlParser();
const ini = '[alembic]\nscript_location = %(here)s/migrations\n';
const configure = 'from alembic import context\ncontext.configure(connection=c, target_metadata=';
const convention = 'CONVENTION = {"uq": "uq_%(table_name)s_%(column_0_name)s"}\n';
const metadata = `from sqlalchemy import MetaData\n${convention}metadata = MetaData(naming_convention=CONVENTION)\n`;
const known = { kind: 'known', templates: { uq: 'uq_%(table_name)s_%(column_0_name)s' } };

const revision = `revision = "a1"
down_revision = None
import sqlalchemy as sa
from alembic import op

def upgrade():
    op.create_table("users", sa.Column("email", sa.Text(), unique=True))
`;

async function opened(t: TestContext, files: Files) {
  const root = makeFolder(t, { 'alembic.ini': ini, 'migrations/versions/a1.py': revision, ...files });
  const [project] = (await findProjects(root)).projects;
  assert.ok(project);
  return open(project, parser).snapshot;
}

test('in env.py itself', async (t) => {
  const { naming } = await opened(t, { 'migrations/env.py': `${metadata}${configure}metadata)\n` });
  assert.deepEqual(naming, known);
});

test('in a module that env.py imports over others, and what it names then', async (t) => {
  const snapshot = await opened(t, {
    'migrations/env.py': `from app.models import Base\n${configure}Base.metadata)\n`,
    'app/__init__.py': '',
    'app/models/__init__.py': 'from .base import Base\n',
    'app/models/base.py': metadata,
    'tests/other.py': metadata.replace('uq_', 'key_'),
  });
  assert.deepEqual(snapshot.naming, known);
  const [users] = snapshot.catalogue.tables.values();
  assert.deepEqual(
    users?.constraints.map(({ name }) => name),
    ['uq_users_email'],
  );
});

test('in the folder, where Flask hands env.py the metadata', async (t) => {
  const flask = 'from flask import current_app\nfrom app import helpers\n';
  const files = { 'app/__init__.py': '', 'app/helpers.py': '', 'app/db.py': metadata };
  const { naming } = await opened(t, { ...files, 'migrations/env.py': `${flask}${configure}current_app.metadata)\n` });
  assert.deepEqual(naming, known);
});

test('none: env.py hands over no metadata, or nothing that it imports has one', async (t) => {
  const app = { 'app/__init__.py': '', 'app/db.py': metadata, 'app/plain.py': 'metadata = MetaData()' };
  const withNone = await opened(t, { ...app, 'migrations/env.py': `from app import db\n${configure}None)\n` });
  assert.deepEqual(withNone.naming, { kind: 'none' });
  const plain = await opened(t, {
    ...app,
    'migrations/env.py': `from app.plain import metadata\n${configure}metadata)\n`,
  });
  assert.deepEqual(plain.naming, { kind: 'none' });
});

test('unknown: computed, or two that differ', async (t) => {
  const computed = 'from sqlalchemy import MetaData\nmetadata = MetaData(naming_convention=read())\n';
  const one = await opened(t, { 'migrations/env.py': `${computed}${configure}metadata)\n` });
  assert.deepEqual(one.naming, { kind: 'unknown' });
  const two = await opened(t, {
    'migrations/env.py': `from app import a, b\n${configure}[a.metadata, b.metadata])\n`,
    'app/__init__.py': '',
    'app/a.py': metadata,
    'app/b.py': metadata.replace('uq_', 'key_'),
  });
  assert.deepEqual(two.naming, { kind: 'unknown' });
  const [users] = two.catalogue.tables.values();
  assert.deepEqual(
    users?.constraints.map(({ name }) => name),
    ['users_email_key'],
  );
});
