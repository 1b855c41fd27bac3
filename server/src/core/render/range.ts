/** Which steps a range of revisions stands for: `REV`, or `FROM:TO` without FROM. */

import type { RevisionGraph } from '../history/graph.ts';
import { type Outcome, type Plan, planDowngrade, planUpgrade, resolveRevision } from '../history/plan.ts';
import type { RunOf } from './plan.ts';
import type { Direction } from './statement.ts';

/** `FROM:TO` names what is left out first in either direction: the steps between, upwards or back down. */
export function stepsOf(graph: RevisionGraph, range: string, direction: Direction): Outcome<RunOf> {
  const colon = range.indexOf(':');
  if (colon < 0) return oneStep(graph, range, direction);
  const from = range.slice(0, colon) || 'base';
  const to = range.slice(colon + 1) || 'head';
  return direction === 'upgrade' ? upwards(graph, from, to) : downwards(graph, from, to);
}

/** A revision by itself, on a database that has just what it needs. */
function oneStep(graph: RevisionGraph, identifier: string, direction: Direction): Outcome<RunOf> {
  const resolved = resolveRevision(graph, identifier);
  if (!resolved.ok) return resolved;
  const id = resolved.value;
  if (id === undefined)
    return refused('refused', 'The base is no revision: name a revision, or a range such as base:head');
  const parents = graph.map.byKey.get(id)?.parents ?? [];
  const rows = direction === 'upgrade' ? withoutImplied(graph, parents) : [id];
  const plan =
    direction === 'upgrade' ? planUpgrade(graph, id, rows) : planDowngrade(graph, parents[0] ?? 'base', rows);
  if (!plan.ok) return plan;
  const steps = plan.value.steps.filter((step) => step.revision === id);
  return { ok: true, value: { steps, direction, rows } };
}

/** Rows of the version table never name a revision and one of its ancestors. */
function withoutImplied(graph: RevisionGraph, ids: readonly string[]): readonly string[] {
  const implied = new Set(ids.flatMap((id) => ancestors(graph, id)));
  return ids.filter((id) => !implied.has(id));
}

function ancestors(graph: RevisionGraph, id: string): readonly string[] {
  const found = new Set<string>();
  const todo = [...(graph.map.byKey.get(id)?.parents ?? [])];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    todo.push(...(graph.map.byKey.get(next)?.parents ?? []));
  }
  return [...found];
}

function upwards(graph: RevisionGraph, from: string, to: string): Outcome<RunOf> {
  const start = resolveRevision(graph, from);
  if (!start.ok) return start;
  const rows = start.value === undefined ? [] : [start.value];
  return runOf(planUpgrade(graph, to, rows), 'upgrade', rows);
}

/** Alembic writes the newer revision first, so that order is understood too. */
function downwards(graph: RevisionGraph, from: string, to: string): Outcome<RunOf> {
  const [lower, upper] = [resolveRevision(graph, from), resolveRevision(graph, to)];
  if (!lower.ok) return lower;
  if (!upper.ok) return upper;
  const isReversed =
    lower.value !== undefined && (upper.value === undefined || ancestors(graph, lower.value).includes(upper.value));
  const [below, above] = isReversed ? [upper.value, lower.value] : [lower.value, upper.value];
  const rows = above === undefined ? [] : [above];
  return runOf(planDowngrade(graph, below ?? 'base', rows), 'downgrade', rows);
}

function runOf(plan: Outcome<Plan>, direction: Direction, rows: readonly string[]): Outcome<RunOf> {
  if (!plan.ok) return plan;
  const { breaksAt, steps } = plan.value;
  if (breaksAt !== undefined) return refused('traceback', breaksAt.message);
  return { ok: true, value: { steps, direction, rows } };
}

function refused(code: string, message: string): Outcome<never> {
  return { ok: false, error: { code, message, detail: undefined } };
}
