/** Rules on objects and on the design of tables where their examples don't reach: exemptions, overlaps, fixes. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { ProjectSnapshot } from '../../../../server/src/core/analysis.ts';
import type { Finding } from '../../../../server/src/core/lint/finding.ts';
import { defaultSettings, type LintSettings } from '../../../../server/src/core/lint/settings.ts';
import { applyEdits } from '../../../../server/src/core/text/edit.ts';
import { openText } from '../../../support/project.ts';

const tables = `op.create_table("users", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("email", sa.Text()))
op.create_table(
    "logins",
    sa.Column("id", sa.BigInteger(), primary_key=True),
    sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("users.id")),
)
op.create_table(
    "login_notes",
    sa.Column("id", sa.BigInteger(), primary_key=True),
    sa.Column("login_id", sa.BigInteger(), sa.ForeignKey("logins.id")),
)
op.execute("CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$")
op.execute("CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()")
op.execute("CREATE VIEW emails AS SELECT email FROM users")
op.execute("CREATE MATERIALIZED VIEW counts AS SELECT count(*) AS n FROM users")
op.execute("CREATE TABLE measures (id int, day date NOT NULL) PARTITION BY RANGE (day)")
op.execute("CREATE TABLE measures_1 PARTITION OF measures FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')")
op.execute("CREATE TABLE old_measures (id int, day date NOT NULL)")`;

const indented = (code: string) => code.replace(/^(?=.)/gm, '    ');

function revision(id: string, down: string, upgrade: string): string {
  return `# file: versions/${id}.py
import sqlalchemy as sa
from alembic import op
revision = "${id}"
down_revision = ${down}


def upgrade():
${indented(upgrade)}


def downgrade():
    raise NotImplementedError("irreversible: a test")
`;
}

function project(body: string, settings: Partial<LintSettings> = {}): ProjectSnapshot {
  const text = revision('0001', 'None', tables) + revision('0002', '"0001"', body);
  const snapshot = openText(text, { settings: { ...defaultSettings, profile: 'strict', ...settings } });
  assert.deepEqual(snapshot.failures(), []);
  return snapshot;
}

const findings = (body: string, settings?: Partial<LintSettings>) =>
  project(body, settings).findings('versions/0002.py');

/** Whether each of the rules speaks, by name. */
function spoken(body: string, rules: readonly string[], settings?: Partial<LintSettings>): readonly string[] {
  return findings(body, settings).flatMap(({ rule }) => (rules.includes(rule) ? [rule] : []));
}

const says = (rule: string, body: string, settings?: Partial<LintSettings>) =>
  spoken(body, [rule], settings).length > 0;

/** The revision after the preferred fix of the rule's first finding. */
function fixed(rule: string, body: string, settings?: Partial<LintSettings>): string {
  const snapshot = project(body, settings);
  const finding = snapshot.findings('versions/0002.py').find((each) => each.rule === rule);
  const fix = finding?.fixes().find(({ preferred }) => preferred);
  const text = snapshot.migration('versions/0002.py')?.text ?? '';
  return applyEdits(text, fix?.edits ?? []);
}

const sql = (...statements: readonly string[]) =>
  statements.map((one) => `op.execute(${JSON.stringify(one)})`).join('\n');
const outside = (body: string) => `with op.get_context().autocommit_block():\n${indented(body)}`;
const levelOf = (rule: string, all: readonly Finding[]) => all.find((each) => each.rule === rule)?.level;

