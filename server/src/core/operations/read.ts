/** What a revision file does: the operations of `upgrade()` and `downgrade()`, in order of execution. */

import { type Interpretation, interpret } from '../python/interpret.ts';
import type { FunctionDefinition, Module } from '../python/syntax.ts';
import type { Value } from '../python/value.ts';
import type { SqlParser } from '../sql/parser.ts';
import { meaningOf } from './dialect-test.ts';
import type { MigrationFunction, OtherCall, Problem, Style } from './function.ts';
import type { Operation } from './operation.ts';
import { readFunction, readStyle } from './read-function.ts';
import { newRecorder, type Recorder } from './recorder.ts';
import { operationVisitor } from './visitor.ts';

export interface ReadOperations {
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  readonly functions: { readonly upgrade?: MigrationFunction; readonly downgrade?: MigrationFunction };
  readonly style: Style;
  readonly problems: readonly Problem[];
  /** Calls of either direction that are no operations. */
  readonly calls: { readonly upgrade: readonly OtherCall[]; readonly downgrade: readonly OtherCall[] };
}

type Direction = 'upgrade' | 'downgrade';

/** Never throws; what can't be read is an opaque operation, and a broken file keeps what stands before the damage. */
export function readOperations(module: Module, options: { readonly parser: SqlParser }): ReadOperations {
  const run = interpret(module, meaningOf);
  const { names } = run;
  const upgrade = definitionNamed(names, 'upgrade');
  const downgrade = definitionNamed(names, 'downgrade');
  const functions = {
    ...(upgrade ? { upgrade: readFunction(module, upgrade) } : {}),
    ...(downgrade ? { downgrade: readFunction(module, downgrade) } : {}),
  };
  const up = readDirection(module, run, 'upgrade', options.parser);
  const down = readDirection(module, run, 'downgrade', options.parser);
  return {
    upgrade: up.operations,
    downgrade: down.operations,
    calls: { upgrade: up.calls, downgrade: down.calls },
    functions,
    style: readStyle(module, names, (functions.upgrade ?? functions.downgrade)?.indent),
    problems: syntaxProblems(module),
  };
}

function definitionNamed(names: ReadonlyMap<string, Value>, name: string): FunctionDefinition | undefined {
  const value = names.get(name);
  return value?.kind === 'function' && value.definition.kind === 'function' ? value.definition : undefined;
}

function readDirection(
  module: Module,
  run: Interpretation,
  direction: Direction,
  parser: SqlParser,
): Pick<Recorder, 'operations' | 'calls'> {
  const recorder = newRecorder(module, parser);
  const span = { start: 0, end: 0 };
  const given: ReadonlyMap<string, Value> = new Map([['op', { kind: 'reference', path: 'alembic.op', span }]]);
  const found = run.run(direction, operationVisitor(recorder), given);
  if (!found || isDispatcher(module, run, direction)) runEngines(recorder, run, direction);
  return recorder;
}

/** Whether `upgrade(engine_name)` hands over to `upgrade_<engine>()` in a way that may not have been followed. */
function isDispatcher(module: Module, { names }: Interpretation, direction: Direction): boolean {
  const definition = definitionNamed(names, direction);
  if (!definition) return true;
  const { start, end } = definition.span;
  return /\b(globals|getattr|eval|locals)\s*\(/.test(module.text.slice(start, end));
}

/** The functions of several databases in one file: `upgrade_<engine>()`. */
function runEngines(recorder: Recorder, run: Interpretation, direction: Direction): void {
  for (const [name, value] of run.names) {
    if (!name.startsWith(`${direction}_`) || value.kind !== 'function' || run.entered.has(value.definition)) continue;
    const before = recorder.operations.length;
    run.run(name, operationVisitor(recorder));
    const made = recorder.operations.splice(before);
    recorder.operations.push(
      ...made.map((operation) => {
        const through = [name, ...(operation.circumstance.through ?? [])];
        return { ...operation, circumstance: { ...operation.circumstance, through } };
      }),
    );
  }
}

/** Only the first damage: what follows it is often its consequence. */
function syntaxProblems({ errors }: Module): readonly Problem[] {
  const [first] = errors;
  if (!first) return [];
  const message =
    'The Python of this file is not whole here; what stands after it may not be read. Complete or correct it.';
  return [{ code: 'syntax', message, span: first }];
}
