/** Rules about transactions, timeouts and locks where their examples don't reach: what they know of env.py, and what they spare. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { exampleEnvironment } from '../../../../server/src/core/lint/example-environment.ts';
import { milliseconds } from '../../../../server/src/core/lint/session-state.ts';
import { applyEdits } from '../../../../server/src/core/text/edit.ts';
import { type Around, changed, findingsOf, placesOf, revisionAfter } from '../../../support/one-revision.ts';

const history = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))
op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("user_id", sa.Integer()))`;

const on = (rule: string, body: string, around: Around = {}) => placesOf(rule, body, { history, ...around });
const levels = (rule: string, body: string, around: Around = {}) =>
  findingsOf(rule, body, { history, ...around }).map(({ level }) => level);

const add = 'op.add_column("users", sa.Column("name", sa.Text()))';
const concurrently = `with op.get_context().autocommit_block():
    op.create_index("ix_users_email", "users", ["email"], postgresql_concurrently=True)`;

describe('missing-lock-timeout', () => {
  const rule = 'missing-lock-timeout';

  test('speaks once per revision, of the first statement that locks a table in use', () => {
    assert.deepEqual(on(rule, `op.execute("SELECT 1")\n${add}\n${add.replace('name', 'other')}`), ['op.add_column']);
    assert.deepEqual(on(rule, 'op.drop_table("users")'), ['op.drop_table']);
    assert.deepEqual(on(rule, 'op.execute("CREATE INDEX i ON users (email)")'), ['CREATE INDEX']);
  });

  test('spares new tables, concurrent forms, and keys of new tables', () => {
    const teams = 'op.create_table("teams", sa.Column("id", sa.Integer(), primary_key=True))';
    assert.deepEqual(on(rule, `${teams}\nop.create_index("i", "teams", ["id"])`), []);
    assert.deepEqual(on(rule, concurrently), []);
    assert.deepEqual(
      on(rule, 'op.create_table("teams", sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")))'),
      [],
    );
    assert.deepEqual(on(rule, `if op.get_bind().dialect.name == "sqlite":\n    ${add}`), []);
  });

  test('knows every way of env.py to set it', () => {
    const engine = (args: string) => exampleEnvironment({ engine: `, ${args}` });
    for (const env of [
      engine('connect_args={"options": "-c lock_timeout=5s"}'),
      engine('connect_args={"options": f"-c lock_timeout={timeout}"}'),
      engine('connect_args={"server_settings": {"lock_timeout": "5s"}}'),
      engine('connect_args=settings.connect_args()'),
      exampleEnvironment().replace(
        '    context.configure',
        '    connection.execute(text("SET lock_timeout = \'5s\'"))\n    context.configure',
      ),
      `${exampleEnvironment()}\n@event.listens_for(engine, "connect")\ndef limit(connection, record):\n    connection.cursor().execute("SET lock_timeout TO '4s'")\n`,
    ]) {
      assert.deepEqual(on(rule, add, { env }), [], env);
    }
    assert.deepEqual(on(rule, add, { env: engine('connect_args={"options": "-c lock_timeout=0"}') }), [
      'op.add_column',
    ]);
    assert.deepEqual(on(rule, add, { env: engine('connect_args={"options": "-c statement_timeout=5s"}') }), [
      'op.add_column',
    ]);
  });

  test('changes env.py only where that can be done', () => {
    const titles = (env: string) => {
      const [finding] = findingsOf(rule, add, { history, env });
      return finding?.fixes().map(({ title, preferred }) => `${preferred ? '* ' : ''}${title}`);
    };
    const first = '* Set lock_timeout to 5s for all migrations, in env.py';
    assert.deepEqual(titles(exampleEnvironment()), [first, 'Give up after a while instead of blocking everybody']);
    for (const env of [
      exampleEnvironment({ engine: ', connect_args={"sslmode": "require"}' }),
      exampleEnvironment({ configure: ', render_as_batch=connection.dialect.name == "sqlite"' }),
      'from app.db import engine\nwith engine.connect() as c:\n    context.configure(connection=c)\n',
      'engine = create_async_engine(url)\n',
    ]) {
      assert.deepEqual(titles(env), ['* Give up after a while instead of blocking everybody'], env);
    }
  });

  test('asyncpg takes the parameter by another name', () => {
    const env = "URL = 'postgresql+asyncpg://localhost/app'\nengine = create_async_engine(URL, echo=False)\n";
    const [finding] = findingsOf(rule, add, { history, env });
    const [edited] = finding?.fixes()[0]?.others ?? [];
    assert.equal(
      applyEdits(env, edited?.edits ?? []).split('\n')[1],
      "engine = create_async_engine(URL, echo=False, connect_args={'server_settings': {'lock_timeout': '5s'}})",
    );
  });

  test('a changed env.py is taken into account', () => {
    const snapshot = revisionAfter(add, { history, env: exampleEnvironment() });
    const rules = (at: typeof snapshot) =>
      at.findings(changed).flatMap((finding) => (finding.rule === rule ? [rule] : []));
    assert.deepEqual(rules(snapshot), [rule]);
    assert.equal(snapshot.text('env.py'), exampleEnvironment());
    const env = exampleEnvironment({ engine: ', connect_args={"options": "-c lock_timeout=5s"}' });
    const after = snapshot.withFile('env.py', env);
    assert.deepEqual(rules(after), []);
    assert.deepEqual([after.text('env.py'), after.files], [env, snapshot.files]);
    const moved = after.withFile('env.py', exampleEnvironment({ configure: ', version_table_schema="app"' }));
    assert.equal(moved.environment.versionTable.schema, 'app');
    assert.deepEqual(rules(moved), [rule]);
  });
});

describe('lock-timeout-ineffective', () => {
  const rule = 'lock-timeout-ineffective';

  test('a long build may wait, a strong lock may not', () => {
    const zero = `with op.get_context().autocommit_block():
    op.execute("SET lock_timeout = 0")
    op.create_index("i", "users", ["email"], postgresql_concurrently=True)
    op.execute("RESET lock_timeout")`;
    assert.deepEqual(on(rule, zero), []);
    assert.deepEqual(on(rule, `op.execute("SET LOCAL lock_timeout = 0")\n${add}`), ['0']);
    assert.deepEqual(on(rule, `op.execute("SELECT set_config('lock_timeout', '0', true)")\n${add}`), ["'0'"]);
    assert.deepEqual(on(rule, `op.execute(f"SET lock_timeout = {LIMIT}")\n${add}`), []);
  });

  test('the longest wait is an option', () => {
    const body = `op.execute("SET lock_timeout = '2min'")\n${add}`;
    assert.deepEqual(on(rule, body), ["'2min'"]);
    const settings = { rules: { [rule]: { options: { maximum: '5min' } } } };
    assert.deepEqual(on(rule, body, { settings }), []);
  });

  test('a later limit counts where env.py has set one before', () => {
    const env = exampleEnvironment({ engine: ', connect_args={"options": "-c lock_timeout=5s"}' });
    const body = `${add}\nop.execute("SET lock_timeout = '1s'")`;
    assert.equal(on(rule, body).length, 1);
    assert.deepEqual(on(rule, body, { env }), []);
  });
});

describe('set-local-in-autocommit', () => {
  const rule = 'set-local-in-autocommit';

  test('spares what has a transaction to last for', () => {
    assert.deepEqual(on(rule, `op.execute("SET LOCAL lock_timeout = '5s'")\n${add}\n${concurrently}`), []);
    const together = `with op.get_context().autocommit_block():
    op.execute("SET LOCAL lock_timeout = '5s'; ALTER TABLE users ADD COLUMN name text")`;
    assert.deepEqual(on(rule, together), []);
  });

  test('what is relied on later is a warning, unless another limit holds then', () => {
    const body = `op.execute("SET LOCAL lock_timeout = '5s'")\n${add}\n${concurrently}\nop.drop_column("users", "email")`;
    assert.deepEqual(levels(rule, body), ['warning']);
    const env = exampleEnvironment({ engine: ', connect_args={"options": "-c lock_timeout=5s"}' });
    assert.deepEqual(levels(rule, body, { env }), []);
  });

  test('looks at the downgrade too', () => {
    const downgrade = `with op.get_context().autocommit_block():
    op.execute("SET LOCAL statement_timeout = 0")
    op.drop_index("ix_users_email", postgresql_concurrently=True)`;
    assert.deepEqual(on(rule, concurrently, { downgrade }), ['LOCAL']);
  });
});

describe('timeouts-overridden', () => {
  const rule = 'timeouts-overridden';
  const env = exampleEnvironment({ engine: ', connect_args={"options": "-c lock_timeout=5s"}' });

  test('needs a limit in env.py', () => {
    const body = `op.execute("SET lock_timeout = 0")\n${add}`;
    assert.deepEqual(on(rule, body), []);
    assert.deepEqual(on(rule, body, { env }), ['SET lock_timeout = 0']);
  });

  test('RESET leads back to what the connection began with, not to what a statement set', () => {
    const body = `op.execute("RESET lock_timeout")\n${add}`;
    assert.deepEqual(on(rule, body, { env }), []);
    const stated = exampleEnvironment().replace(
      '    context',
      '    connection.execute(text("SET lock_timeout = 5000"))\n    context',
    );
    assert.deepEqual(on(rule, body, { env: stated }), ['RESET lock_timeout']);
    assert.deepEqual(on(rule, `op.execute("RESET ALL")`, { env: stated }), ['RESET ALL']);
    const [finding] = findingsOf(rule, body, { history, env: stated });
    assert.equal(finding?.fixes()[0]?.title, "Put it back afterwards: SET lock_timeout = '5000'");
  });
});

describe('statement-while-holding-access-exclusive', () => {
  const rule = 'statement-while-holding-access-exclusive';
  const update = `op.execute("UPDATE users SET email = lower(email) WHERE email <> lower(email)")`;
  const settings = { profile: 'recommended', rules: { [rule]: { level: 'warning' } } } as const;
  const here = (body: string, around: Around = {}) => on(rule, body, { settings, ...around });

  test('needs a lock before it, in the same transaction, on a table in use', () => {
    assert.deepEqual(here(`${add}\n${update}`), ['UPDATE users']);
    assert.deepEqual(here(`${update}\n${add}`), []);
    assert.deepEqual(here(`${add}\nwith op.get_context().autocommit_block():\n    ${update}`), []);
    const teams = 'op.create_table("teams", sa.Column("id", sa.Integer(), primary_key=True))';
    assert.deepEqual(here(`${teams}\nop.add_column("teams", sa.Column("name", sa.Text()))\n${update}`), []);
  });

  test('spares what is quick', () => {
    assert.deepEqual(here(`${add}\nop.execute("UPDATE users SET email = 'a' WHERE id = 1")`), []);
    assert.deepEqual(here(`${add}\nop.execute("INSERT INTO users (email) VALUES ('a')")`), []);
    assert.deepEqual(here(`${add}\n${update}`, { settings: { ...settings, smallTables: ['users'] } }), []);
    assert.deepEqual(here(`${add}\nop.alter_column("users", "email", server_default="x")`), []);
  });

  test('a validation is slow too; along with a change of its own table another rule tells it', () => {
    const validated = `${history}
op.create_foreign_key("fk", "orders", "users", ["user_id"], ["id"], postgresql_not_valid=True)`;
    const validate = 'op.execute("ALTER TABLE orders VALIDATE CONSTRAINT fk")';
    assert.equal(here(`${add}\n${validate}`, { history: validated }).length, 1);
    const own = 'op.add_column("orders", sa.Column("name", sa.Text()))';
    assert.deepEqual(here(`${own}\n${validate}`, { history: validated }), []);
  });

  test('one hazard is told once, by the most specific rule', () => {
    const rules = (body: string) =>
      revisionAfter(body, { history, settings: { profile: 'strict' } })
        .findings(changed)
        .map((finding) => finding.rule)
        .filter((name) => [rule, 'backfill-and-ddl-same-transaction', 'backfill-unbatched'].includes(name));
    assert.deepEqual(rules(`${add}\n${update}`), ['backfill-and-ddl-same-transaction']);
  });
});

describe('wide-lock-window', () => {
  const rule = 'wide-lock-window';
  const second = 'op.add_column("orders", sa.Column("name", sa.Text()))';

  test('counts what blocks readers, or writers for as long as rows are read', () => {
    assert.deepEqual(on(rule, `${add}\n${second}\nop.drop_column("orders", "user_id")`), ['op.add_column']);
    const key = 'op.create_foreign_key("fk", "orders", "users", ["user_id"], ["id"]';
    assert.deepEqual(on(rule, `${key}, postgresql_not_valid=True)`), []);
    assert.deepEqual(on(rule, `op.create_index("i", "users", ["email"])\n${second}`), ['op.add_column']);
  });

  test('spares new tables, small tables and other transactions', () => {
    const parents = `op.create_table(
    "members",
    sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")),
    sa.Column("order_id", sa.Integer(), sa.ForeignKey("orders.id")),
)`;
    assert.deepEqual(on(rule, parents), []);
    assert.deepEqual(on(rule, `${add}\n${second}`, { settings: { smallTables: ['orders'] } }), []);
    assert.deepEqual(on(rule, `${add}\nwith op.get_context().autocommit_block():\n    ${second}`), []);
  });
});

describe('autocommit blocks', () => {
  test('what can be run twice may stand before one', () => {
    const rule = 'autocommit-block-partial-commit';
    for (const before of [
      'op.add_column("users", sa.Column("name", sa.Text()), if_not_exists=True)',
      'op.execute("DROP INDEX IF EXISTS i")',
      'op.execute("UPDATE users SET email = lower(email)")',
      'op.alter_column("users", "email", nullable=True)',
      `op.execute("SET lock_timeout = '5s'")`,
    ]) {
      assert.deepEqual(on(rule, `${before}\n${concurrently}`), [], before);
    }
    assert.deepEqual(on(rule, `op.create_foreign_key("fk", "orders", "users", ["user_id"], ["id"])\n${concurrently}`), [
      'op.create_foreign_key',
    ]);
    assert.deepEqual(on(rule, `${concurrently}\n${add}`), []);
  });

  test('a loop over one block is one block', () => {
    const rule = 'autocommit-block-multiple';
    const loop = `for column in ("id", "email"):
    with op.get_context().autocommit_block():
        op.create_index(f"ix_{column}", "users", [column], postgresql_concurrently=True)`;
    assert.deepEqual(on(rule, loop), []);
    assert.deepEqual(on(rule, `${concurrently}\n${concurrently.replace('ix_users_email', 'other')}`), [
      'op.create_index',
    ]);
  });
});

describe('explicit-transaction-control', () => {
  const rule = 'explicit-transaction-control';

  test('spares sessions, savepoints, other connections, and what stands in an autocommit block', () => {
    for (const body of [
      'from sqlalchemy.orm import Session\nsession = Session(bind=op.get_bind())\nsession.commit()',
      'with op.get_bind().begin_nested():\n    op.execute("UPDATE users SET email = NULL WHERE id = 1")',
      'op.execute("SAVEPOINT a")\nop.execute("RELEASE SAVEPOINT a")',
      'engine = sa.create_engine("postgresql://")\nwith engine.connect() as other:\n    other.commit()',
      `with op.get_context().autocommit_block():
    op.execute("BEGIN")
    op.execute("UPDATE users SET email = NULL WHERE id = 1")
    op.execute("COMMIT")`,
      `with op.get_context().autocommit_block():
    bind = op.get_bind()
    bind.commit()`,
    ]) {
      assert.deepEqual(on(rule, body), [], body);
    }
  });

  test('speaks in the downgrade and of roots, of BEGIN only as a warning', () => {
    assert.deepEqual(on(rule, 'pass', { downgrade: 'op.execute("COMMIT")\nop.drop_column("users", "name")' }), [
      'COMMIT',
    ]);
    assert.deepEqual(levels(rule, `op.execute("BEGIN")\n${add}`), ['warning']);
    assert.deepEqual(levels(rule, `op.execute("ROLLBACK")\n${add}`), ['error']);
    assert.deepEqual(levels(rule, `op.get_bind().rollback()\n${add}`), ['error']);
  });

  test('the fix keeps to what it can move', () => {
    const fixed = (body: string) => {
      const snapshot = revisionAfter(body, { history });
      const fixes =
        snapshot
          .findings(changed)
          .filter((each) => each.rule === rule)[0]
          ?.fixes() ?? [];
      const text = snapshot.text(changed) ?? '';
      return fixes[0] && /def upgrade\(\):\n([\s\S]*?)\n\n\ndef/.exec(applyEdits(text, fixes[0].edits))?.[1];
    };
    assert.equal(fixed('op.get_bind().commit()'), '    pass');
    assert.equal(
      fixed(`op.execute("COMMIT")  # for the index
# Why it is there.
op.create_index("i", "users", ["email"], postgresql_concurrently=True)`),
      `    with op.get_context().autocommit_block():
        # Why it is there.
        op.create_index("i", "users", ["email"], postgresql_concurrently=True)`,
    );
    assert.equal(fixed('op.execute("UPDATE users SET email = NULL WHERE id = 1; COMMIT")'), undefined);
    assert.equal(fixed('for i in range(n):\n    op.get_bind().commit()'), undefined);
    assert.equal(fixed(`if flag:\n    op.execute("COMMIT")\n${add}`), undefined);
  });
});

describe('repeated-alter-same-table', () => {
  const rule = 'repeated-alter-same-table';

  test('needs two waits or two passes', () => {
    const two = ['name', 'other'].map((name) => `op.execute("ALTER TABLE users ADD COLUMN ${name} text")`);
    assert.deepEqual(on(rule, two.join('\n')), []);
    const block = `with op.get_context().autocommit_block():\n    ${two.join('\n    ')}`;
    assert.deepEqual(on(rule, block), ['ALTER TABLE']);
    assert.deepEqual(on(rule, `${add}\n${add.replace('name', 'other')}`), []);
    assert.deepEqual(on(rule, 'op.execute("ALTER TABLE users ADD COLUMN a text, ADD COLUMN b text")'), []);
  });
});

describe('explicit-lock-table', () => {
  const rule = 'explicit-lock-table';

  test('a limit, a weak mode or a new table make it right', () => {
    assert.deepEqual(on(rule, 'op.execute("LOCK TABLE users IN SHARE MODE")'), ['LOCK TABLE']);
    assert.deepEqual(on(rule, 'op.execute("LOCK TABLE users IN ACCESS SHARE MODE")'), []);
    assert.deepEqual(on(rule, `op.execute("SET LOCAL lock_timeout = '5s'")\nop.execute("LOCK TABLE users")`), []);
    const env = exampleEnvironment({ engine: ', connect_args={"options": "-c lock_timeout=5s"}' });
    assert.deepEqual(on(rule, 'op.execute("LOCK TABLE users")', { env }), []);
  });
});

describe('what is said of env.py', () => {
  const rule = 'upgrade-run-single-transaction';

  test('stands at the newest revision, once', () => {
    const snapshot = revisionAfter(add, { history, env: exampleEnvironment() });
    const found = snapshot.allFindings().filter((finding) => finding.rule === rule);
    assert.deepEqual(
      found.map(({ file, related }) => [file, related[0]?.file]),
      [[changed, 'env.py']],
    );
  });

  test('is silent where env.py says it, computes it, or is not there', () => {
    const here = (env: string) => on(rule, add, { env });
    assert.deepEqual(on(rule, add), []);
    assert.deepEqual(here(exampleEnvironment({ configure: ', transaction_per_migration=settings.each' })), []);
    assert.deepEqual(here(exampleEnvironment({ configure: ', **options()' })), []);
    assert.deepEqual(here(exampleEnvironment({ configure: ', transactional_ddl=False' })), []);
    assert.deepEqual(here(exampleEnvironment()).length, 1);
  });

  test('parameters that are set are not missed', () => {
    const all =
      'connect_args={"application_name": "x", "options": "-c statement_timeout=1s -c idle_in_transaction_session_timeout=1s"}';
    for (const name of ['missing-statement-timeout', 'missing-idle-timeout', 'missing-application-name']) {
      assert.equal(on(name, add, { env: exampleEnvironment() }).length, 1);
      assert.deepEqual(on(name, add, { env: exampleEnvironment({ engine: `, ${all}` }) }), []);
    }
    assert.deepEqual(
      on('env-settings', add, { env: exampleEnvironment({ configure: ', compare_server_default=f' }) }),
      [],
    );
  });
});

test('durations as PostgreSQL writes them', () => {
  assert.deepEqual(['5s', '100', '1.5min', '2 h', '0', '1d', 'soon', ''].map(milliseconds), [
    5000,
    100,
    90_000,
    7_200_000,
    0,
    86_400_000,
    undefined,
    undefined,
  ]);
});