describe('emptied tables', () => {
  test('are told once, by the rule that says most', () => {
    const both = ['truncate', 'truncate-cascade'];
    assert.deepEqual(spoken(sql('TRUNCATE login_notes'), both), ['truncate']);
    assert.deepEqual(spoken(sql('TRUNCATE login_notes CASCADE'), both), ['truncate-cascade']);
    assert.deepEqual(spoken(sql('TRUNCATE logins, login_notes'), both), ['truncate', 'truncate']);
    assert.deepEqual(spoken(sql('TRUNCATE users, logins CASCADE'), both), ['truncate-cascade']);
    assert.deepEqual(spoken(sql('DROP SCHEMA a, b CASCADE'), ['drop-schema', 'drop-cascade']), ['drop-schema']);
    assert.deepEqual(spoken(sql('DROP VIEW emails, others CASCADE'), ['drop-cascade']), ['drop-cascade']);
  });

  test('do not matter where the revision makes them, or where they are known to be small', () => {
    assert.deepEqual(
      spoken(sql('CREATE TABLE t (id int)', 'TRUNCATE t CASCADE'), ['truncate', 'truncate-cascade']),
      [],
    );
    assert.equal(says('truncate', sql('TRUNCATE login_notes'), { smallTables: ['login_notes'] }), false);
  });

  test('all that refer to them are named, over others too', () => {
    const body = fixed('truncate-cascade', sql('TRUNCATE users CASCADE'));
    assert.match(body, /"TRUNCATE users, logins, login_notes"/);
    assert.match(
      fixed('truncate-cascade', sql('TRUNCATE users, logins RESTART IDENTITY CASCADE')),
      /users, logins, login_notes RESTART IDENTITY"/,
    );
  });
});

describe('dropped objects', () => {
  test('that the revision makes, or makes anew, are no loss', () => {
    assert.equal(says('drop-view', sql('DROP VIEW emails')), true);
    assert.equal(says('drop-view', sql('DROP VIEW emails', 'CREATE VIEW emails AS SELECT 1 AS one')), false);
    assert.equal(says('drop-view', sql('CREATE VIEW v AS SELECT 1', 'DROP VIEW v')), false);
    assert.equal(says('drop-matview', sql('DROP MATERIALIZED VIEW counts')), true);
    assert.equal(says('drop-sequence', sql('CREATE SEQUENCE s', 'DROP SEQUENCE s')), false);
    assert.equal(says('drop-schema', sql('CREATE SCHEMA s', 'DROP SCHEMA s CASCADE')), false);
    const other = 'CREATE FUNCTION touch(int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$';
    assert.equal(says('drop-function', sql('DROP FUNCTION touch()', other)), false);
  });

  test('a schema that must be empty loses nothing', () => {
    assert.equal(says('drop-schema', sql('DROP SCHEMA IF EXISTS archive')), false);
  });

  test('a type that nothing uses may go', () => {
    const type = "CREATE TYPE mood AS ENUM ('sad')";
    assert.equal(says('drop-type', sql(type, 'DROP TYPE mood')), false);
    assert.equal(says('drop-type', sql('DROP TYPE strange')), true);
  });

  test('with CASCADE are told once, by the rule that says most', () => {
    const rules = ['drop-view', 'drop-schema', 'drop-cascade'];
    assert.deepEqual(spoken(sql('DROP VIEW emails CASCADE'), rules), ['drop-cascade']);
    assert.deepEqual(spoken(sql('DROP SCHEMA archive CASCADE'), rules), ['drop-schema']);
  });

  test('CASCADE is taken away, and what is known to depend on the object goes by name', () => {
    const table = fixed('drop-cascade', sql('DROP TABLE users CASCADE'));
    assert.match(table, /VIEW counts"\)\n.*VIEW emails"\)\n.*"logins_user_id_fkey".*\n.*"DROP TABLE users"/);
    assert.match(fixed('drop-cascade', sql('DROP FUNCTION touch() CASCADE')), /"DROP FUNCTION touch\(\)"/);
  });

  test('a database is told once, in a transaction or outside', () => {
    const rules = ['drop-database', 'concurrently-in-transaction'];
    assert.deepEqual(spoken(sql('DROP DATABASE d'), rules), ['drop-database']);
    assert.deepEqual(spoken(outside(sql('DROP DATABASE d')), rules), ['drop-database']);
    assert.match(fixed('drop-database', sql('DROP DATABASE d')), /def upgrade\(\):\n {4}pass\n/);
  });
});

