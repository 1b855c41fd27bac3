/**
 * What holds for every operation: applied and undone, the schema is what it was; written as Python in the author's
 * style and read back, it does the same; so does its inverse.
 */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Migration } from '../../../../server/src/core/history/migration.ts';
import { definitionOf, operations } from '../../../../server/src/core/operations/index.ts';
import { emptyCatalogue } from '../../../../server/src/core/schema/catalogue.ts';
import { describeCatalogue } from '../../../support/catalogue.ts';
import { applied, history, inverses, read, reversible, write } from '../../../support/reversible.ts';

/** Statements that have nothing to undo in the schema. */
const harmless = [
  'op.execute("ALTER TABLE posts VALIDATE CONSTRAINT unproven")',
  'op.execute("SELECT 1")',
  'op.execute("SET lock_timeout = \'2s\'")',
  'op.execute("COMMIT")',
];

/** Statements that nothing can undo, with a word of the reason. */
const irreversible: readonly (readonly [string, RegExp])[] = [
  ['op.execute("UPDATE users SET age = 1")', /rows of users/],
  ['op.execute("DELETE FROM users")', /rows of users/],
  ['op.execute("INSERT INTO tenants (id, slug) VALUES (1, \'a\')")', /rows of tenants/],
  ['op.drop_table("unheard_of")', /unheard_of/],
  ['op.drop_column("users", "unheard_of")', /users\.unheard_of/],
  ['op.alter_column("old", "c", type_=sa.Text())', /old\.c/],
  ['op.drop_index("unheard_of")', /unheard_of/],
  ['op.drop_constraint("unheard_of", "users")', /unheard_of/],
  ['op.execute("ALTER TYPE user_state ADD VALUE \'gone\'")', /gone/],
  ['op.execute("DROP TYPE unheard_of")', /unheard_of/],
  ['op.execute("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS \'SELECT 1\'")', /FUNCTION/],
  ['op.execute(something())', /./],
];

const before = applied(emptyCatalogue, read(history).upgrade);

describe('laws of operations', () => {
  for (const statement of reversible) {
    test(`undone: ${statement}`, () => {
      const migration = read(statement);
      assertReadable(migration);
      const after = applied(before, migration.upgrade);
      assert.notDeepEqual(describeCatalogue(after), describeCatalogue(before));
      const undone = inverses(migration.upgrade, before);
      assert.deepEqual(describeCatalogue(applied(after, undone)), describeCatalogue(before));
    });
  }

  for (const statement of reversible) {
    test(`written as Python: ${statement}`, () => {
      const migration = read(statement);
      const after = applied(before, migration.upgrade);
      const again = write(migration.upgrade, migration.style);
      if (again !== undefined) {
        assert.deepEqual(describeCatalogue(applied(before, read(again).upgrade)), describeCatalogue(after), again);
      }
      const undone = write(inverses(migration.upgrade, before), migration.style);
      assert.ok(undone !== undefined);
      assert.deepEqual(describeCatalogue(applied(after, read(undone).upgrade)), describeCatalogue(before), undone);
    });
  }

  for (const statement of harmless) {
    test(`nothing to undo: ${statement}`, () => {
      const [operation, ...others] = read(statement).upgrade;
      assert.ok(operation);
      assert.deepEqual(others, []);
      assert.deepEqual(definitionOf(operation).invert(operation, before), { operations: [] });
    });
  }

  for (const [statement, reason] of irreversible) {
    test(`irreversible: ${statement}`, () => {
      const [operation] = read(statement).upgrade;
      assert.ok(operation);
      const inverse = definitionOf(operation).invert(operation, before);
      assert.ok('irreversible' in inverse);
      assert.match(inverse.irreversible, reason);
    });
  }

  test('every kind of operation stands in one of the lists', () => {
    const texts = [history, ...reversible, ...harmless, ...irreversible.map(([statement]) => statement)];
    const seen = new Set(texts.flatMap((text) => read(text).upgrade.map((operation) => operation.kind)));
    seen.add('add_primary_key').add('drop_type'); // The inverses of others.
    assert.deepEqual([...seen].sort(), Object.keys(operations).sort());
  });
});

function assertReadable(migration: Migration): void {
  assert.ok(migration.upgrade.length > 0);
  for (const operation of migration.upgrade) assert.notEqual(operation.kind, 'opaque', JSON.stringify(operation));
}
