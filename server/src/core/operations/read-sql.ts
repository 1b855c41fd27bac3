/** The operations of an SQL string: it goes through PostgreSQL's grammar, with spans that point into the Python string. */

import type { StringValue } from '../python/value.ts';
import { unescapeSql } from '../sql/mask.ts';
import type { SqlParser } from '../sql/parser.ts';
import { isLinear, sourceSpan } from '../sql/positions.ts';
import type { Range, StatementSource } from '../sql/source.ts';
import { parseStatements, type UnreadableStatement } from '../sql/statements.ts';
import { scanSql } from '../sql/tokens.ts';
import type { Span } from '../text/span.ts';
import type { StatementReader } from './definition.ts';
import { operations } from './index.ts';
import type {
  CallSite,
  Circumstance,
  Opaque,
  Operation,
  Origin,
  OtherStatement,
  Unknown,
  WrittenSql,
} from './operation.ts';
import { markIn, showHoles } from './sql-holes.ts';
import { partsOf, type StatementPart } from './sql-parts.ts';
import { readOtherStatement } from './statement.ts';
import type { StatementContext } from './statement-context.ts';

export interface SqlInput {
  readonly text: StringValue;
  readonly call: CallSite;
  readonly circumstance: Circumstance;
  readonly parser: SqlParser;
  /** `text` goes through `sqlalchemy.text()`, where `:name` binds; `driver` reaches the driver as it is, with `%s`. */
  readonly style: 'text' | 'driver';
}

/** One operation per statement or more, in order; what can't be parsed is opaque. */
export function readSql(input: SqlInput): readonly Operation[] {
  const { text, style, parser } = input;
  const statements = parseStatements({ sql: text.value, style, holes: text.holes }, parser);
  const written = { text, style };
  return statements.flatMap((statement, index) => {
    const origin = { index, count: statements.length, written };
    if (!('error' in statement)) return readStatement(input, statement, origin);
    return [foreignStatement(input, statement, origin) ?? unreadable(input, statement, origin)];
  });
}

type Position = { readonly index: number; readonly count: number; readonly written: WrittenSql };

/** The declared readers by the node they read; the key of a part says that its content is such a node. */
const readers: ReadonlyMap<string, StatementReader<never>> = new Map(
  Object.values(operations).flatMap(({ statements }) => Object.entries(statements)),
);

function readStatement(input: SqlInput, source: StatementSource, position: Position): readonly Operation[] {
  const read = partsOf(source).flatMap((part) => readPart(input, source, position, part));
  if (read.length < 2) return read;
  const statement = place(input, source);
  return read.map((operation, index) => {
    const { origin } = operation;
    if (origin.kind !== 'sql') return operation;
    return { ...operation, origin: { ...origin, part: { index, count: read.length, statement } } };
  });
}

function readPart(
  input: SqlInput,
  source: StatementSource,
  position: Position,
  part: StatementPart,
): readonly Operation[] {
  const context = contextOf(input, source, position, part.range ?? source);
  const reading = readers.get(part.key)?.(part.content as never, context) ?? [];
  if ('opaque' in reading) return [opaque(context, reading.opaque)];
  const made = 'kind' in reading ? [reading] : reading;
  const all = made.length > 0 ? made : readOtherStatement(part, context);
  return all.map((operation) => {
    const mark = markIn(operation);
    return mark === undefined ? operation : opaque(context, context.hole(mark).unknown);
  });
}

function contextOf(input: SqlInput, source: StatementSource, position: Position, part: Range): StatementContext {
  const { circumstance } = input;
  const hole = (index: number) => holeOf(input, index);
  return {
    base: { span: place(input, part), origin: originOf(input, source, position), circumstance },
    source,
    part,
    place: (range) => place(input, range),
    hole,
    schemaHole: (index) => ({
      ...hole(index),
      source: input.text.holes[index]?.unknown.attribute ?? hole(index).source,
    }),
    sql: (range) => unescapeSql(showHoles(source.sql, range, source.holes, hole), source.style),
  };
}

function originOf({ text, call }: SqlInput, range: Range, position: Position): Origin {
  const { start, end } = range;
  const shown = showHoles(text.value, range, text.holes, (index) => holeOf({ text }, index));
  return { kind: 'sql', call, text: shown, ...position, linear: isLinear(text.segments, start, end) };
}

/** What only another database runs need not be PostgreSQL's SQL; the first words say what it is. */
function foreignStatement(
  input: SqlInput,
  statement: UnreadableStatement,
  position: Position,
): OtherStatement | undefined {
  const { onlyDialects } = input.circumstance;
  const [command] = /^\s*[a-z]+(?:\s+(?:table|index|view|type|sequence|database|schema)\b)?/i.exec(
    input.text.value.slice(statement.start, statement.end),
  ) ?? [''];
  if (!onlyDialects || onlyDialects.includes('postgresql') || command.trim() === '') return undefined;
  return {
    kind: 'statement',
    command: command.trim().replace(/\s+/g, ' ').toUpperCase(),
    table: undefined,
    object: undefined,
    concurrently: false,
    needsAutocommit: false,
    ...foreignOptions(input, statement),
    span: place(input, statement),
    origin: originOf(input, statement, position),
    circumstance: input.circumstance,
  };
}

/** MySQL's `ALGORITHM = …` and `LOCK = …`, each as two words. */
function foreignOptions({ text }: SqlInput, { start, end }: Range): { readonly options?: readonly string[] } {
  const words = scanSql(text.value.slice(start, end)).map((token) => token.text);
  const options = words.flatMap((word, i) => {
    if (word !== 'algorithm' && word !== 'lock') return [];
    const value = words[i + 1] === '=' ? words[i + 2] : undefined;
    return value === undefined ? [] : [`${word} ${value}`];
  });
  return options.length === 0 ? {} : { options };
}

function unreadable(input: SqlInput, statement: UnreadableStatement, position: Position): Opaque {
  const holes = input.text.holes.filter(({ at }) => statement.start <= at && at < statement.end);
  const [hole] = holes;
  return {
    kind: 'opaque',
    verb: 'execute',
    reason: hole === undefined ? `it can't be parsed: ${statement.error}` : hole.unknown.reason,
    source: showHoles(input.text.value, statement, input.text.holes, (index) => holeOf(input, index)),
    span: place(input, statement),
    origin: originOf(input, statement, position),
    circumstance: input.circumstance,
    ...(hole === undefined ? { syntaxError: statement.error } : {}),
    ...(statement.likelyDialect && { likelyDialect: statement.likelyDialect }),
    ...foreignOptions(input, statement),
  };
}

function opaque(context: StatementContext, reason: string): Opaque {
  return { kind: 'opaque', verb: 'execute', reason, source: context.sql(context.part), ...context.base };
}

function place({ text }: Pick<SqlInput, 'text'>, { start, end }: Range): Span {
  return sourceSpan(text.segments, start, end) ?? text.span;
}

function holeOf({ text }: Pick<SqlInput, 'text'>, index: number): Unknown {
  const value = text.holes[index]?.unknown;
  if (value === undefined) return { unknown: 'it is only known when the migration runs', source: '…', span: text.span };
  return { unknown: value.reason, source: value.source, span: value.span };
}