describe('columns that others need', () => {
  const rule = 'drop-column-drops-dependents';
  const indexed = (columns: string, rest = '') =>
    `op.add_column("users", sa.Column("nick", sa.Text()))\nop.create_index("ix", "users", ${columns}${rest})`;

  test('a plain index of the column alone is no loss', () => {
    const history = indexed('["email"]');
    const drop = 'op.drop_column("users", "email")';
    const at = (first: string) => {
      const text = revision('0001', 'None', `${tables}\n${first}`) + revision('0002', '"0001"', drop);
      const snapshot = openText(text, { settings: { ...defaultSettings, profile: 'strict' } });
      return snapshot.findings('versions/0002.py').some((finding) => finding.rule === rule);
    };
    assert.equal(at(history), false);
    assert.equal(at(indexed('["email"]', ', unique=True')), true);
    assert.equal(at(indexed('["email", "nick"]')), true);
    const key = 'op.create_foreign_key("fk", "users", "users", ["email"], ["email"])';
    assert.equal(at(`op.create_unique_constraint("uq", "logins", ["user_id"])\n${key}`), false);
  });

  test("columns that the revision adds don't count", () => {
    assert.equal(says(rule, `${indexed('["nick", "email"]')}\nop.drop_column("users", "nick")`), false);
  });
});

describe('a table made anew', () => {
  const create =
    'op.create_table("users", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("email", sa.Text()), sa.Column("nick", sa.Text()))';

  test('is told once, in place of the drop', () => {
    const body = `op.drop_table("users")\n${create}`;
    assert.deepEqual(spoken(body, ['drop-table', 'create-table-force']), ['create-table-force']);
  });

  test('keeps its rows where they were copied before', () => {
    const body = `${sql('INSERT INTO copies SELECT * FROM users')}\nop.drop_table("users")\n${create}`;
    assert.deepEqual(spoken(body, ['drop-table', 'create-table-force']), ['drop-table']);
  });

  test('other work in between makes it two things', () => {
    const body = `op.drop_table("users")\n${sql('UPDATE logins SET user_id = NULL WHERE user_id = 1')}\n${create}`;
    assert.deepEqual(spoken(body, ['drop-table', 'create-table-force']), ['drop-table']);
  });

  test('keeps the old table where columns are left out or change their type', () => {
    const other = create.replace('sa.Column("email", sa.Text())', 'sa.Column("email", sa.Integer())');
    const body = `op.drop_table("users", if_exists=True)\n${other}`;
    const [fix, ...others] =
      findings(body)
        .find(({ rule }) => rule === 'create-table-force')
        ?.fixes() ?? [];
    assert.deepEqual(others, []);
    assert.equal(fix?.preferred, false);
    assert.equal(fix?.edits[0]?.newText, 'op.execute("ALTER TABLE IF EXISTS users RENAME TO users_old")');
  });
});

describe('what is switched off', () => {
  test('a trigger that is switched on again is no matter', () => {
    const off = 'ALTER TABLE users DISABLE TRIGGER users_touch';
    assert.equal(says('disable-trigger', sql(off)), true);
    assert.equal(says('disable-trigger', sql(off, 'ALTER TABLE users ENABLE TRIGGER users_touch')), false);
    assert.equal(says('disable-trigger', sql(off, 'ALTER TABLE users ENABLE TRIGGER USER')), false);
    assert.equal(says('disable-trigger', sql(off, 'ALTER TABLE logins ENABLE TRIGGER ALL')), true);
    assert.equal(says('disable-trigger', sql(off, 'DROP TRIGGER users_touch ON users')), false);
  });

  test('keys that are checked again are a warning', () => {
    const rule = 'session-replication-role';
    const off = 'SET session_replication_role = replica';
    assert.equal(levelOf(rule, findings(sql(off))), 'error');
    assert.equal(levelOf(rule, findings(sql(off, 'RESET session_replication_role'))), 'warning');
    assert.equal(levelOf(rule, findings(sql(off, "SET session_replication_role = 'origin'"))), 'warning');
    assert.equal(says(rule, sql('SET session_replication_role = origin')), false);
  });
});

