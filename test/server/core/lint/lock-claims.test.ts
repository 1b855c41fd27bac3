/** What rules say of locks and of what waits, held against the effects of the statements they speak of. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type Effect, effectsOf } from '../../../../server/src/core/effects/effects.ts';
import { blocks, type LockMode, lockModes } from '../../../../server/src/core/effects/lock.ts';
import { applyOperations } from '../../../../server/src/core/history/apply.ts';
import { badProject, type ExampleProject, goodProject } from '../../../../server/src/core/lint/example.ts';
import type { Rule } from '../../../../server/src/core/lint/rule.ts';
import { rules } from '../../../../server/src/core/lint/rules/index.ts';
import { openExample } from '../../../../server/src/workspace/open-example.ts';
import { loadSqlParser } from '../../../../server/src/workspace/sql-parser.ts';

const parser = await loadSqlParser();
const version = 17;

const speaking = rules.filter(({ docs }) => modesIn(`${docs.summary} ${docs.why} ${docs.instead}`).length > 0);

test('some rules speak of locks', () => assert.ok(speaking.length >= 5));

for (const { name, docs, examples } of speaking) {
  test(`${name} names locks that its examples take`, () => {
    const bad = new Set(examples.flatMap((example) => modesOf(badProject(example))));
    const any = new Set([...bad, ...examples.flatMap((example) => modesOf(goodProject(example)))]);
    for (const mode of modesIn(`${docs.summary} ${docs.why}`)) assert.ok(bad.has(mode), mode);
    for (const mode of modesIn(docs.instead)) assert.ok(any.has(mode), mode);
  });
}

for (const rule of rules) {
  const claims = rule.examples.flatMap((example) => claimsOf(rule, badProject(example)));
  if (claims.length === 0) continue;
  test(`${rule.name} says truly what waits`, () => {
    for (const { message, modes } of claims) {
      const reads = modes.some((mode) => blocks(mode).reads);
      const writes = modes.some((mode) => blocks(mode).writes);
      assert.deepEqual(
        { reads: /\breads and writes\b/.test(message), writes: /\bwrites\b/.test(message) },
        { reads, writes },
        message,
      );
    }
  });
}

for (const rule of rules) {
  const named = rule.examples.flatMap((example) => lockNames(rule, badProject(example)));
  if (named.length === 0) continue;
  test(`${rule.name} names locks in its messages that the statements take`, () => {
    for (const { message, named: modes, taken } of named) {
      for (const mode of modes) assert.ok(taken.includes(mode), `${message} takes ${taken.join(', ')}`);
    }
  });
}

/** Messages of findings that name a lock, with the locks that the statement and those before it take. */
function lockNames(rule: Rule, project: ExampleProject) {
  const own = openExample(project, parser, rule)
    .findings(project.path)
    .filter((finding) => finding.rule === rule.name);
  const steps = effectsIn(project);
  return own.flatMap(({ message, span }) => {
    const named = modesIn(message);
    const before = steps.filter((each) => each.start <= span.end);
    const taken = before.flatMap(({ effects }) => effects.flatMap(({ locks }) => locks.map((lock) => lock.mode)));
    return named.length === 0 ? [] : [{ message, named, taken }];
  });
}

/** Messages of findings that speak of waiting, with the locks of the statement they stand at. */
function claimsOf(rule: Rule, project: ExampleProject): readonly { message: string; modes: readonly LockMode[] }[] {
  // A rule of another profile speaks too.
  const snapshot = openExample(project, parser, rule);
  const own = snapshot.findings(project.path).filter((finding) => finding.rule === rule.name);
  const steps = effectsIn(project);
  return own.flatMap(({ message, span }) => {
    if (!/\b(reads|writes)\b.*\bwait|\bblocks\b.*\b(reads|writes)\b/.test(message)) return [];
    const operation = steps.find((each) => each.start <= span.start && span.end <= each.end);
    const effects = operation?.effects ?? [];
    // A finding at one argument of a call is about what that argument causes.
    const caused = effects.filter(({ at }) => span.start <= at.start && at.end <= span.end);
    const modes = (caused.length > 0 ? caused : effects).flatMap(({ locks }) => locks.map((lock) => lock.mode));
    return [{ message, modes }];
  });
}

function modesOf(project: ExampleProject): readonly LockMode[] {
  return effectsIn(project).flatMap(({ effects }) => effects.flatMap(({ locks }) => locks.map((lock) => lock.mode)));
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly effects: readonly Effect[];
}

/** The effects of each operation of the example, upgrade and then downgrade, where the operation stands. */
function effectsIn(project: ExampleProject): readonly Stretch[] {
  const snapshot = openExample(project, parser);
  const migration = snapshot.migration(project.path);
  const place = { revision: migration?.header.revision?.value ?? '', file: project.path };
  let catalogue = snapshot.catalogueBefore(place.revision);
  return [...(migration?.upgrade ?? []), ...(migration?.downgrade ?? [])].map((operation) => {
    const effects = effectsOf(operation, catalogue, version);
    catalogue = applyOperations(catalogue, [operation], place);
    const { start, end } =
      operation.origin.kind === 'sql' || !('call' in operation.origin) ? operation.span : operation.origin.call.span;
    return { start: Math.min(start, operation.span.start), end: Math.max(end, operation.span.end), effects };
  });
}

function modesIn(text: string): readonly LockMode[] {
  // The longest first, so that SHARE is not found in SHARE ROW EXCLUSIVE.
  const names = lockModes.toSorted((a, b) => b.length - a.length).join('|');
  return [...text.matchAll(new RegExp(`\\b(${names})\\b(?= lock)`, 'g'))].flatMap(
    ([found]) => lockModes.find((mode) => mode === found) ?? [],
  );
}
