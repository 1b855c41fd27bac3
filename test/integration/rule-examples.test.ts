/**
 * The examples of the rules on a real PostgreSQL, through the real Alembic: every documented rewrite, which is what the
 * preferred fix makes, and what every other fix makes runs up, down and up again; what a rule says will fail does fail.
 * Down by the example's own downgrade, else by the one that our scaffold writes, else by one that a person wrote for it.
 */

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { applyOperations } from '../../server/src/core/history/apply.ts';
import type { Migration } from '../../server/src/core/history/migration.ts';
import { badProject, type ExampleProject, environmentPath, goodProject } from '../../server/src/core/lint/example.ts';
import { undo } from '../../server/src/core/lint/fixes/downgrade-scaffold.ts';
import type { Example, Rule } from '../../server/src/core/lint/rule.ts';
import { rules } from '../../server/src/core/lint/rules/index.ts';
import type { Catalogue } from '../../server/src/core/schema/catalogue.ts';
import { applyEdits } from '../../server/src/core/text/edit.ts';
import { openExample } from '../../server/src/workspace/open-example.ts';
import { loadSqlParser } from '../../server/src/workspace/sql-parser.ts';
import { type Reply, runExamples } from './example-driver.ts';
import { elsewhere, superusersOnly, waysBack } from './example-ways-back.ts';

const env = `from alembic import context

with context.config.attributes["engine"].connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`;

/** What a message of a rule promises: that the upgrade fails whatever the tables hold. */
const promisesFailure = /refuse|can't build the history|fails at its last step/;

interface Case {
  readonly name: string;
  readonly project: ExampleProject;
  readonly fails: boolean;
  /** Where the way back leads; undefined where there is none. */
  readonly back?: string;
  /** Whose downgrade it is. */
  readonly by?: 'example' | 'scaffold' | 'person';
}

/** What these do to rows is not undone: it is the schema that must be as it was. */
const changesRows: ReadonlySet<string> = new Set(['insert', 'update', 'delete']);

const parser = await loadSqlParser();
const cases = rules.flatMap((rule) =>
  rule.examples.flatMap((example) => [good(rule, example), ...others(rule, example), ...bad(rule, example)]),
);
const rewrites = cases.filter(({ fails }) => !fails);
const answers = new Map<string, Reply>();

/** The rewrite, with the revisions that the fix makes. */
function good(rule: Rule, example: Example): Case {
  const project = goodProject(example);
  const finding = findingsOf(rule, badProject(example))[0];
  const fix = example.fixed === false ? undefined : finding?.fixes().find((each) => each.preferred);
  const created = (fix?.creates ?? []).map(({ file, text }) => ({ path: file, text }));
  const name = `${rule.name}: ${example.title}`;
  const whole = { ...project, files: [...project.files, ...created] };
  return { name, fails: false, ...withWayBack(rule, example, whole, name) };
}

/** What the other fixes make, and the preferred one where the example shows a rewrite by hand. */
function others(rule: Rule, example: Example): readonly Case[] {
  const project = badProject(example);
  return findingsOf(rule, project).flatMap((finding, i) =>
    finding.fixes().flatMap((fix) => {
      if (fix.preferred && example.fixed !== false) return [];
      const changes = [{ file: project.path, edits: fix.edits }, ...(fix.others ?? [])];
      const changed = (file: string, text: string) =>
        changes.reduce((now, each) => (each.file === file ? applyEdits(now, each.edits) : now), text);
      const files = [
        ...project.files.map((each) => ({ path: each.path, text: changed(each.path, each.text) })),
        ...(fix.creates ?? []).map(({ file, text }) => ({ path: file, text })),
      ];
      const whole = { ...project, files, env: project.env && changed(environmentPath, project.env) };
      const name = `${rule.name}: ${example.title} (${i === 0 ? '' : `${i + 1}: `}${fix.title})`;
      return [{ name, fails: false, ...withWayBack(rule, example, whole, name) }];
    }),
  );
}

