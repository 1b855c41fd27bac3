/** Each sample shows exactly the findings that its `expected-findings.txt` names: none missing, none more. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

import { indexLines, positionAt } from '../../server/src/core/text/line-index.ts';
import { findProjects } from '../../server/src/workspace/find-projects.ts';
import { open } from '../../server/src/workspace/open-project.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { readSamples, SAMPLES } from '../environment/samples.mjs';

const parser = await loadSqlParser();

for (const sample of await readSamples()) {
  const folder = path.join(SAMPLES, sample.workspace);

  test(`${sample.name} shows exactly its expected findings`, async () => {
    const { projects, problems } = await findProjects(folder);
    assert.equal(projects.length, 1);
    const opened = projects.map((project) => open(project, parser));
    const found = opened
      .flatMap(({ snapshot }) => snapshot.allFindings().map((finding) => ({ finding, snapshot })))
      .map(({ finding, snapshot }) => {
        const text = snapshot.text(finding.file) ?? '';
        const { line } = positionAt(indexLines(text), finding.span.start);
        return `${path.relative(folder, finding.file)}:${line + 1} ${finding.rule}`;
      });
    assert.deepEqual(found.sort(), await expected(folder));
    const all = [
      ...problems,
      ...opened.flatMap(({ project, snapshot }) => [...project.problems, ...snapshot.problems]),
    ];
    assert.deepEqual(
      all.map(({ message }) => message),
      [],
    );
  });

  test(`${sample.name} has no operation that can't be read without running Python`, async () => {
    const { projects } = await findProjects(folder);
    const opaque = projects
      .map((project) => open(project, parser).snapshot)
      .flatMap((snapshot) => snapshot.files.flatMap((file) => snapshot.opaque(file)));
    assert.deepEqual(
      opaque.map(({ source, reason }) => `${reason}: ${source}`),
      [],
    );
  });
}

async function expected(folder: string): Promise<string[]> {
  const text = await readFile(path.join(folder, 'expected-findings.txt'), 'utf8');
  return text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .sort();
}
