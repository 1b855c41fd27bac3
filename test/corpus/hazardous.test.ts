/** Hazardous migrations, labelled by hand: each hazard is found once, at the argument that is wrong, and nothing else is. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

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
