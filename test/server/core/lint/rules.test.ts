/** Every rule by its own declaration: metadata, examples found at the right place, fixes that give the good text. */

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import type { ProjectSnapshot } from '../../../../server/src/core/analysis.ts';
import {
  badProject,
  type ExampleProject,
  environmentPath,
  goodProject,
} from '../../../../server/src/core/lint/example.ts';
import type { Finding } from '../../../../server/src/core/lint/finding.ts';
import type { Example, Fix, Rule } from '../../../../server/src/core/lint/rule.ts';
import { rules } from '../../../../server/src/core/lint/rules/index.ts';
import { applyEdits, overlap } from '../../../../server/src/core/text/edit.ts';
import { slice } from '../../../../server/src/core/text/span.ts';
import { openExample } from '../../../../server/src/workspace/open-example.ts';
import { loadSqlParser } from '../../../../server/src/workspace/sql-parser.ts';

const parser = await loadSqlParser();
const folder = path.resolve(import.meta.dirname, '../../../../server/src/core/lint/rules');

describe('the list of rules', () => {
  test('is complete and alphabetical', () => {
    const files = readdirSync(folder)
      .filter((name) => name !== 'index.ts')
      .map((name) => path.basename(name, '.ts'))
      .sort();
    assert.deepEqual(
      rules.map((rule) => rule.name),
      files,
    );
  });
});

for (const rule of rules) {
  describe(rule.name, () => {
    test('says what, why and what now', () => checkDocs(rule));
    for (const example of rule.examples) {
      describe(example.title, () => {
        test('the hazard is found, at the place that is marked and nowhere else', () => checkBad(rule, example));
        test('the rewrite is silent under the recommended profile', () => checkGood(rule, example));
        if (isFixed(rule, example))
          test('the preferred fix gives the rewrite and settles it', () => checkFix(rule, example));
      });
    }
  });
}

function isFixed(rule: Rule, example: Example): boolean {
  return rule.fix !== 'none' && example.fixed !== false;
}

function checkDocs({ docs, examples, fix, options, level, profile }: Rule): void {
  const { summary, why, instead, noFix } = docs;
  for (const text of [summary, why, instead]) {
    assert.match(text, /^[A-Z`].*[.]$/s, text);
    assert.doesNotMatch(text, /\bshould\b/i, text);
  }
  assert.doesNotMatch(summary, /[.!?] /, 'the summary is one sentence');
  if (fix !== 'none') assert.equal(noFix, undefined);
  else if (profile === 'recommended' && level !== 'info') assert.match(noFix ?? '', /^\S.*\.$/, 'why there is no fix');
  assert.ok(examples.length > 0);
  assert.ok(fix === 'none' || examples.some((example) => example.fixed !== false), 'an example shows the fix');
  assert.equal(new Set(examples.map((example) => example.title)).size, examples.length);
  for (const { doc } of Object.values(options ?? {})) assert.match(doc, /\.$/);
}

function checkBad(rule: Rule, example: Example): void {
  const project = badProject(example);
  const snapshot = openExample(project, parser, rule);
  assertSound(snapshot, project, example.unread);
  assert.ok(project.marks.length > 0, 'something is marked');
  const text = textOf(project);
  const own = findingsOf(snapshot, project, rule);
  assert.deepEqual(
    own.map((finding) => ({ at: slice(text, finding.span), ...finding.span })),
    project.marks.map((mark) => ({ at: slice(text, mark), ...mark })),
  );
  for (const { message } of own) assert.match(message, /^\S.*[.?]$/s, message);
}

function checkGood(rule: Rule, example: Example): void {
  const project = withCreated(goodProject(example), rule, example);
  assert.deepEqual(project.marks, []);
  const snapshot = openExample(project, parser, rule);
  assertSound(snapshot, project);
  assert.deepEqual(said(snapshot, rule), []);
}

/** The rewrite along with the revisions that the fix makes for it. */
function withCreated(project: ExampleProject, rule: Rule, example: Example): ExampleProject {
  if (!isFixed(rule, example)) return project;
  const bad = badProject(example);
  const [finding] = findingsOf(openExample(bad, parser, rule), bad, rule);
  const created = finding?.fixes().find((each) => each.preferred)?.creates ?? [];
  return { ...project, files: [...project.files, ...created.map(({ file, text }) => ({ path: file, text }))] };
}

function checkFix(rule: Rule, example: Example): void {
  const project = badProject(example);
  const fixed = settle(project, rule);
  assert.equal(textOf(fixed), textOf(goodProject(example)));
  for (const [name, text] of Object.entries(example.goodFiles ?? {}))
    assert.equal(fixed.files.find((file) => path.basename(file.path) === name)?.text, text, name);
  assert.equal(fixed.env, goodProject(example).env);
  const snapshot = openExample(fixed, parser, rule);
  assertSound(snapshot, fixed);
  assert.deepEqual(said(snapshot, rule), []);
}

/** The project after the preferred fixes of the rule's findings, one after the other. */
function settle(project: ExampleProject, rule: Rule): ExampleProject {
  let current = project;
  for (let round = 0; round < 5; round++) {
    const [finding] = findingsOf(openExample(current, parser, rule), current, rule);
    if (finding === undefined) return current;
    const fix = finding.fixes().find((each) => each.preferred);
    assert.ok(fix, `"${finding.message}" has a preferred fix`);
    assert.equal(finding.fixes().filter((each) => each.preferred).length, 1);
    current = apply(current, fix);
  }
  return assert.fail('the fixes do not come to an end');
}

function apply(project: ExampleProject, fix: Fix): ExampleProject {
  assert.match(fix.title, /^[A-Z].*[^.]$/);
  assert.ok(!overlap(fix.edits));
  const changed = new Map([
    [project.path, fix.edits],
    ...(fix.others ?? []).map((each) => [each.file, each.edits] as const),
  ]);
  const files = project.files.map(({ path: name, text }) => ({
    path: name,
    text: applyEdits(text, changed.get(name) ?? []),
  }));
  const env = project.env === undefined ? undefined : applyEdits(project.env, changed.get(environmentPath) ?? []);
  const created = (fix.creates ?? []).map(({ file, text }) => ({ path: file, text }));
  return { ...project, env, files: [...files, ...created].sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

function findingsOf(snapshot: ProjectSnapshot, project: ExampleProject, rule: Rule): readonly Finding[] {
  return snapshot.findings(project.path).filter((finding) => finding.rule === rule.name);
}

/** What the rule itself says, and what others warn of. */
function said(snapshot: ProjectSnapshot, rule: Rule): readonly string[] {
  return snapshot
    .allFindings()
    .filter((finding) => finding.rule === rule.name || finding.level !== 'info')
    .map((finding) => `${finding.file}: ${finding.rule}: ${finding.message}`);
}

/** Everything could be read, and no rule broke. */
function assertSound(snapshot: ProjectSnapshot, project: ExampleProject, unread = false): void {
  assert.deepEqual(snapshot.failures(), []);
  if (unread) return;
  assert.deepEqual(
    snapshot.opaque(project.path).map((each) => each.source),
    [],
  );
}

function textOf(project: ExampleProject): string {
  return project.files.find((file) => file.path === project.path)?.text ?? '';
}
