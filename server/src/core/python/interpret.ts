/**
 * A small abstract interpreter: it follows a migration without running it. Constants are folded, helpers of the same
 * file entered, loops over literal tables unrolled; every call it does not know itself is told to a visitor, in the
 * order of execution. What depends on the run is an explicit unknown.
 */

import type { Span } from '../text/span.ts';
import { bindParameters } from './call.ts';
import { equals } from './constant.ts';
import { evaluate } from './evaluate.ts';
import { runBlock } from './execute.ts';
import { type ModuleTexts, openLibrary } from './library.ts';
import {
  type Frame,
  frameOf,
  type Library,
  type Machine,
  type ModulePlace,
  plainScene,
  type Scene,
  type Scope,
  unknown,
  type Visitor,
} from './machine.ts';
import type { FunctionDefinition, Lambda, Module, Statement } from './syntax.ts';
import type { CallArgument, Value } from './value.ts';

/** Statements of helpers and loop bodies one run may execute. */
const budget = 20_000;
const maxDepth = 12;

export interface Interpretation {
  /** What the module's body binds. */
  readonly names: ReadonlyMap<string, Value>;
  /** Runs a function of the module from a fresh state; `given` are values of its parameters. False: no such function. */
  run(name: string, visitor: Visitor, given?: ReadonlyMap<string, Value>): boolean;
  /** Functions that any run so far has entered. */
  /** The file, with the modules of the project that were needed so far behind it. */
  readonly module: Module;
  /** Length of the file itself. */
  readonly length: number;
  readonly entered: ReadonlySet<FunctionDefinition | Lambda>;
}

/** Runs the body of the module, whose calls are told to nobody. `knowledge` says what tests and attributes mean. */
export function interpret(
  file: Module,
  knowledge: Pick<Visitor, 'test' | 'attribute'>,
  modules: ModuleTexts = new Map(),
): Interpretation {
  const entered = new Set<FunctionDefinition | Lambda>();
  const quiet: Visitor = { ...knowledge, call: () => undefined, enter: () => undefined };
  const library = openLibrary(file, modules, (all, body, place) => runModule(all, body, place, quiet, entered));
  const outer = newMachine(library, quiet, { names: new Map(), parent: undefined }, entered);
  runBlock(outer, file.body);
  const { names } = outer.globals;
  return {
    names,
    entered,
    module: library.whole,
    length: library.length,
    run: (name, visitor, given = new Map()) => {
      const value = names.get(name);
      if (value?.kind !== 'function') return false;
      const machine = newMachine(library, visitor, { names: new Map(names), parent: undefined }, entered);
      // Functions made by the module's body see the names of this run.
      for (const [definition, scope] of outer.closures) {
        machine.closures.set(definition, scope === outer.globals ? machine.globals : scope);
      }
      runEntry(machine, value.definition, given);
      return true;
    },
  };
}

/** Runs the body of a module of the project; its functions see the names of that module. */
function runModule(
  library: Library,
  body: readonly Statement[],
  place: ModulePlace,
  quiet: Visitor,
  entered: Set<FunctionDefinition | Lambda>,
): ReadonlyMap<string, Value> {
  const machine = newMachine(library, quiet, { names: new Map(), parent: undefined, module: place }, entered);
  runBlock(machine, body);
  for (const [definition, scope] of machine.closures) library.closures.set(definition, scope);
  return machine.globals.names;
}

function newMachine(
  library: Library,
  visitor: Visitor,
  globals: Scope,
  entered: Set<FunctionDefinition | Lambda>,
): Machine {
  const machine: Machine = {
    module: library.whole,
    library,
    visitor,
    globals,
    closures: new Map(),
    frames: [],
    budget,
    repeats: 0,
    depth: 0,
    entered,
    evaluate: (expression) => evaluate(machine, expression),
    invoke: (fn, args, at, onYield) => invoke(machine, fn, args, at, onYield),
  };
  return machine;
}

function runEntry(machine: Machine, definition: FunctionDefinition | Lambda, given: ReadonlyMap<string, Value>): void {
  if (definition.kind !== 'function') return;
  const names = bindParameters(machine, definition, [], definition.nameSpan);
  for (const { name, default: fallback, star } of definition.parameters) {
    const value = given.get(name);
    if (value) names.set(name, value);
    else if (!fallback && !star) {
      names.set(name, unknown(machine, `"${name}" is a parameter of ${definition.name}()`, definition.nameSpan));
    }
  }
  enter(machine, definition, names, plainScene, undefined);
}

/** Runs a function inside another. Undefined when it is not followed: too deep, calling itself, or over the budget. */
function invoke(
  machine: Machine,
  definition: FunctionDefinition | Lambda,
  args: readonly CallArgument[],
  at: Span,
  onYield?: (value: Value) => Value,
): Value | undefined {
  const recursive = machine.frames.some((frame) => frame.definition === definition);
  if (recursive || machine.frames.length > maxDepth || machine.budget <= 0) return undefined;
  const { scene } = frameOf(machine);
  const names = bindParameters(machine, definition, args, at);
  const through = definition.kind === 'function' ? [...scene.through, definition.name] : scene.through;
  machine.repeats++;
  const frame = enter(machine, definition, names, { ...scene, through }, onYield);
  machine.repeats--;
  return returned(machine, frame, scene, at);
}

function enter(
  machine: Machine,
  definition: FunctionDefinition | Lambda,
  names: Map<string, Value>,
  scene: Scene,
  onYield: ((value: Value) => Value) | undefined,
): Frame {
  frameOf(machine);
  machine.entered.add(definition);
  const scope = { names, parent: machine.closures.get(definition) ?? machine.library.closures.get(definition) };
  const frame: Frame = { definition, scope, scene, statement: undefined, returns: [], onYield };
  machine.frames.push(frame);
  if (definition.kind === 'function') runBlock(machine, definition.body.statements);
  else frame.returns.push({ value: evaluate(machine, definition.body), scene });
  machine.frames.pop();
  return frame;
}

/** What a function returns, from all the returns it may reach. */
function returned(machine: Machine, frame: Frame, caller: Scene, at: Span): Value {
  const reachable = frame.returns.filter(({ scene }) => caller.aside || !scene.aside);
  const certain = reachable.findIndex(
    ({ scene }) => scene.conditional === caller.conditional && scene.loop === caller.loop,
  );
  const possible = certain < 0 ? reachable : reachable.slice(0, certain + 1);
  const [first, ...rest] = possible;
  if (!first) return { kind: 'none', span: at };
  if (certain >= 0 && rest.every(({ value }) => value === first.value || equals(value, first.value)))
    return first.value;
  const reason =
    first.value.kind === 'unknown'
      ? first.value.reason
      : 'which value is returned depends on a test that only the run can decide';
  return unknown(machine, reason, at);
}
