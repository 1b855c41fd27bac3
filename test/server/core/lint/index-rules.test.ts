/** Rules about indexes where their examples don't reach: exemptions, partitions, what fixes must not write. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { ProjectInput } from '../../../../server/src/core/analysis.ts';
import type { Finding } from '../../../../server/src/core/lint/finding.ts';
import { defaultSettings } from '../../../../server/src/core/lint/settings.ts';
import { openText } from '../../../support/project.ts';

const history = `op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("email", sa.Text()),
    sa.Column("name", sa.Text()),
)
op.create_index("ix_email", "users", ["email"])
op.execute("CREATE TABLE events (id integer NOT NULL, kind text, user_id integer) PARTITION BY RANGE (id)")
op.execute("CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (1) TO (9)")
op.create_index("ix_kind", "events", ["kind"])`;

const settings = { ...defaultSettings, profile: 'all' } as const;
const small = { settings: { ...settings, smallTables: ['users', 'events'] } };

function findings(body: string, rule: string, given: Partial<ProjectInput> = {}): readonly Finding[] {
  const file = (id: string, down: string, code: string) => `# file: versions/${id}.py
import sqlalchemy as sa
from alembic import op
revision = "${id}"
down_revision = ${down}


def upgrade():
${code.replace(/^(?=.)/gm, '    ')}


def downgrade():
    raise NotImplementedError("irreversible: a test")
`;
  const snapshot = openText(file('1', 'None', history) + file('2', '"1"', body), { settings, ...given });
  assert.deepEqual(snapshot.failures(), []);
  return snapshot.findings('versions/2.py').filter((each) => each.rule === rule);
}

const count = (body: string, rule: string, given?: Partial<ProjectInput>) => findings(body, rule, given).length;
const outside = (...code: readonly string[]) =>
  ['with op.get_context().autocommit_block():', ...code.map((line) => `    ${line}`)].join('\n');
const concurrently = (name: string, table: string, columns: string, more = '') =>
  `op.create_index("${name}", "${table}", ${columns}, postgresql_concurrently=True${more})`;

describe('partitioned tables', () => {
  test('have no concurrent indexes, their partitions do', () => {
    const rule = 'concurrent-index-partitioned';
    assert.equal(count(outside(concurrently('i', 'events', '["user_id"]')), rule), 1);
    assert.equal(count(outside(concurrently('i', 'events_1', '["user_id"]')), rule), 0);
    assert.equal(count(outside(concurrently('i', 'users', '["name"]')), rule), 0);
    assert.equal(count(outside('op.drop_index("ix_kind", "events", postgresql_concurrently=True)'), rule), 1);
    assert.equal(count('op.drop_index("ix_kind", "events")', rule), 0);
  });

  test('get no fix that the server refuses', () => {
    const titles = (body: string, rule: string) =>
      findings(body, rule).flatMap((finding) => finding.fixes().map(({ title }) => title));
    assert.deepEqual(titles('op.create_index("i", "events", ["user_id"])', 'create-index-blocking'), [
      'Build the index partition by partition',
    ]);
    assert.deepEqual(titles('op.drop_index("ix_kind", "events")', 'drop-index-blocking'), []);
    assert.deepEqual(titles('op.create_unique_constraint("u", "events", ["id"])', 'add-unique-constraint'), []);
    const key = 'op.create_foreign_key("f", "events", "users", ["user_id"], ["id"])';
    assert.deepEqual(titles(key, 'add-fk-validates'), []);
    const late = { settings: { ...settings, postgresVersion: 18 } };
    assert.equal(findings(key, 'add-fk-validates', late)[0]?.fixes().length, 2);
    const expression = 'op.create_index("i", "events", [sa.text("lower(kind)")])';
    assert.deepEqual(titles(expression, 'create-index-blocking'), []);
  });
});

test('a concurrent index of a table that may have been there is not needless', () => {
  const rule = 'concurrent-index-needless';
  const made = (more: string) => `op.create_table("t", sa.Column("a", sa.Text())${more})\n`;
  const index = outside(concurrently('i', 't', '["a"]'));
  assert.equal(count(made('') + index, rule), 1);
  assert.equal(count(`${made(', if_not_exists=True')}${index}`, rule), 0);
  assert.equal(count(outside(concurrently('i', 'users', '["name"]')), rule), 0);
});

describe('a second try', () => {
  const rule = 'concurrent-index-invalid-on-retry';
  test('takes nothing for whole without IF NOT EXISTS', () => {
    assert.equal(count(outside(concurrently('i', 'users', '["name"]')), rule), 0);
    assert.equal(count(outside(concurrently('i', 'users', '["name"]', ', if_not_exists=True')), rule), 1);
    assert.equal(count('op.create_index("i", "users", ["name"], if_not_exists=True)', rule), 0);
  });

  test('may begin by dropping what is left', () => {
    const drop = 'op.drop_index("i", table_name="users", if_exists=True, postgresql_concurrently=True)';
    assert.equal(count(outside(drop, concurrently('i', 'users', '["name"]', ', if_not_exists=True')), rule), 0);
    assert.equal(count(outside(drop, concurrently('i', 'users', '["name"]')), 'replace-index-order'), 0);
  });
});

describe('an index and its successor', () => {
  const rule = 'replace-index-order';
  const drop = 'op.drop_index("ix_email", table_name="users", postgresql_concurrently=True)';
  test('are told by the column that they begin with', () => {
    assert.equal(count(outside(drop, concurrently('i', 'users', '["email", "name"]')), rule), 1);
    assert.equal(count(outside(drop, concurrently('i', 'users', '["name", "email"]')), rule), 0);
    assert.equal(count(outside(concurrently('i', 'users', '["email", "name"]'), drop), rule), 0);
    assert.equal(count(outside(drop, concurrently('i', 'users', '["email", "name"]')), rule, small), 0);
  });

  test('in one transaction leave no time between', () =>
    assert.equal(
      count('op.drop_index("ix_email", "users")\nop.create_index("i", "users", ["email", "name"])', rule),
      0,
    ));

  test('of the same name can only be swapped by hand', () => {
    const [finding] = findings(outside(drop, concurrently('ix_email', 'users', '["email", "name"]')), rule);
    assert.deepEqual(finding?.fixes(), []);
  });
});

test('an index of this revision may go again', () => {
  const drop = (name: string) => `op.drop_index("${name}", "users")`;
  const made = 'op.create_index("i", "users", ["name"])\n';
  assert.equal(count(made + drop('i'), 'drop-index-blocking'), 0);
  assert.equal(count(made + drop('ix_email'), 'drop-index-blocking'), 1);
});

describe('REINDEX', () => {
  const rule = 'reindex-blocking';
  test('is spoken of where it blocks and has another form', () => {
    assert.equal(count('op.execute("REINDEX TABLE users")', rule), 1);
    assert.equal(count('op.execute("REINDEX INDEX ix_email")', rule), 1);
    assert.equal(count(outside('op.execute("REINDEX SCHEMA public")'), rule), 1);
    assert.equal(count(outside('op.execute("REINDEX TABLE CONCURRENTLY users")'), rule), 0);
    assert.equal(count(outside('op.execute("REINDEX SYSTEM app")'), rule), 0);
    assert.equal(count('op.execute("REINDEX TABLE users")', rule, small), 0);
  });

  test('of a new table blocks nobody', () =>
    assert.equal(count('op.execute("CREATE TABLE t (a text)")\nop.execute("REINDEX TABLE t")', rule), 0));
});

describe('an index that another one serves', () => {
  const rule = 'index-redundant';
  const index = (columns: string, more = '') => outside(concurrently('i', 'users', columns, more));
  test('says and does no more than the other', () => {
    assert.equal(count(index('["email"]'), rule), 1);
    assert.equal(count(index('["id"]'), rule), 1);
    assert.equal(count(index('["email", "name"]'), rule), 0);
    assert.equal(count(index('["email"]', ', unique=True'), rule), 0);
    assert.equal(count(index('["email"]', ', postgresql_using="hash"'), rule), 0);
    assert.equal(count(index('["email"]', ', postgresql_include=["name"]'), rule), 0);
    assert.equal(count(index('["email"]', ', postgresql_where=sa.text("name IS NULL")'), rule), 0);
    assert.equal(count(index('[sa.text("lower(email)")]'), rule), 0);
  });
});

test('a wide index is counted by its keys, as configured', () => {
  const index = outside(concurrently('i', 'users', '["id", "email", "name"]'));
  assert.equal(count(index, 'index-too-wide'), 0);
  const rules = { 'index-too-wide': { options: { most: 2 } } };
  assert.equal(count(index, 'index-too-wide', { settings: { ...settings, rules } }), 1);
});

test('unique concurrent builds are safe over what is unique', () => {
  const rule = 'unique-index-concurrent-duplicates';
  const unique = (columns: string) => outside(concurrently('i', 'users', columns, ', unique=True'));
  assert.equal(count(unique('["name"]'), rule), 1);
  assert.equal(count(unique('["id", "name"]'), rule), 0);
  assert.equal(count(`op.execute("DELETE FROM users WHERE name = 'x'")\n${unique('["name"]')}`, rule), 0);
});
