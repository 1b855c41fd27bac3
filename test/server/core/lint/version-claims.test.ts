/** A finding that isn't there, or says something else, on another version of PostgreSQL names the version it holds for. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import type { ProjectSnapshot } from '../../../../server/src/core/analysis.ts';
import { badProject } from '../../../../server/src/core/lint/example.ts';
import type { VersionOrigin } from '../../../../server/src/core/lint/rule.ts';
import { rules } from '../../../../server/src/core/lint/rules/index.ts';
import { openExample } from '../../../../server/src/workspace/open-example.ts';
import { findingsOf, revisionAfter } from '../../../support/one-revision.ts';
import { sqlParser } from '../../../support/project.ts';

/** Whatever changed in between is told by these two. */
const [oldest, newest] = [13, 18];

const history = `op.execute("CREATE TABLE measures (id int, day date NOT NULL, user_id int) PARTITION BY RANGE (day)")
op.execute("CREATE TABLE measures_2020 PARTITION OF measures FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')")
op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("age", sa.Integer()))
op.execute("CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f()")`;
const detach = 'op.execute("ALTER TABLE measures DETACH PARTITION measures_2020")';
const reindex = 'op.execute("REINDEX TABLE measures")';
const newLabel = `op.execute("CREATE TYPE mood AS ENUM ('a')")
op.execute("ALTER TYPE mood ADD VALUE 'b'")
op.execute("ALTER TABLE users ADD mood mood DEFAULT 'b'")`;
const foreignKey = 'op.create_foreign_key("fk", "measures", "users", ["user_id"], ["id"])';

suite('what differs between versions is said of one', () => {
  for (const [title, body] of Object.entries({
    'a partition detached': detach,
    'a partitioned table reindexed': reindex,
    'a label of a new enum': newLabel,
    'a foreign key of a partitioned table': foreignKey,
    'a trigger renamed': 'op.execute("ALTER TRIGGER t ON users RENAME TO u")',
    'a unique constraint of a partitioned table': 'op.execute("ALTER TABLE measures ADD UNIQUE (day)")',
  })) {
    test(title, () => check(revisionAfter(body, { history, downgrade: body })));
  }

  test('in the examples of all rules', () => {
    for (const rule of rules) {
      for (const example of rule.examples) check(openExample(badProject(example), sqlParser, rule));
    }
  });
});

function check(snapshot: ProjectSnapshot): void {
  const [before, now] = [messagesOn(snapshot, oldest), messagesOn(snapshot, newest)];
  assert.deepEqual(
    before.filter((each) => !now.includes(each) && !each.includes(`PostgreSQL ${oldest}`)),
    [],
  );
  assert.deepEqual(
    now.filter((each) => !before.includes(each) && !each.includes(`PostgreSQL ${newest}`)),
    [],
  );
}

function messagesOn(snapshot: ProjectSnapshot, postgresVersion: number): readonly string[] {
  return snapshot
    .withSettings({ ...snapshot.settings, postgresVersion })
    .allFindings()
    .map(({ rule, span, message }) => `${rule} ${span.start} ${message}`);
}

suite('the version in a message', () => {
  const said = (rule: string, body: string, postgresVersion: number, postgresVersionOrigin: VersionOrigin) =>
    findingsOf(rule, body, { history, settings: { postgresVersion, postgresVersionOrigin } }).map(
      ({ message }) => message,
    );

  test('is said to be assumed where nobody has named it', () => {
    const rule = 'concurrently-in-transaction';
    const [assumed] = said(rule, reindex, 17, 'default');
    assert.match(assumed ?? '', /inside a transaction on PostgreSQL 17 \(assumed: set postgres-version\), and/);
    for (const origin of ['configured', 'database'] as const) {
      assert.match(said(rule, reindex, 16, origin)[0] ?? '', /inside a transaction on PostgreSQL 16, and/);
    }
    assert.deepEqual(said(rule, reindex, 13, 'database'), []);
    const [same] = said(rule, 'op.execute("VACUUM users")', 17, 'default');
    assert.match(same ?? '', /inside a transaction, and/);
  });

  test('is that from which on the safe way is there', () => {
    const [possible] = said('detach-partition-blocking', detach, 14, 'configured');
    assert.match(possible ?? '', /until the migration commits; on PostgreSQL 14 CONCURRENTLY avoids that\.$/);
    const [refused] = said('add-fk-validates', foreignKey, 17, 'configured');
    assert.match(refused ?? '', /wait; on PostgreSQL 17 a key of a partitioned table can't be NOT VALID\.$/);
    const [allowed] = said('add-fk-validates', foreignKey, 18, 'configured');
    assert.match(allowed ?? '', /wait; on PostgreSQL 18 a key of a partitioned table can be NOT VALID\.$/);
  });

  test('is named of a label only where the enum is new', () => {
    const rule = 'enum-value-used-in-same-transaction';
    assert.match(said(rule, newLabel, 16, 'database')[0] ?? '', /fails on PostgreSQL 16\.$/);
    assert.deepEqual(said(rule, newLabel, 17, 'database'), []);
  });
});
