import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultEnvironment, type Environment } from '../../../../server/src/core/history/environment.ts';
import type { Rule, Step } from '../../../../server/src/core/lint/rule.ts';
import { defaultSettings } from '../../../../server/src/core/lint/settings.ts';
import { openText } from '../../../support/project.ts';
import { revisionFile } from '../../../support/revision.ts';

interface Bodies {
  readonly upgrade: string;
  readonly downgrade?: string;
  readonly environment?: Partial<Environment>;
}

/** The steps of a second revision, after one that created `old`. */
function steps({ upgrade, downgrade = 'pass', environment }: Bodies): {
  upgrade: readonly Step[];
  downgrade: readonly Step[];
} {
  const seen: { upgrade: readonly Step[]; downgrade: readonly Step[] }[] = [];
  const spy: Rule = {
    name: 'spy',
    group: 'meta',
    level: 'info',
    profile: 'recommended',
    dialects: ['postgresql'],
    fix: 'none',
    scope: { downgrade: true },
    docs: { summary: '', why: '', instead: '' },
    examples: [],
    check: ({ upgrade: up, downgrade: down }) => {
      seen.push({ upgrade: up, downgrade: down });
      return [];
    },
  };
  const old = revisionFile({ id: 'a1', upgrade: 'op.create_table("old", sa.Column("id", sa.Integer()))' });
  openText(`# file: v/a.py\n${old}# file: v/b.py\n${revisionFile({ id: 'b2', down: 'a1', upgrade, downgrade })}`, {
    rules: [spy],
    settings: { ...defaultSettings, smallTables: ['old', 'app.tiny'] },
    environment: { ...defaultEnvironment, ...environment },
  }).allFindings();
  assert.equal(seen.length, 1, 'the first revision is a root');
  return seen[0] ?? { upgrade: [], downgrade: [] };
}

/** Whether `t` is new to the last step. */
function isNew(upgrade: string): boolean | undefined {
  return steps({ upgrade }).upgrade.at(-1)?.isNewTable({ name: 't' });
}

const create = 'op.create_table("t", sa.Column("id", sa.Integer()))';
const last = 'op.add_column("t", sa.Column("n", sa.Text()))';

describe('new tables', () => {
  test('created earlier in the same direction', () => {
    assert.equal(isNew(`${create}\n${last}`), true);
    assert.equal(isNew(last), false);
    assert.equal(steps({ upgrade: create }).upgrade[0]?.isNewTable({ name: 't' }), false);
    assert.equal(steps({ upgrade: create }).upgrade[0]?.isNewTable({ name: 'old' }), false);
    const { downgrade } = steps({ upgrade: create, downgrade: `${last}\nop.drop_table("t")` });
    assert.equal(downgrade[0]?.isNewTable({ name: 't' }), false);
  });

  test('not when it may have been there', () => {
    assert.equal(isNew(`op.create_table("t", sa.Column("id", sa.Integer()), if_not_exists=True)\n${last}`), false);
    assert.equal(isNew(`if missing():\n    ${create}\n${last}`), false);
    assert.equal(isNew(`if missing():\n    ${create}\n    ${last}`), true);
  });

  test('not across a commit', () => {
    const block = 'with op.get_context().autocommit_block():\n    op.execute("VACUUM old")';
    assert.equal(isNew(`${create}\n${block}\n${last}`), false);
    assert.equal(isNew(`${block}\n${create}\n${last}`), true);
    assert.equal(isNew(`${create}\nop.execute("COMMIT")\n${last}`), false);
    assert.equal(isNew(`with op.get_context().autocommit_block():\n    ${create}\n    ${last}`), false);
  });

  test('through renaming, dropping and making again', () => {
    assert.equal(
      isNew(`op.create_table("x", sa.Column("id", sa.Integer()))\nop.rename_table("x", "t")\n${last}`),
      true,
    );
    assert.equal(isNew(`op.rename_table("old", "t")\n${last}`), false);
    assert.equal(isNew(`op.drop_table("t")\n${create}\n${last}`), true);
  });

  test('in raw SQL as well, but not for another dialect', () => {
    assert.equal(isNew(`op.execute("CREATE TABLE t (id int); ALTER TABLE t ADD COLUMN n text")`), true);
    assert.equal(isNew(`if op.get_bind().dialect.name == "sqlite":\n    ${create}\n${last}`), false);
  });
});

describe('steps', () => {
  test('columns added in the same direction are new, those of new tables too', () => {
    const { upgrade, downgrade } = steps({
      upgrade: `op.add_column("old", sa.Column("n", sa.Text()))\n${create}\nop.execute("SELECT 1")`,
      downgrade: 'op.drop_column("old", "n")',
    });
    const end = upgrade.at(-1);
    assert.equal(end?.isNewColumn({ name: 'old' }, 'n'), true);
    assert.equal(end?.isNewColumn({ name: 't' }, 'id'), true);
    assert.equal(end?.isNewColumn({ name: 'old' }, 'id'), false);
    assert.equal(downgrade[0]?.isNewColumn({ name: 'old' }, 'n'), false);
  });

  test('a downgrade begins with the schema that the upgrade leaves', () => {
    const { downgrade } = steps({ upgrade: create, downgrade: 'op.drop_table("t")\nop.drop_table("old")' });
    assert.deepEqual(
      downgrade.map((step) => [[...step.before.tables.keys()], [...step.after.tables.keys()]]),
      [
        [['old', 't'], ['old']],
        [['old'], []],
      ],
    );
  });

  test('small tables by name, with or without schema', () => {
    const [step] = steps({ upgrade: create }).upgrade;
    assert.equal(step?.isSmall({ name: 'old' }), true);
    assert.equal(step?.isSmall({ schema: 'any', name: 'old' }), true);
    assert.equal(step?.isSmall({ schema: 'app', name: 'tiny' }), true);
    assert.equal(step?.isSmall({ name: 'tiny' }), false);
  });

  test('in a transaction unless a block or env.py says otherwise', () => {
    const upgrade = `${create}\nwith op.get_context().autocommit_block():\n    op.execute("VACUUM old")\n${last}`;
    const inside = (given: Bodies) => steps(given).upgrade.map((step) => step.inTransaction);
    assert.deepEqual(inside({ upgrade }), [true, false, true]);
    assert.deepEqual(inside({ upgrade, environment: { transactionalDdl: false } }), [false, false, false]);
  });
});
