/** Rules about SQLite and MySQL where their examples don't reach: when they speak at all, and what they spare. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { withConfigured } from '../../../../server/src/core/history/environment.ts';
import { readEnvironmentFacts } from '../../../../server/src/core/history/read-environment.ts';
import {
  exampleEnvironment,
  mysqlEnvironment,
  sqliteEnvironment,
} from '../../../../server/src/core/lint/example-environment.ts';
import { defaultSettings } from '../../../../server/src/core/lint/settings.ts';
import { applyEdits } from '../../../../server/src/core/text/edit.ts';
import { type Around, changed, findingsOf, placesOf, revisionAfter } from '../../../support/one-revision.ts';
import { openText } from '../../../support/project.ts';

const history = `op.create_table("teams", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
op.create_table(
    "users",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("email", sa.String(100), unique=True),
    sa.Column("plan", sa.String(20), nullable=False, server_default="free"),
    sa.Column("team_id", sa.Integer(), sa.ForeignKey("teams.id")),
    sa.Column("age", sa.Integer(), sa.CheckConstraint("age > 0", name="ck_age")),
)
op.create_index("ix_plan", "users", ["plan"], postgresql_where=sa.text("age > 3"))`;

const onSqlite = (rule: string, body: string, around: Around = {}) =>
  placesOf(rule, body, { history, env: sqliteEnvironment, ...around });
const onMysql = (rule: string, body: string, around: Around = {}) =>
  placesOf(rule, body, { history, env: mysqlEnvironment, ...around });

const retype = 'op.alter_column("users", "email", type_=sa.String(), existing_type=sa.String(100))';

test('they speak only where the project uses the database', () => {
  const rule = 'sqlite-alter-needs-batch';
  assert.deepEqual(onSqlite(rule, retype), ['op.alter_column']);
  assert.deepEqual(placesOf(rule, retype, { history }), []);
  assert.deepEqual(placesOf(rule, retype, { history, env: exampleEnvironment() }), []);
  assert.deepEqual(placesOf(rule, retype, { history, env: mysqlEnvironment }), []);
  for (const dialect of ['"postgresql"', '"mysql"']) {
    assert.deepEqual(onSqlite(rule, `if op.get_bind().dialect.name == ${dialect}:\n    ${retype}`), []);
  }
  assert.deepEqual(onSqlite(rule, `if op.get_bind().dialect.name != "sqlite":\n    ${retype}`), []);
});

test('a folder that is named after a database holds revisions for that one', () => {
  const revision = `import sqlalchemy as sa
from alembic import op
revision = "a1"
down_revision = "a0"


def upgrade():
    op.alter_column("users", "email", new_column_name="mail", type_=sa.String())
`;
  const rulesIn = (folder: string) => {
    const file = `versions/${folder}/a1.py`;
    const environment = withConfigured(readEnvironmentFacts('env.py', sqliteEnvironment), {
      dialects: [],
      settings: [],
    });
    const settings = { ...defaultSettings, profile: 'all' } as const;
    const names = openText(`# file: ${file}\n${revision}`, { environment, settings })
      .findings(file)
      .map(({ rule }) => rule);
    return [names.includes('sqlite-alter-needs-batch'), names.includes('missing-lock-timeout')];
  };
  assert.deepEqual(rulesIn('main'), [true, true]);
  assert.deepEqual(rulesIn('postgresql'), [false, true]);
  assert.deepEqual(rulesIn('sqlite'), [true, false]);
});

describe('sqlite-alter-needs-batch', () => {
  const rule = 'sqlite-alter-needs-batch';

  test('knows what SQLite can do', () => {
    for (const body of [
      'op.alter_column("users", "email", new_column_name="mail")',
      'op.drop_column("users", "plan")',
      'op.add_column("users", sa.Column("name", sa.Text()))',
      'op.rename_table("users", "people")',
      'op.drop_index("ix_plan", "users")',
      `with op.batch_alter_table("users") as batch_op:\n    batch_op.drop_column("plan")`,
    ]) {
      assert.deepEqual(onSqlite(rule, body), [], body);
    }
    for (const body of [
      'op.create_unique_constraint("uq", "users", ["plan"])',
      'op.create_check_constraint("ck", "users", "age > 1")',
      'op.add_column("users", sa.Column("other", sa.Integer(), sa.ForeignKey("teams.id")))',
      'op.add_column("users", sa.Column("other", sa.Integer(), unique=True))',
    ]) {
      assert.equal(onSqlite(rule, body).length, 1, body);
    }
    assert.deepEqual(onSqlite(rule, 'op.execute("ALTER TABLE users ALTER COLUMN plan DROP DEFAULT")'), ['ALTER TABLE']);
  });

  test('the schema goes to the block', () => {
    const body = 'op.create_unique_constraint("uq", "users", ["plan"], schema="app")';
    const [finding] = findingsOf(rule, body, { history, env: sqliteEnvironment });
    const text = revisionAfter(body, { history }).text(changed) ?? '';
    const fixed = applyEdits(text, finding?.fixes()[0]?.edits ?? []);
    assert.ok(
      fixed.includes(`    with op.batch_alter_table("users", schema="app") as batch_op:
        batch_op.create_unique_constraint("uq", ["plan"])
`),
      fixed,
    );
  });
});

describe('tables that are made anew', () => {
  const batch = (line: string, args = '') =>
    `with op.batch_alter_table("users"${args}) as batch_op:\n    batch_op.${line}`;
  const change = 'alter_column("email", type_=sa.String())';

  test('lose nothing that SQLAlchemy reads', () => {
    const rule = 'sqlite-batch-data-loss';
    assert.deepEqual(onSqlite(rule, batch(change)), []);
    const unnamed = history.replace(', name="ck_age"', '');
    assert.deepEqual(onSqlite(rule, batch(change), { history: unnamed }), ['op.batch_alter_table']);
    assert.deepEqual(onSqlite(rule, batch(change, ', copy_from=users'), { history: unnamed }), []);
    assert.deepEqual(onSqlite(rule, batch('add_column(sa.Column("x", sa.Text()))'), { history: unnamed }), []);
    assert.deepEqual(onSqlite(rule, batch(change, ', recreate="never"'), { history: unnamed }), []);
  });

  test('find constraints by the names that they were given', () => {
    const rule = 'sqlite-batch-unnamed-constraint';
    const drop = 'drop_constraint("users_email_key", type_="unique")';
    assert.deepEqual(onSqlite(rule, batch(drop)), ['"users_email_key"']);
    assert.deepEqual(onSqlite(rule, batch(drop, ', naming_convention=convention')), []);
    const named = history
      .replace('unique=True', 'unique=False')
      .replace('sa.Column("plan"', 'sa.UniqueConstraint("email", name="users_email_key"),\n    sa.Column("plan"');
    assert.deepEqual(onSqlite(rule, batch(drop), { history: named }), []);
    assert.deepEqual(onSqlite(rule, batch('drop_constraint("users_team_id_fkey", type_="foreignkey")')), [
      '"users_team_id_fkey"',
    ]);
  });

  test('take others along where keys are checked', () => {
    const rule = 'sqlite-batch-fk-pragma';
    const teams = 'with op.batch_alter_table("teams") as batch_op:\n    batch_op.drop_column("name")';
    const checked = `${sqliteEnvironment}    connection.exec_driver_sql("PRAGMA foreign_keys=ON")\n`;
    assert.deepEqual(onSqlite(rule, teams), []);
    assert.deepEqual(onSqlite(rule, teams, { env: checked }), ['op.batch_alter_table']);
    assert.deepEqual(onSqlite(rule, batch(change), { env: checked }), []);
    const deleting = history.replace('sa.ForeignKey("teams.id")', 'sa.ForeignKey("teams.id", ondelete="CASCADE")');
    const [finding] = findingsOf(rule, teams, { history: deleting, env: checked });
    assert.match(finding?.message ?? '', /deletes the rows of users too/);
  });

  test('can not be printed', () => {
    const rule = 'batch-offline';
    assert.deepEqual(onSqlite(rule, batch(change)), ['op.batch_alter_table']);
    assert.deepEqual(onSqlite(rule, batch('create_index("i", ["age"])')), []);
    const guarded = `if not context.is_offline_mode():\n    ${batch(change).replace('\n', '\n    ')}`;
    assert.deepEqual(onSqlite(rule, guarded), []);
  });

  test('are a matter of SQLite alone', () => {
    const rule = 'batch-recreate-always-on-postgres';
    const always = batch(change, ', recreate="always"');
    const places = (body: string) => placesOf(rule, body, { history });
    assert.deepEqual(places(always), ['recreate="always"']);
    assert.deepEqual(places(`if op.get_bind().dialect.name == "sqlite":\n    ${always.replace('\n', '\n    ')}`), []);
    const fresh = `op.create_table("fresh", sa.Column("email", sa.Text()))\n${always.replace('"users"', '"fresh"')}`;
    assert.deepEqual(places(fresh), []);
    assert.deepEqual(places(batch(change, ', recreate="auto"')), []);
  });
});

describe('columns of MySQL', () => {
  test('lose what is not said of them', () => {
    const rule = 'mysql-modify-loses-attributes';
    const alter = (args: string) => onMysql(rule, `op.alter_column("users", ${args})`).length;
    assert.equal(alter('"plan", server_default="paid"'), 0);
    assert.equal(alter('"email", type_=sa.Text(), existing_type=sa.String(100)'), 0);
    assert.equal(alter('"plan", type_=sa.Text(), existing_nullable=False'), 1);
    assert.equal(alter('"plan", nullable=True, existing_type=sa.String(20), existing_server_default="free"'), 0);
    assert.equal(alter('"email", new_column_name="mail"'), 1);
    const [finding] = findingsOf(rule, 'op.alter_column("strange", "x", type_=sa.Text())', { env: mysqlEnvironment });
    assert.match(finding?.message ?? '', /becomes nullable/);
    assert.deepEqual(finding?.fixes(), []);
  });

  test('get a zero where PostgreSQL does not get the statement', () => {
    const rule = 'mysql-implicit-default';
    const add = 'op.add_column("users", sa.Column("size", sa.Integer(), nullable=False))';
    assert.deepEqual(onMysql(rule, add), [], 'the error for PostgreSQL tells it');
    assert.deepEqual(onMysql(rule, `if op.get_bind().dialect.name == "mysql":\n    ${add}`), ['nullable=False']);
  });

  test('keep their labels in order', () => {
    const rule = 'mysql-enum-or-set-rewrite';
    const labels = (count: number) => Array.from({ length: count }, (_, i) => `"l${i}"`).join(', ');
    const alter = (former: string, now: string) =>
      onMysql(
        rule,
        `if op.get_bind().dialect.name == "mysql":
    op.alter_column("users", "plan", type_=mysql.ENUM(${now}), existing_type=mysql.ENUM(${former}), existing_nullable=False)`,
      ).length;
    assert.equal(alter('"a", "b"', '"a", "b", "c"'), 0);
    assert.equal(alter('"a", "b"', '"a"'), 1);
    assert.equal(alter('"a", "b"', '"b", "a"'), 1);
    assert.equal(alter(labels(255), labels(256)), 1);
    assert.equal(alter(labels(256), labels(257)), 0);
  });

  test('drop constraints by type', () => {
    const rule = 'mysql-drop-constraint-type';
    assert.deepEqual(onMysql(rule, 'op.drop_constraint("ck_age", "users", type_="check")'), []);
    assert.deepEqual(onMysql(rule, 'op.drop_constraint("ck_age", "users", "check")'), []);
    const [finding] = findingsOf(rule, 'op.drop_constraint("unknown", "users")', { history, env: mysqlEnvironment });
    assert.deepEqual(finding?.fixes(), []);
  });

  test('options are read from SQL that is not PostgreSQL’s', () => {
    const rule = 'mysql-copy-or-lock-option';
    assert.deepEqual(onMysql(rule, 'op.execute("ALTER TABLE users ADD x INT, ALGORITHM=COPY, LOCK=SHARED")'), [
      'ALGORITHM=COPY',
      'LOCK=SHARED',
    ]);
    assert.deepEqual(onMysql(rule, `op.execute("ALTER TABLE users ADD x INT, ALGORITHM=INPLACE, LOCK=NONE")`), []);
    assert.deepEqual(onMysql(rule, `op.execute("ALTER TABLE users COMMENT = 'ALGORITHM=COPY'")`), []);
  });

  test('commit each change', () => {
    const rule = 'mysql-nontransactional-ddl';
    const add = 'op.add_column("users", sa.Column("x", sa.Text()))';
    assert.deepEqual(onMysql(rule, `${add}\n${add.replace('"x"', '"y"')}\nop.drop_column("users", "age")`), [
      'op.add_column',
    ]);
    assert.deepEqual(onMysql(rule, `${add}\nop.execute("UPDATE users SET x = 'a' WHERE id = 1")`), []);
  });
});

describe('dialect-specific-op', () => {
  const rule = 'dialect-specific-op';

  test('knows types that others render', () => {
    const add = (type: string) => onSqlite(rule, `op.add_column("users", sa.Column("x", ${type}))`);
    for (const type of [
      'postgresql.JSONB()',
      'postgresql.ARRAY(sa.Text())',
      'sa.ARRAY(sa.Text())',
      'postgresql.INET()',
    ]) {
      assert.deepEqual(add(type), [type]);
    }
    for (const type of [
      'postgresql.UUID(as_uuid=True)',
      'postgresql.JSON()',
      'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")',
      'postgresql.JSONB().with_variant(sa.JSON(), "sqlite")',
    ]) {
      assert.deepEqual(add(type), [], type);
    }
  });

  test('leaves what Alembic renders for each, and what is guarded', () => {
    for (const body of [
      'op.create_index("i", "users", ["age"], postgresql_using="gin")',
      'op.execute("UPDATE users SET age = 1 WHERE id = 1")',
      'if op.get_bind().dialect.name == "postgresql":\n    op.execute("CREATE EXTENSION citext")',
    ]) {
      assert.deepEqual(onSqlite(rule, body), [], body);
    }
    assert.deepEqual(onSqlite(rule, 'op.execute("CREATE EXTENSION citext")'), ['CREATE']);
    assert.deepEqual(onSqlite(rule, `op.execute("SET lock_timeout = '5s'")`), ['SET']);
  });
});

describe('SQL that only another database understands', () => {
  const rule = 'sql-parse-error';
  const pragma = 'op.execute("PRAGMA foreign_keys=OFF")';
  const engine = 'op.execute("ALTER TABLE users ENGINE=InnoDB")';

  for (const condition of [
    'op.get_bind().dialect.name == "sqlite"',
    'op.get_context().dialect.name != "postgresql"',
    'op.get_bind().dialect.name.startswith("sqlite")',
    '"lite" in op.get_bind().engine.name',
    'op.get_bind().dialect.name in ("sqlite", "mysql")',
    'not op.get_bind().dialect.name.startswith("postgres")',
  ]) {
    test(`is left alone where ${condition}`, () =>
      assert.deepEqual(placesOf(rule, `if ${condition}:\n    ${pragma}`), []));
  }

  const said = (body: string) => findingsOf(rule, body).map(({ level, message }) => `${level}: ${message}`);

  test('is named with its database elsewhere', () => {
    assert.deepEqual(said(`${pragma}\n${engine}`), [
      `warning: PostgreSQL can't parse this statement: PRAGMA is SQLite's. Run it only where op.get_bind().dialect.name is "sqlite".`,
      `warning: PostgreSQL can't parse this statement: ENGINE = is MySQL's. Run it only where op.get_bind().dialect.name is "mysql".`,
    ]);
    assert.match(
      said(`if op.get_bind().dialect.name == "postgresql":\n    ${pragma}`)[0] ?? '',
      /^warning: .* SQLite's/,
    );
    assert.match(said(`if op.get_bind().dialect.name.startswith("post"):\n    ${pragma}`)[0] ?? '', /^warning/);
    assert.match(said('op.execute("ALTER TABLE users ENGIN=x")')[0] ?? '', /statement: syntax error at/);
  });

  test('is worth a hint under a test that says nothing we can read', () => {
    assert.match(said(`import settings\nif settings.TESTING:\n    ${pragma}`)[0] ?? '', /^info: .* SQLite's/);
  });

  test('is guarded as a whole only', () => {
    const fixes = (body: string) => findingsOf(rule, body)[0]?.fixes().length;
    assert.equal(fixes(pragma), 1);
    assert.equal(fixes('op.execute("PRAGMA foreign_keys=OFF; SELECT 1")'), 0);
  });
});
