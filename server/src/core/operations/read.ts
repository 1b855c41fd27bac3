/** What a revision file does: the operations of `upgrade()` and `downgrade()`, in order of execution. */

import { type Interpretation, interpret } from '../python/interpret.ts';
import type { ModuleTexts } from '../python/library.ts';
import type { Visitor } from '../python/machine.ts';
import type { FunctionDefinition, Module } from '../python/syntax.ts';
import type { Value } from '../python/value.ts';
import type { SqlParser } from '../sql/parser.ts';
import { tableCollection } from './core-table.ts';
import { meaningOf } from './dialect-test.ts';
import type { MigrationFunction, Problem, Style } from './function.ts';
import type { Operation } from './operation.ts';
import { readFunction, readStyle } from './read-function.ts';
import { newRecorder, type Recorder } from './recorder.ts';
import { versionSchema } from './version-schema.ts';
import { operationVisitor } from './visitor.ts';

export interface ReadOperations {
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  readonly functions: { readonly upgrade?: MigrationFunction; readonly downgrade?: MigrationFunction };
  readonly style: Style;
  readonly problems: readonly Problem[];
}

export interface ReadingOptions {
  readonly parser: SqlParser;
  /** The schema of Alembic's version table: null for none, undefined where env.py computes it. */
  readonly versionSchema?: string | null | undefined;
  /** Parameters of `upgrade()` that env.py fills with the tables of its metadata. */
  readonly tableParameters?: readonly string[] | undefined;
  /** The modules of the project that revisions may import from. */
  readonly modules?: ModuleTexts | undefined;
}

type Direction = 'upgrade' | 'downgrade';

/** Never throws; what can't be read is an opaque operation, and a broken file keeps what stands before the damage. */
export function readOperations(module: Module, options: ReadingOptions): ReadOperations {
  const knowledge = { test: meaningOf, attribute: versionSchema(options.versionSchema) };
  const run = interpret(module, knowledge, options.modules);
  const { names } = run;
  const upgrade = definitionNamed(names, 'upgrade');
  const downgrade = definitionNamed(names, 'downgrade');
  const functions = {
    ...(upgrade ? { upgrade: readFunction(module, upgrade) } : {}),
    ...(downgrade ? { downgrade: readFunction(module, downgrade) } : {}),
  };
  return {
    upgrade: readDirection(module, run, 'upgrade', options, knowledge),
    downgrade: readDirection(module, run, 'downgrade', options, knowledge),
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
  { parser, tableParameters = [] }: ReadingOptions,
  knowledge: Pick<Visitor, 'attribute'>,
): readonly Operation[] {
  const recorder = newRecorder(run, parser);
  const span = { start: 0, end: 0 };
  const visitor = { ...operationVisitor(recorder), ...knowledge };
  const given: ReadonlyMap<string, Value> = new Map<string, Value>([
    ...tableParameters.map((name) => [name, tableCollection(span)] as const),
    ['op', { kind: 'reference', path: 'alembic.op', span }],
  ]);
  const found = run.run(direction, visitor, given);
  if (!found || isDispatcher(module, run, direction)) runEngines(recorder, visitor, run, direction);
  return recorder.operations;
}

/** Whether `upgrade(engine_name)` hands over to `upgrade_<engine>()` in a way that may not have been followed. */
function isDispatcher(module: Module, { names }: Interpretation, direction: Direction): boolean {
  const definition = definitionNamed(names, direction);
  if (!definition) return true;
  const { start, end } = definition.span;
  return /\b(globals|getattr|eval|locals)\s*\(/.test(module.text.slice(start, end));
}

/** The functions of several databases in one file: `upgrade_<engine>()`. */
function runEngines(recorder: Recorder, visitor: Visitor, run: Interpretation, direction: Direction): void {
  for (const [name, value] of run.names) {
    if (!name.startsWith(`${direction}_`) || value.kind !== 'function' || run.entered.has(value.definition)) continue;
    const before = recorder.operations.length;
    run.run(name, visitor);
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
