/**
 * The examples of the rules on a real PostgreSQL, through the real Alembic: every documented rewrite runs, and what a
 * rule says will fail does fail.
 */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { execa } from 'execa';

import { badProject, type ExampleProject, goodProject } from '../../server/src/core/lint/example.ts';
import type { Example, Rule } from '../../server/src/core/lint/rule.ts';
import { rules } from '../../server/src/core/lint/rules/index.ts';
import { openExample } from '../../server/src/workspace/open-example.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { createDatabase, type Database, python } from '../support/database.ts';
import { writeFiles } from '../support/folder.ts';

const env = `import sqlalchemy as sa
from alembic import context

engine = sa.create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
`;

/** What a message of a rule promises: that the upgrade fails whatever the tables hold. */
const promisesFailure = /refuse|can't build the history|fails at its last step/;

interface Case {
  readonly name: string;
  readonly project: ExampleProject;
  readonly fails: boolean;
}

const parser = await loadSqlParser();
const cases = rules.flatMap((rule) => rule.examples.flatMap((example) => [good(rule, example), ...bad(rule, example)]));
const errors = new Map<string, string | null>();
const databases: Database[] = [];
let root: string | undefined;

/** The rewrite, with the revisions that the fix makes. */
function good(rule: Rule, example: Example): Case {
  const project = goodProject(example);
  const finding = findingsOf(rule, badProject(example))[0];
  const fix = example.fixed === false ? undefined : finding?.fixes().find((each) => each.preferred);
  const created = (fix?.creates ?? []).map(({ file, text }) => ({ path: file, text }));
  return {
    name: `${rule.name}: ${example.title}`,
    project: { ...project, files: [...project.files, ...created] },
    fails: false,
  };
}

/** The hazard, where it fails at once rather than block or lose. */
function bad(rule: Rule, example: Example): readonly Case[] {
  const project = badProject(example);
  const failing = findingsOf(rule, project).filter((finding) => promisesFailure.test(finding.message));
  if (failing.length === 0 || rule.group === 'meta' || rule.scope?.suppressions === true) return [];
  return [{ name: `${rule.name}: ${example.title} (the hazard)`, project, fails: true }];
}

function findingsOf(rule: Rule, project: ExampleProject) {
  return openExample(project, parser, rule)
    .findings(project.path)
    .filter((finding) => finding.rule === rule.name);
}

describe('examples on PostgreSQL', () => {
  before(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'ag-'));
    const input = [];
    for (const [i, { name, project, fails }] of cases.entries()) {
      const folder = path.join(root, String(i));
      const files = Object.fromEntries(project.files.map((file) => [file.path, file.text]));
      await writeFiles(folder, { 'env.py': project.env ?? env, ...files });
      const database = await createDatabase();
      databases.push(database);
      // What a rewrite leaves may rightly have several heads; a hazard fails for who asks for the one.
      input.push({ name, folder, url: database.url, target: fails ? 'head' : 'heads' });
    }
    const script = path.join(import.meta.dirname, 'rule_examples.py');
    const { stdout } = await execa(await python(), [script], { input: JSON.stringify(input) });
    for (const line of stdout.split('\n').filter((each) => each.startsWith('{'))) {
      const { name, error } = JSON.parse(line) as { name: string; error: string | null };
      errors.set(name, error);
    }
  });

  after(async () => {
    for (const database of databases) await database.drop();
    if (root !== undefined) await rm(root, { recursive: true, force: true });
  });

  for (const { name, fails } of cases) {
    test(name, () => {
      assert.ok(errors.has(name), 'it was run');
      if (fails) assert.notEqual(errors.get(name), null, 'it fails');
      else assert.equal(errors.get(name), null);
    });
  }
});
