/** Our graph, identifiers, plans and version rows held against the real Alembic, on random histories of a fixed seed. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { buildRevisionMap } from '../../server/src/core/history/build-map.ts';
import type { RevisionGraph } from '../../server/src/core/history/graph.ts';
import {
  listRange,
  type Outcome,
  type Plan,
  type PlanError,
  planDowngrade,
  planStamp,
  planUpgrade,
  resolveRevision,
  resolveRevisions,
} from '../../server/src/core/history/plan.ts';
import type { MapEntry } from '../../server/src/core/history/revision-map.ts';
import { ensurePython } from '../environment/python.mjs';
import { PYTHON } from '../support/environment.ts';
import { graphOfEntries, orderIsKnown } from './entries.ts';
import { type Query, type Random, randomFrom, randomHistory, randomQuery, shapes } from './random-history.ts';

const SEED = Number(process.env['ALEMBIC_GUARD_TEST_SEED'] ?? 20_261_121);
const HISTORIES = 900;
const QUERIES = 70;

/** What a query comes to, in a form that both sides can be brought to. */
type Result =
  | { readonly ok: unknown; readonly warnings: readonly string[] }
  | { readonly error: { readonly kind: string; readonly message: string; readonly detail: string } };

interface AlembicError {
  readonly kind: 'refused' | 'crash';
  readonly message: string;
  readonly detail?: string | null;
}

interface AlembicAnswer {
  readonly ok?: unknown;
  readonly error?: AlembicError;
  readonly warnings?: readonly string[];
}

interface Reply {
  readonly build: AlembicError | null;
  readonly graph: {
    readonly ids: readonly string[];
    readonly heads: readonly string[];
    readonly realHeads: readonly string[];
    readonly bases: readonly string[];
    readonly branchPoints: readonly string[];
    readonly mergePoints: readonly string[];
    readonly parents: Record<string, readonly string[]>;
    readonly children: Record<string, readonly string[]>;
    readonly labels: Record<string, readonly string[]>;
    readonly history: AlembicAnswer;
  } | null;
  readonly answers: readonly AlembicAnswer[];
}

interface Case {
  readonly entries: readonly MapEntry[];
  readonly graph: RevisionGraph;
  readonly queries: readonly Query[];
}

test('random histories and questions get Alembic’s answers', { timeout: 300_000 }, async () => {
  const random = randomFrom(SEED);
  const cases = Array.from({ length: HISTORIES }, (_, i) => randomCase(random, i));
  const replies = await askAlembic(cases);
  let compared = 0;
  let refused = 0;
  let steps = 0;
  for (const [i, { entries, graph, queries }] of cases.entries()) {
    const reply = replies[i];
    assert.ok(reply, `no reply for history ${i}`);
    const about = `history ${i} ${JSON.stringify(entries)}`;
    compareBuild(entries, reply, about);
    if (reply.build) continue;
    compareGraph(graph, reply, about);
    const ordered = orderIsKnown(graph);
    for (const [q, query] of queries.entries()) {
      const theirs = normalise(fromAlembic(reply.answers[q]), query, ordered);
      const ours = normalise(ask(graph, query), query, ordered);
      assert.deepEqual(ours, theirs, `${JSON.stringify(query)} on ${about}`);
      compared++;
      if ('error' in theirs) refused++;
      else if (query.op === 'upgrade' || query.op === 'downgrade') steps++;
    }
  }
  // The figures show that the questions are not trivial ones.
  assert.ok(compared >= 50_000, `only ${compared} questions were compared`);
  assert.ok(refused > 5_000 && steps > 10_000, `${refused} refused, ${steps} plans`);
});

function randomCase(random: Random, i: number): Case {
  const entries = randomHistory(random, shapes[i % shapes.length] ?? 'plain');
  const graph = graphOfEntries(entries);
  const rows = realRows(random, graph);
  const count = overlooksCycle(graph) ? 0 : QUERIES;
  return { entries, graph, queries: Array.from({ length: count }, () => randomQuery(random, entries, rows)) };
}