describe('triggers and policies', () => {
  test('of a column that comes or goes are part of that', () => {
    const create = sql('CREATE TRIGGER k BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()');
    assert.equal(says('create-or-drop-trigger', create), true);
    assert.equal(
      says('create-or-drop-trigger', `op.add_column("users", sa.Column("nick", sa.Text()))\n${create}`),
      false,
    );
  });

  test('of new tables, and with a limit to the wait, are no matter', () => {
    const policy = (table: string) => `CREATE POLICY p ON ${table} USING (true)`;
    assert.equal(says('rls-toggle', sql(policy('users'))), true);
    assert.equal(says('rls-toggle', sql("SET lock_timeout = '3s'", policy('users'))), false);
    assert.equal(says('rls-toggle', sql('CREATE TABLE t (id int)', policy('t'))), false);
    const both = sql('ALTER TABLE users ENABLE ROW LEVEL SECURITY', policy('users'));
    assert.deepEqual(spoken(both, ['rls-toggle']), ['rls-toggle']);
  });

  test('enabling without any policy hides all rows, limit or not', () => {
    const enable = 'ALTER TABLE users ENABLE ROW LEVEL SECURITY';
    const [finding] = findings(sql("SET lock_timeout = '3s'", enable)).filter(({ rule }) => rule === 'rls-toggle');
    assert.match(finding?.message ?? '', /No policy lets anybody/);
  });
});

describe('partitions', () => {
  const attach = "ALTER TABLE measures ATTACH PARTITION old_measures FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')";
  const check = "CHECK (day IS NOT NULL AND day >= '2026-01-01' AND day < '2027-01-01')";

  test('a valid check proves that the rows fit; one that was never validated proves nothing', () => {
    const rule = 'attach-partition-scan';
    const add = `ALTER TABLE old_measures ADD CONSTRAINT fits ${check}`;
    assert.equal(says(rule, sql(attach)), true);
    assert.equal(says(rule, sql(`${add} NOT VALID`, attach)), true);
    assert.equal(
      says(rule, sql(`${add} NOT VALID`, 'ALTER TABLE old_measures VALIDATE CONSTRAINT fits', attach)),
      false,
    );
    assert.equal(says(rule, sql('ALTER TABLE old_measures ADD CONSTRAINT fits CHECK (id > 0)', attach)), true);
    assert.equal(
      says(rule, sql(attach.replace('old_measures', 'fresh').replace(/^/, 'CREATE TABLE fresh (id int, day date); '))),
      false,
    );
  });

  test('of a new table lock nobody out', () => {
    const part = 'CREATE TABLE p PARTITION OF t FOR VALUES FROM (1) TO (2)';
    assert.equal(
      says('create-partition-locks-parent', sql('CREATE TABLE t (id int) PARTITION BY RANGE (id)', part)),
      false,
    );
  });

  test('are detached concurrently where the server can', () => {
    const rule = 'detach-partition-blocking';
    const detach = 'ALTER TABLE measures DETACH PARTITION measures_1';
    assert.equal(says(rule, sql(detach)), true);
    assert.equal(says(rule, sql(detach), { postgresVersion: 13 }), false);
    assert.equal(says(rule, outside(sql(`${detach} CONCURRENTLY`))), false);
    const rest = sql('CREATE TABLE measures_rest PARTITION OF measures DEFAULT', detach);
    assert.equal(levelOf(rule, findings(rest)), 'info');
    assert.doesNotMatch(fixed(rule, rest), /CONCURRENTLY/);
  });
});

describe('views that are filled', () => {
  test('in the revision that makes them, or for the first time, block nobody', () => {
    const rule = 'refresh-matview-blocking';
    assert.equal(says(rule, sql('REFRESH MATERIALIZED VIEW counts')), true);
    assert.equal(says(rule, sql('REFRESH MATERIALIZED VIEW CONCURRENTLY counts')), false);
    const create = 'CREATE MATERIALIZED VIEW m AS SELECT 1 AS one';
    assert.equal(says(rule, sql(create, 'REFRESH MATERIALIZED VIEW m')), false);
    assert.doesNotMatch(fixed(rule, sql('REFRESH MATERIALIZED VIEW counts')), /CONCURRENTLY/, 'it has no unique index');
  });
});

