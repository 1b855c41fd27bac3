import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Catalogue,
  type ColumnState,
  type ConstraintState,
  emptyCatalogue,
  type IndexState,
  type TableState,
} from '../../../../server/src/core/schema/catalogue.ts';
import { dropColumn, putColumn, renameColumn } from '../../../../server/src/core/schema/columns.ts';
import {
  dropConstraint,
  dropIndex,
  findIndex,
  putConstraint,
  putIndex,
  validateConstraint,
} from '../../../../server/src/core/schema/constraints.ts';
import { changeLabels, putEnum } from '../../../../server/src/core/schema/enums.ts';
import { mentions } from '../../../../server/src/core/schema/identifiers.ts';
import { dropTable, putTable, renameTable } from '../../../../server/src/core/schema/tables.ts';
import { renameType } from '../../../../server/src/core/schema/types.ts';
import { describeCatalogue } from '../../../support/catalogue.ts';

const by = { revision: 'a', file: 'a.py', span: { start: 0, end: 0 } };
const int = { name: 'int4', modifiers: [], dimensions: 0, source: 'sa.Integer()' };

const column = (name: string, type: ColumnState['type'] = int): ColumnState => ({ name, type, nullable: true, by });
const index = (name: string, columns: readonly string[]): IndexState => {
  return { name, columns, unique: false, method: 'btree', partial: false, by };
};

function table(name: string, columns: readonly string[], constraints: readonly ConstraintState[] = []): TableState {
  return { name, columns: new Map(columns.map((it) => [it, column(it)])), constraints, indexes: [], whole: true, by };
}

function foreignKey(name: string, from: string, referent: string, to = 'id'): ConstraintState {
  return {
    kind: 'foreign-key',
    name,
    columns: [from],
    referent: { name: referent },
    referentColumns: [to],
    validated: false,
    by,
  };
}

function check(name: string, sql: string, provesNotNull: readonly string[] = []): ConstraintState {
  return { kind: 'check', name, sql, provesNotNull, validated: true, by };
}

function catalogue(...tables: readonly TableState[]): Catalogue {
  return tables.reduce(putTable, emptyCatalogue);
}

const users = table('users', ['id', 'age']);
const posts = table('posts', ['id', 'user_id'], [foreignKey('fk', 'user_id', 'users')]);

describe('tables', () => {
  test('public is the schema of an unqualified name', () => {
    const state = catalogue({ ...users, schema: 'public' });
    assert.deepEqual([...state.tables.keys()], ['users']);
    assert.equal(dropTable(state, { name: 'users' }).tables.size, 0);
    assert.equal(dropTable(state, { schema: 'app', name: 'users' }), state);
  });

  test('a dropped table takes the keys that point at it along', () => {
    assert.deepEqual(describeCatalogue(dropTable(catalogue(users, posts), users)), [
      'posts',
      'posts.id int4',
      'posts.user_id int4',
    ]);
  });

  test('keys follow a renamed table', () => {
    const state = renameTable(catalogue(users, posts), users, 'people', by);
    assert.ok(describeCatalogue(state).includes('posts: fk (user_id) -> people(id) NOT VALID'));
    assert.equal(state.tables.has('users'), false);
  });

  test('a change leaves the catalogue it came from as it was', () => {
    const before = catalogue(users, posts);
    const lines = describeCatalogue(before);
    dropTable(renameTable(dropColumn(before, users, 'id'), users, 'people', by), posts);
    assert.deepEqual(describeCatalogue(before), lines);
  });

  test('what is added to a table that nobody created makes it known in part', () => {
    const state = putIndex(
      putColumn(emptyCatalogue, { name: 'old' }, column('n')),
      { name: 'old' },
      index('ix', ['n']),
    );
    assert.deepEqual(describeCatalogue(state), ['old (in part)', 'old.n int4', 'old: ix index (n) btree']);
    assert.notEqual(state.tables.get('old')?.by, by, 'the operation did not make the table');
  });
});

