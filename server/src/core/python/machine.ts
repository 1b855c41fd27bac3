/** The state of one interpretation, and what it tells its visitor. */

import { type Span, slice } from '../text/span.ts';
import type { Call, Expression, FunctionDefinition, Lambda, Module, Statement } from './syntax.ts';
import type { CallArgument, CallValue, MemberValue, UnknownValue, Value } from './value.ts';

/** What a test says of the world where it holds: `subject` is, or with `negated` isn't, one of `values`. */
export interface Fact {
  readonly subject: string;
  readonly values: readonly string[];
  readonly negated: boolean;
}

/** What the two sides of a test that can't be decided mean. No facts for a side: nothing is known of it. */
export interface TestMeaning {
  readonly holds: readonly Fact[] | undefined;
  readonly fails: readonly Fact[] | undefined;
  /** The facts of a side are not all that decides it. */
  readonly more?: 'holds' | 'fails' | 'both';
  /** The side whose values are taken where the sides differ. */
  readonly prefer?: 'holds' | 'fails';
}

/** Under what circumstances a statement runs. */
export interface Scene {
  /** A test whose outcome isn't known decides whether it runs. */
  readonly conditional: boolean;
  /** The header of a loop that could not be unrolled. */
  readonly loop: string | undefined;
  /** In a loop over a set, whose order is another in each run. */
  readonly anyOrder?: boolean;
  readonly facts: readonly Fact[];
  /** Functions of this file it was reached through, outermost first. */
  readonly through: readonly string[];
  /** The call in the file that led into a function of another module. */
  readonly site?: Call;
  /** On a side that its test's meaning does not prefer. */
  readonly aside: boolean;
}

/** Runs a function that was given as a value, e.g. to a call that calls back. */
export type RunFunction = (fn: Value, args: readonly CallArgument[]) => Value | undefined;

/** What watches an interpretation. All is called in the order of execution. */
export interface Visitor {
  /** A call that the interpreter itself does not know. A value returned takes its place. */
  call(value: CallValue, scene: Scene, run: RunFunction): Value | undefined;
  /** What a test that can't be decided means. */
  test(value: Value): TestMeaning | undefined;
  /** An attribute of something symbolic. A value returned takes its place. */
  attribute?(value: MemberValue): Value | undefined;
  /** A `with` item is entered; what `as` binds, and what to do at the end of its block. */
  enter(value: Value, scene: Scene): { readonly target?: Value; readonly exit?: () => void } | undefined;
}

/** Where a module stands among the others, so that its relative imports can be followed. */
export interface ModulePlace {
  readonly name: string;
  readonly isPackage: boolean;
}

export interface Library {
  /** The file with all modules read so far behind it. */
  readonly whole: Module;
  /** Length of the file itself: what starts there or later stands in a module. */
  readonly length: number;
  /** Scopes around the functions of modules. */
  readonly closures: Map<FunctionDefinition | Lambda, Scope>;
  /** The value that a dotted path leads to; undefined where no module of the project binds it. */
  resolve(path: string): Value | undefined;
}

/** Names and their values; `parent` is the scope around a nested function. */
export interface Scope {
  names: Map<string, Value>;
  readonly parent: Scope | undefined;
  /** The names of a module of the project, where this is its outermost scope. */
  readonly module?: ModulePlace;
}

/** One function that is being executed. */
export interface Frame {
  readonly definition: FunctionDefinition | Lambda | undefined;
  scope: Scope;
  scene: Scene;
  statement: Statement | undefined;
  readonly returns: { readonly value: Value; readonly scene: Scene }[];
  /** What `yield` does here. */
  readonly onYield: ((value: Value) => Value) | undefined;
}

export interface Machine {
  /** The file, with the modules that it has drawn in behind it. */
  readonly module: Module;
  readonly library: Library;
  readonly visitor: Visitor;
  readonly globals: Scope;
  readonly closures: Map<FunctionDefinition | Lambda, Scope>;
  readonly frames: Frame[];
  /** Statements of helpers and loop bodies that may still be executed; straight-line code costs nothing. */
  budget: number;
  /** How many unrolled loops and helpers are open. */
  repeats: number;
  /** How many evaluations are open, through all functions. */
  depth: number;
  /** Functions that were entered. */
  readonly entered: Set<FunctionDefinition | Lambda>;
  evaluate(expression: Expression): Value;
  /** Runs a function of this file; undefined when it is not run: too deep, or calling itself. */
  invoke(
    fn: FunctionDefinition | Lambda,
    args: readonly CallArgument[],
    at: Span,
    onYield?: (value: Value) => Value,
  ): Value | undefined;
}

export const plainScene: Scene = { conditional: false, loop: undefined, facts: [], through: [], aside: false };

export function frameOf(machine: Machine): Frame {
  const frame = machine.frames.at(-1);
  if (frame) return frame;
  const outermost: Frame = {
    definition: undefined,
    scope: machine.globals,
    scene: plainScene,
    statement: undefined,
    returns: [],
    onYield: undefined,
  };
  machine.frames.push(outermost);
  return outermost;
}

export function lookUp(machine: Machine, name: string): Value | undefined {
  for (let scope: Scope | undefined = frameOf(machine).scope; scope; scope = scope.parent) {
    const value = scope.names.get(name);
    if (value || scope.module) return value;
  }
  return machine.globals.names.get(name);
}

/** The names around all others where the machine now is. */
export function outermost(machine: Machine): Scope {
  for (let scope: Scope | undefined = frameOf(machine).scope; scope; scope = scope.parent) {
    if (scope.module) return scope;
  }
  return machine.globals;
}

/** Runs a function with the call that leads to it; it is kept where it leaves the file for a module. */
export function throughCall<T>(
  machine: Machine,
  call: Call,
  definition: FunctionDefinition | Lambda,
  action: () => T,
): T {
  const { library } = machine;
  const leaves = isForeign(library, definition.span) && !isForeign(library, call.span);
  return leaves ? inScene(machine, { site: call }, action) : action();
}

export function bind(machine: Machine, name: string, value: Value): void {
  frameOf(machine).scope.names.set(name, value);
}

/** Runs `action` in a changed scene. */
export function inScene<T>(machine: Machine, change: Partial<Scene>, action: () => T): T {
  const frame = frameOf(machine);
  const before = frame.scene;
  frame.scene = { ...before, ...change };
  const result = action();
  frame.scene = before;
  return result;
}

export function unknown(machine: Machine, reason: string, span: Span): UnknownValue {
  return { kind: 'unknown', reason, source: slice(machine.module.text, span), span };
}

export function sourceOf(machine: Machine, expression: Expression): string {
  return slice(machine.module.text, expression.span);
}

/** Whether a place stands in a module and not in the file itself. */
export function isForeign(library: Library, span: Span): boolean {
  return span.start > library.length;
}
