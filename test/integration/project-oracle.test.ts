/** What we read of configurations, version folders and headers, held against what the real Alembic reads. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';

import { buildGraph } from '../../server/src/core/history/build-graph.ts';
import { readHeaderOf } from '../../server/src/core/history/read-header.ts';
import { findProjects } from '../../server/src/workspace/find-projects.ts';
import type { Project } from '../../server/src/workspace/project.ts';
import { ensurePython } from '../environment/python.mjs';
import { forms as headers, mistakes } from '../server/core/history/header-forms.ts';
import { forms, separatedForms } from '../server/workspace/configuration-forms.ts';
import { makeFolder } from '../server/workspace/folder.ts';
import { PYTHON } from '../support/environment.ts';

interface Header {
  readonly revision: string;
  readonly down: readonly string[];
  readonly dependsOn: readonly string[];
  readonly branchLabels: readonly string[];
  readonly message: string;
}

interface Loaded {
  readonly script: string;
  readonly versions: readonly string[];
  readonly files: readonly (Header & { readonly file: string })[];
  readonly heads: readonly string[];
  readonly history: readonly string[];
}

type Reply<T> = { readonly ok: T; readonly error?: undefined } | { readonly ok?: undefined; readonly error: string };

const python = process.env[PYTHON] ?? (await ensurePython()).python;
const child = spawn(python, [path.join(import.meta.dirname, 'alembic_project.py')], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const replies = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
after(() => child.stdin.end());

async function ask<T>(request: object): Promise<Reply<T>> {
  child.stdin.write(`${JSON.stringify(request)}\n`);
  return JSON.parse((await replies.next()).value ?? '{"error": "no answer"}');
}

/** Alembic is asked the way `alembic` itself would be started in the folder that we say. */
function asking(project: Project, files: Readonly<Record<string, unknown>>, root: string) {
  const toml = path.join(project.root, 'pyproject.toml');
  const isToml = project.config === toml;
  const { layout, section, cwd, scriptLocation } = project;
  return {
    cwd,
    ini: isToml ? null : (project.config ?? null),
    toml: path.relative(root, toml) in files ? toml : null,
    section,
    script_location: layout === 'alembic' ? null : scriptLocation,
  };
}

/** Forms of which Alembic itself reads nothing, since the program sets the folders. */
const setInCode = ['version folders that the program sets'];

for (const [title, files] of [...forms, ...separatedForms].filter(([name]) => !setInCode.includes(name))) {
  test(`Alembic reads the same project: ${title}`, async (t) => {
    const root = makeFolder(t, files);
    const [project] = (await findProjects(root)).projects;
    assert.ok(project);
    const { ok, error } = await ask<Loaded>(asking(project, files, root));
    assert.ok(ok, error);
    assert.equal(project.scriptLocation, ok.script);
    assert.deepEqual(project.versionLocations, ok.versions);
    assert.deepEqual(
      project.files.map((file) => file.path),
      ok.files.map((file) => file.file),
    );
    const graph = buildGraph(project.files.map(({ path: file, text }) => ({ file, header: readHeaderOf(text, file) })));
    assert.deepEqual([graph.heads, graph.history], [ok.heads, ok.history]);
  });
}

for (const [title, text] of headers) {
  test(`Alembic reads the same header: ${title}`, async (t) => {
    // Names that the reader needn't know, since annotations mean nothing to it.
    const whole = `"""Add it\n\nmore"""\nfrom typing import *\nimport sys\n${text}\n`.replace(
      'from sqlalchemy import *\n',
      '',
    );
    const root = makeFolder(t, { 'x_change.py': whole });
    const file = path.join(root, 'x_change.py');
    const { ok, error } = await ask<Header>({ file });
    assert.ok(ok, error);
    const header = readHeaderOf(whole, file);
    const values = (located: readonly { readonly value: string }[]) => located.map((each) => each.value);
    assert.deepEqual(
      {
        revision: header.revision?.value,
        down: values(header.down),
        dependsOn: values(header.dependsOn),
        branchLabels: values(header.branchLabels).sort(),
        message: header.message,
      },
      ok,
    );
  });
}

for (const [title, text, codes] of mistakes) {
  test(`Alembic stops where we see a mistake: ${title}`, async (t) => {
    const root = makeFolder(t, { 'x_change.py': text });
    const { error } = await ask<Header>({ file: path.join(root, 'x_change.py') });
    const says = readHeaderOf(text, 'x_change.py').problems[0]?.alembicSays;
    if (codes[0] !== 'wrong-type') assert.ok(error, 'Alembic loaded it');
    if (says !== undefined) assert.ok(error?.endsWith(says), `${error} / ${says}`);
  });
}