/** Rows as a few upgrades and downgrades leave them. */
function realRows(random: Random, graph: RevisionGraph): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [[]];
  for (let i = 0; i < 8; i++) {
    const from = random.some(found) ?? [];
    const id = random.some([...graph.revisions.keys()]) ?? 'base';
    const plan = random.chance(0.7) ? planUpgrade(graph, id, from) : planDowngrade(graph, id, from);
    if (plan.ok && !plan.value.breaksAt) found.push(plan.value.rowsAfter);
  }
  return found;
}

async function askAlembic(cases: readonly Case[]): Promise<Reply[]> {
  const python = process.env[PYTHON] ?? (await ensurePython()).python;
  const driver = path.join(import.meta.dirname, 'alembic_graph.py');
  const child = spawn(python, [driver], { stdio: ['pipe', 'pipe', 'inherit'] });
  const replies: Reply[] = [];
  const done = (async () => {
    for await (const line of createInterface({ input: child.stdout })) replies.push(JSON.parse(line));
  })();
  for (const { entries, graph, queries } of cases) {
    const revisions = entries.map(({ id, down, dependsOn, branchLabels }) => [id, down, dependsOn, branchLabels]);
    child.stdin.write(`${JSON.stringify({ revisions, queries, history: !overlooksCycle(graph) })}\n`);
  }
  child.stdin.end();
  await done;
  return replies;
}

