/** SQLAlchemy's statements taken apart: `update(t).where(…).values(…)`, `t.delete()`, `session.query(T)…`. */

import type { CallValue, Value } from '../python/value.ts';
import { coreTable } from './core-table.ts';
import { isCallOf, positional } from './symbol.ts';

export type Verb = 'update' | 'delete' | 'insert' | 'select';

export interface Step {
  readonly name: string;
  readonly call: CallValue;
}

/** A statement taken apart: what it is made of, and the methods called on it, in order. */
export interface Chain {
  readonly verb: Verb;
  /** The table, or what a select selects. */
  readonly subjects: readonly Value[];
  readonly steps: readonly Step[];
}

const roots = ['update', 'delete', 'insert', 'select'] as const;

const verbs: Readonly<Record<string, Verb | undefined>> = {
  update: 'update',
  delete: 'delete',
  insert: 'insert',
  select: 'select',
};

export function takeApart(value: Value): Chain | undefined {
  const steps: Step[] = [];
  let current = value;
  while (current.kind === 'call' && current.callee.kind === 'member') {
    const { object, name } = current.callee;
    if (verbs[name] && coreTable(object)) return rooted(verbs[name], [object], [{ name, call: current }, ...steps]);
    if (name === 'query' && steps.length > 0) return queryChain(current, steps);
    steps.unshift({ name, call: current });
    current = object;
  }
  // `exists().where(…)` is a select that only asks whether.
  if (isCallOf(current, 'exists') && steps.length > 0) return rooted('select', [], steps);
  const verb = roots.find((name) => isCallOf(current, name));
  return verb && current.kind === 'call'
    ? rooted(verb, positional(current), [{ name: verb, call: current }, ...steps])
    : undefined;
}

function rooted(verb: Verb, subjects: readonly Value[], steps: readonly Step[]): Chain {
  return { verb, subjects, steps };
}

/** `session.query(User).filter(…).update({…})`. */
function queryChain(query: CallValue, steps: readonly Step[]): Chain {
  const last = steps.at(-1);
  const verb = last?.name === 'update' ? 'update' : last?.name === 'delete' ? 'delete' : 'select';
  return { verb, subjects: positional(query), steps };
}
