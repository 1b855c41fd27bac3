/** Paths through a function: tests that can't be decided, early exits, and what they mean for what follows. */

import { equals, shorten } from './constant.ts';
import {
  type Fact,
  frameOf,
  inScene,
  type Machine,
  type Scene,
  sourceOf,
  type TestMeaning,
  unknown,
} from './machine.ts';
import type { Expression } from './syntax.ts';
import type { Value } from './value.ts';

export type Leave = 'return' | 'raise' | 'break' | 'continue';

/** What an early exit of one path means for what follows it. */
export interface Guard {
  readonly until: 'function' | 'loop';
  readonly breaks: boolean;
  /** What holds where the exit was not taken. */
  readonly facts: readonly Fact[];
  /** Something that isn't known decides whether it is taken. */
  readonly open: boolean;
  readonly aside: boolean;
}

export interface Outcome {
  /** How the statements are certainly left before their end. */
  readonly leaves: Leave | undefined;
  readonly guards: readonly Guard[];
}

export function guarded(scene: Scene, guard: Guard): Scene {
  const conditional = scene.conditional || guard.open;
  return { ...scene, conditional, facts: [...scene.facts, ...guard.facts], aside: scene.aside || guard.aside };
}

/** Whether something that isn't known decides this side of a test. */
export function isOpen(meaning: TestMeaning | undefined, side: 'holds' | 'fails'): boolean {
  return meaning?.[side] === undefined || meaning.more === side || meaning.more === 'both';
}

export interface Side {
  readonly facts: readonly Fact[] | undefined;
  readonly open: boolean;
  readonly aside: boolean;
  run(): Outcome;
}

export interface RunSide extends Side {
  readonly outcome: Outcome;
  readonly names: Map<string, Value>;
}

/** Runs both sides of a test, each on its own copy of the names. */
export function fork(machine: Machine, first: Side, second: Side): readonly [RunSide, RunSide] {
  const frame = frameOf(machine);
  const before = frame.scope.names;
  const runSide = (side: Side): RunSide => {
    frame.scope.names = new Map(before);
    const { scene } = frame;
    const change = {
      conditional: scene.conditional || side.open,
      facts: [...scene.facts, ...(side.facts ?? [])],
      aside: scene.aside || side.aside,
    };
    const outcome = inScene(machine, change, () => side.run());
    return { ...side, run: side.run, outcome, names: frame.scope.names };
  };
  const sides = [runSide(first), runSide(second)] as const;
  frame.scope.names = before;
  return sides;
}

/** What both sides of a test mean for what follows. */
export function joinOutcomes(a: RunSide, b: RunSide): Outcome {
  const inner = [...a.outcome.guards, ...b.outcome.guards].map((guard) => ({ ...guard, facts: [], open: true }));
  const [left, right] = [a.outcome.leaves, b.outcome.leaves];
  if (left && right) return { leaves: left === 'raise' ? right : left, guards: inner };
  const leaving = left ?? right;
  if (!leaving) return { leaves: undefined, guards: inner };
  const staying = left ? b : a;
  const gone = left ? a : b;
  // Where the other side raises, the rest runs in every migration that succeeds.
  const open = leaving !== 'raise' && staying.open;
  const until = leaving === 'return' || leaving === 'raise' ? 'function' : 'loop';
  const guard: Guard = {
    until,
    breaks: leaving === 'break',
    facts: staying.facts ?? [],
    open,
    aside: staying.aside && !gone.aside,
  };
  return { leaves: undefined, guards: [...inner, guard] };
}

export function preferred(first: Map<string, Value>, second: Map<string, Value>): Map<string, Value> {
  return new Map([...second, ...first]);
}

export function merged(
  machine: Machine,
  a: Map<string, Value>,
  b: Map<string, Value>,
  test: Expression,
): Map<string, Value> {
  const names = new Map(b);
  for (const [name, value] of a) {
    const other = b.get(name);
    if (other === undefined || other === value || equals(value, other)) names.set(name, value);
    else names.set(name, unknown(machine, `"${name}" depends on ${shorten(sourceOf(machine, test))}`, value.span));
  }
  return names;
}
