/** Whole runs: transactions, the version table, ranges, the preview made of them. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { defaultEnvironment } from '../../../../server/src/core/history/environment.ts';
import { staticPreview } from '../../../../server/src/core/ide/sql-preview.ts';
import { layout, renderRun, statementsOf } from '../../../../server/src/core/render/plan.ts';
import { stepsOf } from '../../../../server/src/core/render/range.ts';
import { oneConvention, readConvention } from '../../../../server/src/core/render/read-convention.ts';
import { openText } from '../../../support/project.ts';
import { revisionFile } from '../../../support/revision.ts';

const options = { dialect: 'postgresql', version: 17, convention: { kind: 'none' } } as const;

const block = `with op.get_context().autocommit_block():
    op.create_index("ix", "t", ["a"], postgresql_concurrently=True)`;

const files = [
  { id: 'a', upgrade: 'op.execute("SELECT 1")', downgrade: 'op.execute("SELECT -1")' },
  { id: 'b', down: 'a', upgrade: block, downgrade: 'raise NotImplementedError("never")' },
  { id: 'c', down: 'a', upgrade: 'op.execute("SELECT 3")' },
  { id: 'm', down: ['b', 'c'] },
];
const text = files.map((file) => `# file: ${file.id}.py\n${revisionFile(file)}`).join('\n');
const snapshot = openText(text);

function sql(range: string, direction: 'upgrade' | 'downgrade' = 'upgrade', source = snapshot): string {
  const run = stepsOf(source.graph, range, direction);
  assert.ok(run.ok, JSON.stringify(run));
  return layout(renderRun(source, run.value, options));
}

suite('a run as Alembic prints it', () => {
  test('from base the version table comes first, and an autocommit block ends the transaction', () => {
    assert.equal(
      sql('base:b'),
      `BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> a

SELECT 1;

INSERT INTO alembic_version (version_num) VALUES ('a') RETURNING alembic_version.version_num;

-- Running upgrade a -> b

COMMIT;

CREATE INDEX CONCURRENTLY ix ON t (a);

BEGIN;

UPDATE alembic_version SET version_num='b' WHERE alembic_version.version_num = 'a';

COMMIT;

`,
    );
  });

  test('transactions are counted; outside of them there is none', () => {
    const run = stepsOf(snapshot.graph, 'base:b', 'upgrade');
    assert.ok(run.ok);
    const statements = statementsOf(renderRun(snapshot, run.value, options));
    assert.deepEqual(
      statements.map(({ transaction }) => transaction),
      [1, 1, 1, undefined, 2],
    );
    assert.deepEqual(
      statements.map(({ file }) => file),
      [undefined, 'a.py', undefined, 'b.py', undefined],
    );
  });

  test('a transaction for each migration, or none, as env.py says', () => {
    const each = openText(text, { environment: { ...defaultEnvironment, transactionPerMigration: true } });
    assert.equal(sql('base:c', 'upgrade', each).match(/^BEGIN;$/gm)?.length, 2);
    const none = openText(text, { environment: { ...defaultEnvironment, transactionalDdl: false } });
    assert.doesNotMatch(sql('base:c', 'upgrade', none), /BEGIN|COMMIT/);
  });

  test('a version table of another name, or one that env.py computes', () => {
    const named = { ...defaultEnvironment, versionTable: { name: 'versions', schema: 'App' } };
    assert.match(sql('a', 'upgrade', openText(text, { environment: named })), /INSERT INTO "App"\.versions /);
    const computed = {
      ...defaultEnvironment,
      versionTable: { name: 'alembic_version', schema: undefined, known: false },
    };
    assert.match(sql('a', 'upgrade', openText(text, { environment: computed })), /^-- assumed: env\.py computes/m);
  });
});

suite('ranges', () => {
  const revisions = (range: string, direction: 'upgrade' | 'downgrade') => {
    const run = stepsOf(snapshot.graph, range, direction);
    return run.ok ? run.value.steps.map((step) => step.revision) : run.error.code;
  };

  test('one revision is one step, also a merge', () => {
    assert.deepEqual(revisions('b', 'upgrade'), ['b']);
    assert.deepEqual(revisions('m', 'upgrade'), ['m']);
    assert.deepEqual(revisions('m', 'downgrade'), ['m']);
    assert.deepEqual(revisions('a', 'downgrade'), ['a']);
  });

  test('the way down is newest first, whichever end is named first', () => {
    assert.deepEqual(revisions('base:b', 'downgrade'), ['b', 'a']);
    assert.deepEqual(revisions('b:base', 'downgrade'), ['b', 'a']);
    assert.deepEqual(revisions('a:b', 'downgrade'), ['b']);
    assert.deepEqual(revisions(':m', 'upgrade'), ['a', 'c', 'b', 'm']);
  });

  test('what is not there is refused in Alembic’s words', () => {
    assert.equal(revisions('nowhere', 'upgrade'), 'unknown-revision');
    assert.equal(revisions('base', 'upgrade'), 'refused');
  });
});

test('a downgrade that only raises is shown as what it is', () => {
  assert.match(sql('b', 'downgrade'), /^-- Alembic refuses this: downgrade\(\) raises an error: .*never/m);
});

test('the preview tells how far it can be relied on', () => {
  assert.equal(staticPreview(snapshot, 'a', 'upgrade', options)?.note, 'Every statement is what Alembic sends.');
  const down = staticPreview(snapshot, 'b', 'downgrade', options);
  assert.deepEqual(down?.statuses, ['opaque', 'exact']);
  assert.match(down?.note ?? '', /^One statement of 2 may differ/);
  assert.equal(staticPreview(snapshot, 'nowhere', 'upgrade', options), undefined);
});

suite('naming conventions', () => {
  test('a dictionary that is written out, wherever it stands', () => {
    const inline = 'metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s"})';
    assert.deepEqual(readConvention(inline), { kind: 'known', templates: { pk: 'pk_%(table_name)s' } });
    const inClass =
      'names = {"uq": "u"}\nclass Base(DeclarativeBase):\n    metadata = MetaData(naming_convention=names)\n';
    assert.deepEqual(readConvention(inClass), { kind: 'known', templates: { uq: 'u' } });
  });

  test('one that is computed is not known, and none is none', () => {
    assert.deepEqual(readConvention('metadata = MetaData(naming_convention=load())'), { kind: 'unknown' });
    assert.deepEqual(readConvention('metadata = MetaData()'), { kind: 'none' });
  });

  test('files that disagree leave it unknown', () => {
    const one = { kind: 'known', templates: { pk: 'a' } } as const;
    assert.deepEqual(oneConvention([one, { kind: 'none' }, one]), one);
    assert.deepEqual(oneConvention([one, { kind: 'known', templates: { pk: 'b' } }]), { kind: 'unknown' });
    assert.deepEqual(oneConvention([]), { kind: 'none' });
  });
});