describe('tables that are copied', () => {
  test('new and small ones are no matter, nor what is so already', () => {
    assert.equal(says('set-logged-unlogged', sql('ALTER TABLE users SET UNLOGGED')), true);
    assert.equal(says('set-logged-unlogged', sql('ALTER TABLE users SET LOGGED')), false);
    assert.equal(says('set-logged-unlogged', sql('CREATE TABLE t (id int)', 'ALTER TABLE t SET UNLOGGED')), false);
    assert.equal(
      says('set-tablespace', sql('ALTER TABLE users SET TABLESPACE fast'), { smallTables: ['users'] }),
      false,
    );
    assert.equal(says('vacuum-full-cluster-repack', outside(sql('VACUUM FULL users'))), true);
    assert.equal(says('vacuum-full-cluster-repack', outside(sql('VACUUM users'))), false);
    assert.equal(
      says('vacuum-full-cluster-repack', outside(sql('VACUUM FULL users')), { smallTables: ['users'] }),
      false,
    );
  });
});

describe('statements that may be repeated', () => {
  test('matter in a block with others behind them only', () => {
    const rule = 'robust-statements';
    const all = { profile: 'all' } as const;
    const drop = 'op.drop_index("ix_a", postgresql_concurrently=True)';
    const create = 'op.create_index("ix_b", "users", ["email"], postgresql_concurrently=True)';
    assert.equal(says(rule, outside(drop), all), false);
    assert.equal(says(rule, outside(`${drop}\n${create}`), all), true);
    assert.equal(says(rule, outside(`${create}\n${drop}`), all), false);
    assert.equal(says(rule, 'op.drop_index("ix_a")\nop.drop_index("ix_b")', all), false);
  });

  test('IF NOT EXISTS is in its place there, and where the history knows nothing', () => {
    const rule = 'if-not-exists-hides-drift';
    const add = 'op.add_column("users", sa.Column("nick", sa.Text()), if_not_exists=True)';
    assert.equal(says(rule, add), true);
    assert.equal(says(rule, outside(add)), false);
    assert.equal(says(rule, add.replace('users', 'strangers')), false);
    assert.equal(says(rule, 'op.create_table("fresh", sa.Column("id", sa.Integer()), if_not_exists=True)'), false);
    const present = add.replace('nick', 'email');
    assert.match(findings(present).find((each) => each.rule === rule)?.message ?? '', /since revision 0001/);
    assert.match(fixed(rule, present), /if_not_exists/, 'without it the upgrade would fail');
  });
});

describe('rights', () => {
  const all = { profile: 'all' } as const;

  test('are wide for everybody, for all that is, and when they can be passed on', () => {
    const grants = (words: string) => says('grant-widening', sql(`GRANT ${words}`), all);
    assert.equal(grants('SELECT ON users TO reader'), false);
    assert.equal(grants('SELECT ON users TO PUBLIC'), true);
    assert.equal(grants('ALL ON users TO reader'), true);
    assert.equal(grants('SELECT ON users TO reader WITH GRANT OPTION'), true);
    assert.equal(grants('reader TO writer'), false);
    assert.equal(says('grant-widening', sql('REVOKE ALL ON users FROM PUBLIC'), all), false);
    assert.equal(says('grant-widening', sql('ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader'), all), true);
  });

  test('a function may get its search path afterwards', () => {
    const rule = 'security-definer-search-path';
    const create = 'CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$';
    assert.equal(says(rule, sql(create), all), true);
    assert.equal(says(rule, sql(create, 'ALTER FUNCTION f() SET search_path = public, pg_temp'), all), false);
  });

  test('a program that only changes rows is no matter of the schema', () => {
    assert.equal(says('do-block-ddl', sql('DO $$ BEGIN UPDATE users SET email = NULL; END $$')), false);
    assert.equal(says('do-block-ddl', sql("DO $$ BEGIN EXECUTE 'DROP TABLE users'; END $$")), true);
  });
});

