/** Migrations that are safe, though they resemble hazardous ones: nothing is said of them at warning or above. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { type Migration, open, readPages } from './page.ts';

for (const { family, cases } of readPages('safe')) {
  describe(family, () => {
    for (const { title, migrations } of cases) {
      migrations.forEach((migration, i) => {
        test(`${title}${migrations.length > 1 ? `, form ${i + 1}` : ''}`, () => check(migration));
      });
    }
  });
}

function check(migration: Migration): void {
  assert.deepEqual(migration.marks, []);
  const snapshot = open(migration);
  assert.deepEqual(snapshot.failures(), []);
  const said = snapshot.allFindings().filter(({ level }) => level !== 'info');
  assert.deepEqual(
    said.map(({ file, rule, message }) => `${file}: ${rule}: ${message}`),
    [],
  );
}
