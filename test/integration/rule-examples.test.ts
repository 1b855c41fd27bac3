/**
 * The examples of the rules on a real PostgreSQL, through the real Alembic: every documented rewrite runs up, down and up
 * again, and what a rule says will fail does fail. Down by the example's own downgrade, else by the one that we write.
 */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { execa } from 'execa';

import { applyOperations } from '../../server/src/core/history/apply.ts';
import type { Migration } from '../../server/src/core/history/migration.ts';
import { badProject, type ExampleProject, goodProject } from '../../server/src/core/lint/example.ts';
import { undo } from '../../server/src/core/lint/fixes/downgrade-scaffold.ts';
import type { Example, Rule } from '../../server/src/core/lint/rule.ts';
import { rules } from '../../server/src/core/lint/rules/index.ts';
import type { Catalogue } from '../../server/src/core/schema/catalogue.ts';
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
  /** Where the way back leads; undefined where there is none. */
  readonly back?: string;
}

/** Examples whose way back leaves another schema, and why that is right. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'alter-column-many-statements: One statement': 'a default that was kept is of the former type still',
  'downgrade-restores-not-null: Back as nullable': 'what the column held is gone, so it comes back as nullable',
  'enum-downgrade-impossible: Said in the downgrade': 'PostgreSQL can drop no value of an enum',
  'validate-same-transaction: After another change of the table': 'what was validated stays so',
};

/** A line that the script prints. */
interface Answer {
  readonly name: string;
  readonly error: string | null;
  readonly back: string | null;
  readonly traces: readonly string[];
}

const parser = await loadSqlParser();
const cases = rules.flatMap((rule) => rule.examples.flatMap((example) => [good(rule, example), ...bad(rule, example)]));
const answers = new Map<string, Answer>();
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
    fails: false,
    ...withWayBack(rule, example, { ...project, files: [...project.files, ...created] }),
  };
}

/** The project with a downgrade in place of the example's placeholder, and the revision that it leads back to. */
function withWayBack(rule: Rule, example: Example, project: ExampleProject): Pick<Case, 'project' | 'back'> {
  const isOneWay = (text: string) => text.includes('raise NotImplementedError');
  if (example.files !== undefined)
    return project.files.some(({ text }) => isOneWay(text)) ? { project } : { project, back: 'base' };
  const snapshot = openExample(project, parser, rule);
  const migration = snapshot.migration(project.path);
  const [parent] = migration?.header.down ?? [];
  if (migration === undefined || parent === undefined) return { project };
  const isOwn = !isOneWay(migration.text);
  const others = project.files.filter(({ path: file }) => file !== project.path);
  const later = others.filter(({ path: file }) => snapshot.migration(file)?.header.down.length !== 0);
  if (later.some(({ text }) => isOneWay(text))) return { project };
  if (isOwn) return { project, back: parent.value };
  const lines = written(migration, snapshot.catalogueBefore(migration.header.revision?.value ?? ''));
  if (lines === undefined) return { project };
  const text = migration.text.replace(/^( *)raise NotImplementedError.*$/m, (_, indent: string) =>
    lines.map((line) => line.replace(/^(?=.)/gm, indent)).join('\n'),
  );
  return { project: { ...project, files: [...others, { path: project.path, text }] }, back: parent.value };
}

/** The whole inverse of the upgrade as statements; undefined where something can't be undone. */
function written({ upgrade, style }: Migration, catalogue: Catalogue): readonly string[] | undefined {
  const lines: string[] = [];
  let before = catalogue;
  for (const operation of upgrade) {
    const { python } = undo(operation, before, style);
    if (python === undefined) return undefined;
    lines.unshift(...python);
    before = applyOperations(before, [operation], { revision: '', file: '' });
  }
  return lines.length === 0 ? ['pass'] : lines;
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
    for (const [i, { name, project, fails, back = null }] of cases.entries()) {
      const folder = path.join(root, String(i));
      const files = Object.fromEntries(project.files.map((file) => [file.path, file.text]));
      await writeFiles(folder, { 'env.py': project.env ?? env, ...files });
      const database = await createDatabase();
      databases.push(database);
      // What a rewrite leaves may rightly have several heads; a hazard fails for who asks for the one.
      input.push({ name, folder, url: database.url, target: fails ? 'head' : 'heads', back });
    }
    const script = path.join(import.meta.dirname, 'rule_examples.py');
    const { stdout } = await execa(await python(), [script], { input: JSON.stringify(input) });
    for (const line of stdout.split('\n').filter((each) => each.startsWith('{'))) {
      const answer: Answer = JSON.parse(line);
      answers.set(answer.name, answer);
    }
  });

  after(async () => {
    for (const database of databases) await database.drop();
    if (root !== undefined) await rm(root, { recursive: true, force: true });
  });

  for (const { name, fails, back } of cases) {
    test(name, () => {
      const answer = answers.get(name);
      assert.ok(answer, 'it was run');
      if (fails) assert.notEqual(answer.error, null, 'it fails');
      else assert.equal(answer.error, null);
    });
    if (back !== undefined)
      test(`${name}: and back`, () => {
        const answer = answers.get(name);
        assert.equal(answer?.back, null);
        const [trace] = answer?.traces ?? [];
        if (name in ELSEWHERE) assert.ok(trace, `nothing is left: not because ${ELSEWHERE[name]}`);
        else assert.deepEqual(answer?.traces, []);
      });
  }
});