function compareBuild(entries: readonly MapEntry[], reply: Reply, about: string): void {
  const { failure } = buildRevisionMap(entries);
  const ours = failure && { kind: failure.traceback ? 'crash' : 'refused', message: failure.message };
  const theirs = reply.build && { kind: reply.build.kind, message: reply.build.message };
  if (!ours || !theirs) {
    assert.equal(Boolean(ours), Boolean(theirs), `${about}: ${JSON.stringify(ours ?? theirs)}`);
    return;
  }
  // Alembic keeps labelled revisions and those with dependencies in sets, so that any of several may come first.
  const anyOf = /^(Branch name|KeyError)/;
  if (anyOf.test(ours.message) && anyOf.test(theirs.message)) {
    ours.message = ours.message.replace(/'.*/, '');
    theirs.message = theirs.message.replace(/'.*/, '');
  }
  assert.deepEqual(ours, theirs, about);
}

function compareGraph(graph: RevisionGraph, { graph: theirs }: Reply, about: string): void {
  assert.ok(theirs, about);
  const nodes = [...graph.revisions.keys()].flatMap((id) => graph.map.byKey.get(id) ?? []);
  const byId = (pick: (node: (typeof nodes)[number]) => readonly string[]) =>
    Object.fromEntries(nodes.map((node) => [node.id, [...pick(node)].sort()]));
  const sortedValues = (record: Record<string, readonly string[]>) =>
    Object.fromEntries(Object.entries(record).map(([id, values]) => [id, [...values].sort()]));
  const ours = {
    ids: nodes.map((node) => node.id),
    heads: graph.map.heads,
    realHeads: graph.map.realHeads,
    bases: graph.map.bases,
    branchPoints: graph.branchPoints,
    mergePoints: graph.mergePoints,
    parents: byId((node) => node.parents),
    children: byId((node) => node.next),
    // Alembic visits labelled revisions in the order of a set; with a replaced file among them the outcome varies.
    labels: graph.map.duplicates.length > 0 ? sortedValues(theirs.labels) : byId((node) => node.labels),
  };
  const { history, ...rest } = theirs;
  assert.deepEqual(
    ours,
    {
      ...rest,
      parents: sortedValues(rest.parents),
      children: sortedValues(rest.children),
      labels: sortedValues(rest.labels),
    },
    about,
  );
  // With a duplicate id Alembic leaves out what only the replaced file leads to.
  if (overlooksCycle(graph) || graph.map.duplicates.length > 0) return;
  // Alembic looks each id up again, and prints another revision in place of one that is called `head`.
  const symbols = ['head', 'heads', 'base'].some((symbol) => graph.revisions.has(symbol));
  if (Array.isArray(history.ok) && orderIsKnown(graph) && !symbols) assert.deepEqual(graph.history, history.ok, about);
}

/** A cycle that Alembic doesn't see when it loads the files; its walks may then go round for ever. */
function overlooksCycle(graph: RevisionGraph): boolean {
  return !graph.failure && graph.problems.some((problem) => /cycle|loop/.test(problem.code));
}

function ask(graph: RevisionGraph, query: Query): Result {
  switch (query.op) {
    case 'upgrade':
      return fromPlan(planUpgrade(graph, query.target, query.rows));
    case 'downgrade':
      return fromPlan(planDowngrade(graph, query.target, query.rows));
    case 'stamp':
      return fromStamp(planStamp(graph, query.targets, query.rows));
    case 'show':
      return fromOutcome(resolveRevisions(graph, query.id));
    case 'get':
      return fromOutcome(resolveRevision(graph, query.id));
    case 'range':
      return fromOutcome(listRange(graph, query.lower, query.upper));
  }
}

function fromOutcome(outcome: Outcome<unknown>): Result {
  return outcome.ok ? { ok: outcome.value ?? null, warnings: [] } : fromError(outcome.error);
}

function fromError({ code, message, detail }: PlanError): Result {
  if (code === 'traceback') return { error: { kind: 'crash', message: '', detail: '' } };
  return { error: { kind: 'refused', message, detail: code === 'unknown-revision' ? (detail ?? '') : '' } };
}

function fromPlan(outcome: Outcome<Plan>): Result {
  if (!outcome.ok) return fromError(outcome.error);
  const { revisions, warnings } = outcome.value;
  return { ok: { revisions, rows: rowsOf(outcome.value) }, warnings };
}

function rowsOf({ steps, breaksAt }: Plan): (string | readonly string[])[] {
  const rows = steps.map((step) => [...step.rowsAfter].sort());
  return breaksAt ? [...rows, breaksAt.message.split(':')[0] ?? ''] : rows;
}

function fromStamp(outcome: Outcome<Plan>): Result {
  if (!outcome.ok) return fromError(outcome.error);
  return { ok: { rows: rowsOf(outcome.value) }, warnings: [] };
}

function fromAlembic(answer: AlembicAnswer | undefined): Result {
  assert.ok(answer, 'no answer');
  const { ok, error, warnings = [] } = answer;
  if (!error) return { ok: withoutSteps(ok), warnings: warnings.filter((text) => !text.includes('loaded twice')) };
  if (error.kind === 'crash') return { error: { kind: 'crash', message: '', detail: '' } };
  const detail = error.message.startsWith("Can't locate") ? (error.detail ?? '') : '';
  return { error: { kind: 'refused', message: error.message, detail } };
}

/** Of a stamp the rows are compared; its steps are how Alembic gets there. */
function withoutSteps(ok: unknown): unknown {
  if (typeof ok !== 'object' || ok === null || !('steps' in ok)) return ok;
  const { steps: _, ...rest } = ok;
  return rest;
}

/** Takes out what depends on the order of a Python set. */
function normalise(result: Result, query: Query, ordered: boolean): Result {
  if ('error' in result) {
    const { kind, message, detail } = result.error;
    // With a branch in the lower end, the targets are a set, and any of several overlaps is found first.
    const anyTarget = query.op === 'range' && query.lower.includes('@');
    const overlap = /^(Requested revision )(.*)( overlaps with other requested revisions )(.*)$/;
    const inOrder = message.replace(overlap, (_, a: string, one: string, b: string, others: string) =>
      anyTarget ? a + b : a + one + b + others.split(', ').sort().join(', '),
    );
    // Which keys begin with what was typed: labels are among them in the order of a set.
    return {
      error: { kind, message: inOrder, detail: detail.replace(/^(Multiple revisions start with '.*?'):.*/s, '$1') },
    };
  }
  return ordered ? result : { ...result, ok: unordered(result.ok) };
}

function unordered(ok: unknown): unknown {
  if (Array.isArray(ok)) return [...ok].sort();
  if (typeof ok !== 'object' || ok === null || !('revisions' in ok) || !Array.isArray(ok.revisions)) return ok;
  return { revisions: [...ok.revisions].sort() };
}