/** The project with a downgrade in place of the example's placeholder, and the revision that it leads back to. */
function withWayBack(
  rule: Rule,
  example: Example,
  project: ExampleProject,
  name: string,
): Pick<Case, 'project' | 'back' | 'by'> {
  const isOneWay = (text: string) => text.includes('raise NotImplementedError');
  if (example.files !== undefined)
    return project.files.some(({ text }) => isOneWay(text)) ? { project } : { project, back: 'base', by: 'example' };
  const snapshot = openExample(project, parser, rule);
  const migration = snapshot.migration(project.path);
  const [parent] = migration?.header.down ?? [];
  if (migration === undefined || parent === undefined) return { project };
  const isOwn = !isOneWay(migration.text);
  const others = project.files.filter(({ path: file }) => file !== project.path);
  const later = others.filter(({ path: file }) => snapshot.migration(file)?.header.down.length !== 0);
  if (later.some(({ text }) => isOneWay(text))) return { project };
  if (isOwn) return { project, back: parent.value, by: 'example' };
  const person = waysBack[name]?.map((sql) => `op.execute(${JSON.stringify(sql)})`);
  const insertsRows = migration.upgrade.some(({ kind }) => kind === 'insert');
  const scaffold =
    person !== undefined && insertsRows
      ? undefined
      : written(migration, snapshot.catalogueBefore(migration.header.revision?.value ?? ''));
  const lines = scaffold ?? person;
  if (lines === undefined) return { project };
  const body = lines.length === 0 ? ['pass'] : lines;
  const text = migration.text.replace(/^( *)raise NotImplementedError.*$/m, (_, indent: string) =>
    body.map((line) => line.replace(/^(?=.)/gm, indent)).join('\n'),
  );
  return {
    project: { ...project, files: [...others, { path: project.path, text }] },
    back: parent.value,
    by: scaffold === undefined ? 'person' : 'scaffold',
  };
}

/** The whole inverse of the upgrade as statements; undefined where something can't be undone. */
function written({ upgrade, style }: Migration, catalogue: Catalogue): readonly string[] | undefined {
  const lines: string[] = [];
  let before = catalogue;
  for (const operation of upgrade) {
    if (changesRows.has(operation.kind)) continue;
    const { python } = undo(operation, before, style);
    if (python === undefined) return undefined;
    lines.unshift(...python);
    before = applyOperations(before, [operation], { revision: '', file: '' });
  }
  return lines;
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
    const replies = await runExamples(
      cases.map(({ project, fails, back = null }) => ({
        files: {
          'env.py': project.env ?? env,
          ...Object.fromEntries(project.files.map((file) => [file.path, file.text])),
        },
        // What a rewrite leaves may rightly have several heads; a hazard fails for who asks for the one.
        target: fails ? 'head' : 'heads',
        back,
      })),
    );
    for (const [i, { name }] of cases.entries()) if (replies[i] !== undefined) answers.set(name, replies[i]);
  });

  for (const { name, fails, back } of cases) {
    test(name, () => {
      const answer = answers.get(name);
      assert.ok(answer, 'it was run');
      if (fails) return assert.notEqual(answer.error, null, 'it fails');
      const refusal = superusersOnly[name];
      if (refusal !== undefined) return assert.match(answer.error ?? '', refusal);
      assert.equal(answer.error, null);
      assert.ok(back, 'it has a way back: write it in example-ways-back.ts');
      assert.equal(answer.back, null);
      const { why, traces } = elsewhere[name] ?? { why: 'nothing is lost or left', traces: [] };
      assert.deepEqual(answer.traces, traces, why);
      assert.deepEqual(answer.changes, [], 'the second upgrade makes what the first made');
    });
  }

  test('what a person wrote is needed', (t) => {
    const names = (by: Case['by']) => rewrites.filter((each) => each.by === by).map(({ name }) => name);
    const [own, scaffold, person] = [names('example'), names('scaffold'), names('person')];
    assert.deepEqual(person.sort(), Object.keys(waysBack).sort());
    for (const name of Object.keys({ ...elsewhere, ...superusersOnly }))
      assert.ok(answers.has(name), `${name} is an example`);
    const held = [...answers.values()].reduce((sum, each) => sum + each.held, 0);
    t.diagnostic(
      `${rewrites.length} rewrites ran up, down and up again with ${held} objects compared: ${own.length} by their own downgrade, ` +
        `${scaffold.length} by the scaffold's, ${person.length} by a person's; ${cases.length - rewrites.length} hazards failed.`,
    );
  });
});
