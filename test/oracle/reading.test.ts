/** The samples are read as `npm run oracle -- reading` reads public histories: little stays opaque, and nothing throws. */

import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import { findProjects } from '../../server/src/workspace/find-projects.ts';
import { open } from '../../server/src/workspace/open-project.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { PROJECT } from '../environment/packages.mjs';
import { measureReading, randomOffsets, readTruncated } from './measure-reading.ts';

const parser = await loadSqlParser();
const { projects } = await findProjects(path.join(PROJECT, 'migrations-sample'));

describe('reading the samples', () => {
  test('all five are found', () => assert.equal(projects.length, 5));

  for (const project of projects) {
    test(`${project.name}: at most 2 % of call sites opaque`, () => {
      const { sites, opaque } = measureReading(open(project, parser).snapshot);
      assert.ok(sites > 20, `${sites} call sites`);
      assert.ok(opaque.length <= 0.02 * sites, JSON.stringify(opaque, null, 1));
    });

    test(`${project.name}: cut anywhere, nothing throws`, () => {
      for (const { path: file, text } of project.files)
        assert.deepEqual(readTruncated(text, randomOffsets(text.length, 200, 7), parser), [], file);
    });
  }
});

test('the same seed gives the same offsets, within the text', () => {
  const offsets = randomOffsets(1000, 200, 7);
  assert.deepEqual(offsets, randomOffsets(1000, 200, 7));
  assert.ok(offsets.every((offset) => offset >= 0 && offset <= 1000));
  assert.ok(new Set(offsets).size > 150);
});
