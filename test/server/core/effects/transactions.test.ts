/** Where transactions begin and end, and the locks that pile up in one. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { effectsOf } from '../../../../server/src/core/effects/effects.ts';
import { locksHeld, placesOf } from '../../../../server/src/core/effects/transactions.ts';
import { readMigration } from '../../../../server/src/core/history/migration.ts';
import { emptyCatalogue } from '../../../../server/src/core/schema/catalogue.ts';
import { sqlParser } from '../../../support/project.ts';

const undecided = { transactionPerMigration: undefined, transactionalDdl: undefined };

function operations(...lines: readonly string[]) {
  const body = lines.map((line) => `    ${line}\n`).join('');
  return readMigration('x.py', `from alembic import op\nimport sqlalchemy as sa\n\ndef upgrade():\n${body}`, {
    parser: sqlParser,
  }).upgrade;
}

const change = 'op.execute("ALTER TABLE a ADD COLUMN x int")';
const around = 'with op.get_context().autocommit_block():';

function numbers(...places: ReturnType<typeof placesOf>) {
  return places.map((revision) =>
    revision.map(({ transaction, inBlock }) => (inBlock ? transaction : `${transaction}!`)),
  );
}

test('one transaction holds the whole run unless env.py asks for one per revision', () => {
  const revisions = [operations(change, change), operations(change)];
  assert.deepEqual(numbers(...placesOf(revisions, undecided)), [[0, 0], [0]]);
  assert.deepEqual(numbers(...placesOf(revisions, { ...undecided, transactionPerMigration: true })), [[0, 0], [1]]);
});

test('an autocommit block commits what precedes, each of its statements and nothing of what follows', () => {
  const inside = operations(change, around, `    ${change}`, `    ${change}`, change, change);
  assert.deepEqual(numbers(...placesOf([inside, operations(change)], undecided)), [[0, '1!', '2!', 3, 3], [3]]);
});

test('without transactional DDL every statement stands alone', () => {
  const places = placesOf([operations(change, change)], { ...undecided, transactionalDdl: false });
  assert.deepEqual(numbers(...places), [['1!', '2!']]);
});

test('locks are held until the end of the transaction, the strongest of each table', () => {
  const all = operations(
    'op.execute("UPDATE a SET x = 1")',
    change,
    'op.execute("CREATE INDEX i ON b (x)")',
    around,
    '    op.execute("CREATE INDEX CONCURRENTLY j ON b (y)")',
    'op.execute("UPDATE a SET x = 2")',
  );
  const places = placesOf([all], undecided).flat();
  const run = all.flatMap((operation, index) => {
    const place = places[index];
    return place === undefined ? [] : [{ place, effects: effectsOf(operation, emptyCatalogue, 17) }];
  });
  const held = locksHeld(run).map((locks) => locks.map(({ relation, mode }) => `${relation.name}: ${mode}`));
  assert.deepEqual(held, [
    ['a: ROW EXCLUSIVE'],
    ['a: ACCESS EXCLUSIVE'],
    ['a: ACCESS EXCLUSIVE', 'b: SHARE'],
    ['b: SHARE UPDATE EXCLUSIVE'],
    ['a: ROW EXCLUSIVE'],
  ]);
});
