/** Hazardous migrations, labelled by hand: each hazard is found once, at the argument that is wrong, and nothing else is. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { rules } from '../../server/src/core/lint/rules/index.ts';
import { type Migration, open, readPages } from './page.ts';

const pages = readPages('hazardous');

for (const { family, cases } of pages) {
  describe(family, () => {
    for (const { title, migrations } of cases) {
      migrations.forEach((migration, i) => {
        test(`${title}${migrations.length > 1 ? `, form ${i + 1}` : ''}`, () => check(migration));
      });
    }
  });
}

function check(migration: Migration): void {
  assert.ok(migration.marks.length > 0, 'something is marked');
  const snapshot = open(migration);
  assert.deepEqual(snapshot.failures(), []);
  const text = (file: string) => migration.files.find(({ path }) => path === file)?.text ?? '';
  const shown = ({ rule, file, start, end }: Migration['marks'][number]) =>
    `${file}:${start} ${rule} at ${text(file).slice(start, end)}`;
  const found = snapshot.allFindings().flatMap(({ rule, level, file, span }) => {
    return level === 'info' ? [] : [shown({ rule, file, ...span })];
  });
  assert.deepEqual(found.sort(), migration.marks.map(shown).sort());
}

test('every recommended rule that warns has its migrations, and together they are many', () => {
  const migrations = pages.flatMap(({ cases }) => cases.flatMap((one) => one.migrations));
  const labelled = new Set(migrations.flatMap(({ marks }) => marks.map(({ rule }) => rule)));
  const warning = rules.filter(({ profile, level }) => profile === 'recommended' && level !== 'info');
  // What others have already is told by git; test/server/cli/since.test.ts has repositories for it.
  const needBase = ['applied-revision-deleted', 'applied-revision-edited'];
  assert.deepEqual(
    warning.map(({ name }) => name).filter((name) => !labelled.has(name)),
    needBase,
  );
  assert.ok(migrations.length >= 120, `${migrations.length} migrations`);
});