describe('the design of tables', () => {
  const all = { profile: 'all' } as const;
  const column = (rule: string, written: string) =>
    says(rule, `op.create_table("t", sa.Column("id", sa.BigInteger(), primary_key=True), ${written})`, all);

  test('types count by what they are in PostgreSQL', () => {
    assert.equal(column('prefer-text', 'sa.Column("a", sa.String())'), false);
    assert.equal(column('prefer-text', 'sa.Column("a", sa.String(9))'), true);
    assert.equal(column('prefer-text', 'sa.Column("a", sa.Enum("x", name="e"))'), false);
    assert.equal(column('prefer-timestamptz', 'sa.Column("a", sa.DateTime(timezone=True))'), false);
    assert.equal(column('float-for-exact', 'sa.Column("speed", sa.Float())'), false);
    assert.equal(column('float-for-exact', 'sa.Column("precio_total", sa.Float())'), true);
    assert.equal(column('prefer-jsonb', 'sa.Column("a", sa.dialects.postgresql.JSONB())'), false);
  });

  test('keys count where a sequence fills them, or where they refer to a wider one', () => {
    const rule = 'prefer-bigint-primary-key';
    assert.equal(says(rule, 'op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True))', all), true);
    assert.equal(
      says(rule, 'op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False))', all),
      false,
    );
    assert.equal(column(rule, 'sa.Column("size", sa.Integer())'), false);
    assert.equal(column(rule, 'sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"))'), true);
  });

  test('a table may get its key and its comment later in the revision, and partitions have those of their parent', () => {
    const bare = 'op.create_table("t", sa.Column("id", sa.BigInteger()))';
    const rule = 'table-without-primary-key';
    assert.equal(says(rule, bare, all), true);
    assert.equal(says(rule, `${bare}\nop.create_primary_key("t_pkey", "t", ["id"])`, all), false);
    assert.equal(
      says(
        rule,
        sql("CREATE TABLE measures_2 PARTITION OF measures FOR VALUES FROM ('2030-01-01') TO ('2031-01-01')"),
        all,
      ),
      false,
    );
    assert.equal(says(rule, sql('CREATE TEMPORARY TABLE t (id int)'), all), false);
    assert.equal(says('require-comment', `${bare}\nop.create_table_comment("t", "why")`, all), false);
  });
});

describe('conventions that a project configures', () => {
  const bare = 'op.create_table("t", sa.Column("id", sa.BigInteger(), primary_key=True))';
  const configured = (rule: string, options: Record<string, unknown>): Partial<LintSettings> => ({
    rules: { [rule]: { level: 'warning', options } },
  });

  test('say nothing until they are configured', () => {
    assert.deepEqual(spoken(bare, ['require-columns', 'require-trigger'], { profile: 'all' }), []);
  });

  test('columns may come later in the revision; tables may be left out', () => {
    const settings = configured('require-columns', { columns: ['created_at'], except: ['tmp_*'] });
    assert.equal(says('require-columns', bare, settings), true);
    assert.equal(says('require-columns', bare.replace('"t"', '"tmp_t"'), settings), false);
    assert.equal(
      says('require-columns', `${bare}\nop.add_column("t", sa.Column("created_at", sa.DateTime()))`, settings),
      false,
    );
    assert.match(
      fixed('require-columns', bare, settings),
      /"created_at", sa\.DateTime\(timezone=True\), server_default=sa\.func\.now\(\), nullable=False/,
    );
    const strange = configured('require-columns', { columns: ['mandante'] });
    assert.match(fixed('require-columns', bare, strange), /primary_key=True\)\)\n/, 'only the author knows its type');
  });

  test('the trigger is made as other tables have it', () => {
    const settings = configured('require-trigger', { function: 'touch' });
    assert.match(
      fixed('require-trigger', bare, settings),
      /CREATE TRIGGER t_touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch\(\)/,
    );
    assert.match(
      fixed('require-trigger', bare, configured('require-trigger', { function: 'audit' })),
      /CREATE TRIGGER t_audit BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION audit\(\)/,
    );
    assert.equal(
      says('require-trigger', bare, configured('require-trigger', { function: 'touch', except: ['public.t'] })),
      false,
    );
  });
});
