/** The statements of `upgrade()` or `downgrade()` one by one, each with its comments and the operations that it makes. */

import type { Migration } from '../../history/migration.ts';
import type { Operation } from '../../operations/operation.ts';
import { type Span, slice } from '../../text/span.ts';
import type { RuleContext, Step } from '../rule.ts';
import { placeOf } from './batch.ts';
import { endOfLine, indentAt, reindent, standsAlone, startOfLine } from './statement.ts';

/** What a statement changes; filling a table that the same transaction makes belongs to the making. */
export type ChunkKind = 'schema' | 'rows';

export interface Chunk {
  /** Whole lines, with the comments above. */
  readonly span: Span;
  readonly kind: ChunkKind;
  readonly steps: readonly Step[];
}

/** Undefined where something else stands among them, or one of them depends on circumstances. */
export function chunksOf(context: RuleContext, direction: 'upgrade' | 'downgrade'): readonly Chunk[] | undefined {
  const { migration } = context;
  const { text, functions } = migration;
  const steps = context[direction];
  const own = functions[direction];
  if (own === undefined || steps.length !== migration[direction].length) return undefined;
  const chunks: { span: Span; kind: ChunkKind; steps: Step[] }[] = [];
  let end = aboveBody(text, own.span.start, startOfLine(text, own.body.start));
  for (const step of steps) {
    const statement = statementOf(migration, step.operation);
    if (statement === undefined || indentAt(text, indentEnd(text, statement.start)) !== own.indent) return undefined;
    const last = chunks.at(-1);
    if (last !== undefined && last.span.end === statement.end) {
      if (kindOf(step) !== last.kind) return undefined;
      last.steps.push(step);
      continue;
    }
    if (statement.start < end || !isBlank(text.slice(end, statement.start))) return undefined;
    const start = firstLine(text, end, statement.start);
    chunks.push({ span: { start, end: statement.end }, kind: kindOf(step), steps: [step] });
    end = statement.end;
  }
  return isBlank(text.slice(end, own.body.end)) ? chunks : undefined;
}

/** The chunk's code without indentation. */
export function codeOf({ text, functions }: Migration, { span }: Chunk): string {
  return reindent(slice(text, span), functions.upgrade?.indent ?? '', '');
}

/** Whole lines; undefined for what can't be moved. */
function statementOf({ text }: Migration, { kind, origin, circumstance }: Operation): Span | undefined {
  const { autocommit, conditional, loop, through, onlyDialects, exceptDialects, onlineOnly, batch } = circumstance;
  const depends = [autocommit, conditional, loop, through, onlyDialects, exceptDialects, onlineOnly];
  if (kind === 'opaque' || kind === 'transaction' || depends.some((each) => each !== undefined)) return undefined;
  if (origin.call.elsewhere || !standsAlone(text, origin.call)) return undefined;
  const { start, end } = batch === undefined ? origin.call.statement : placeOf(text, batch).statement;
  return { start: startOfLine(text, start), end: endOfLine(text, end) };
}

function kindOf({ operation, isNewTable }: Step): ChunkKind {
  if (operation.kind !== 'update' && operation.kind !== 'delete' && operation.kind !== 'insert') return 'schema';
  return isNewTable(operation.table) ? 'schema' : 'rows';
}

/** Nothing but blank lines and comments. */
function isBlank(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(#.*)?$/.test(line));
}

/** Comments may stand between the line of `def` and the first statement. */
function aboveBody(text: string, from: number, body: number): number {
  let start = body;
  while (start > from) {
    const previous = startOfLine(text, start - 1);
    if (previous <= from || !/^[ \t]*(#.*)?\r?\n$/.test(text.slice(previous, start))) break;
    start = previous;
  }
  return start;
}

/** The first line that is not blank, of the comments above a statement. */
function firstLine(text: string, from: number, statement: number): number {
  const lead = /^(?:[ \t]*\r?\n)*/.exec(text.slice(from, statement))?.[0].length ?? 0;
  return from + lead;
}

function indentEnd(text: string, lineStart: number): number {
  return lineStart + (/^[ \t]*/.exec(text.slice(lineStart))?.[0].length ?? 0);
}