describe('columns', () => {
  test('dropped with what involves them, in other tables too', () => {
    const rich = {
      ...table('users', ['id', 'age'], [check('c', "age > 0 AND 'id' <> ''"), check('d', 'id > 0')]),
      indexes: [index('one', ['id', 'age']), index('two', ['age'])],
    };
    const lines = describeCatalogue(dropColumn(catalogue(rich, posts), rich, 'id'));
    assert.deepEqual(
      lines.filter((line) => line.includes(': ')),
      ["users: c check age > 0 AND 'id' <> ''", 'users: two index (age) btree'],
    );
  });

  test('renamed in place, with what involves them', () => {
    const rich = {
      ...table('users', ['id', 'age'], [check('c', 'id IS NOT NULL', ['id'])]),
      indexes: [index('i', ['id'])],
    };
    const state = renameColumn(catalogue(rich, posts), rich, 'id', 'key');
    assert.deepEqual([...(state.tables.get('users')?.columns.keys() ?? [])], ['key', 'age']);
    assert.deepEqual(
      describeCatalogue(state).filter((line) => line.includes(': ')),
      ['posts: fk (user_id) -> users(key) NOT VALID', 'users: c check key IS NOT NULL', 'users: i index (key) btree'],
    );
  });

  test('mentioned bare, quoted, but not in a literal or as a part of a word', () => {
    assert.ok(mentions('lower(name) = 1', 'name'));
    assert.ok(mentions('"Name" = 1', 'Name'));
    assert.ok(mentions('NAME = 1', 'name'));
    assert.equal(mentions("x = 'name'", 'name'), false);
    assert.equal(mentions("x = 'it''s name'", 'name'), false);
    assert.equal(mentions('username = 1', 'name'), false);
  });
});

describe('constraints and indexes', () => {
  test('a primary key makes its columns NOT NULL', () => {
    const key = { kind: 'primary-key', name: 'pk', columns: ['id'], by } as const;
    const lines = describeCatalogue(putConstraint(catalogue(users), users, key));
    assert.ok(lines.includes('users.id int4 NOT NULL'));
    assert.ok(lines.includes('users.age int4'));
  });

  test('validated once, by name', () => {
    const before = catalogue(posts);
    const after = validateConstraint(before, posts, 'fk');
    assert.ok(describeCatalogue(after).includes('posts: fk (user_id) -> users(id)'));
    assert.equal(validateConstraint(after, posts, 'fk'), after);
    assert.equal(validateConstraint(before, posts, 'nobody'), before);
    assert.equal(dropConstraint(before, posts, 'nobody'), before);
  });

  test('an index is found by its name in its schema, or in the only other one', () => {
    const app = { ...table('t', ['id']), schema: 'app', indexes: [index('ix', ['id'])] };
    const own = { ...table('t', ['id']), indexes: [index('ix', ['id']), index('only', ['id'])] };
    assert.equal(findIndex(catalogue(app, own), 'ix', 'app')?.table.schema, 'app');
    assert.equal(findIndex(catalogue(app, own), 'ix', undefined)?.table.schema, undefined);
    assert.equal(findIndex(catalogue(app), 'ix', undefined)?.table.schema, 'app');
    assert.equal(findIndex(catalogue(own), 'only', 'app'), undefined);
    assert.deepEqual(dropIndex(catalogue(own), 'only', undefined).tables.get('t')?.indexes.length, 1);
  });
});

describe('enums', () => {
  const mood = { name: 'mood', labels: ['sad', 'ok'], native: true, createType: true, by };
  const state = putEnum(catalogue(table('t', [])), { name: 'mood' }, mood);

  test('made once; labels change', () => {
    assert.equal(putEnum(state, { name: 'mood' }, { ...mood, labels: [] }), state);
    const more = changeLabels(state, { name: 'mood' }, (labels) => [...labels, 'glad']);
    assert.deepEqual(more.enums.get('mood')?.labels, ['sad', 'ok', 'glad']);
  });

  test('columns follow a renamed type', () => {
    const typed = putColumn(state, { name: 't' }, column('m', { ...int, name: 'mood' }));
    assert.deepEqual(describeCatalogue(renameType(typed, { name: 'mood' }, { name: 'feeling' })), [
      'enum feeling (sad, ok)',
      't',
      't.m feeling',
    ]);
  });
});
