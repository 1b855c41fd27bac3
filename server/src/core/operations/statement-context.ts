/** What a reader of an SQL statement may ask, and the small questions that all of them have. */

import type { Node, RangeVar } from '@pgsql/types';
import { longestName } from '../schema/default-names.ts';
import { holeIn } from '../sql/mask.ts';
import { nameParts, qualified } from '../sql/names.ts';
import { dottedName, findName, findWords, nameOf, type Range, type StatementSource } from '../sql/source.ts';
import { byteLength } from '../text/bytes.ts';
import type { Located, Span } from '../text/span.ts';
import type { Circumstance, MaybeName, Origin, TableName, Unknown } from './operation.ts';
import { showMarks } from './sql-holes.ts';

/** Span, origin and circumstance, as every operation carries them. */
export interface OperationBase {
  readonly span: Span;
  readonly origin: Origin;
  readonly circumstance: Circumstance;
}

/** Offsets are UTF-16 units of the SQL text; `place` turns them into the Python source. */
export interface StatementContext {
  /** For the operation that is being read; its span is the statement's, or its part's, in the Python source. */
  readonly base: OperationBase;
  readonly source: StatementSource;
  /** What is being read: the whole statement, or one command of an ALTER TABLE. */
  readonly part: Range;
  place(range: Range): Span;
  /** What is only known at run time, by its index in the text. */
  hole(index: number): Unknown;
  /** The same for a schema, which is called alike whatever variable it went through. */
  schemaHole(index: number): Unknown;
  /** SQL as the server receives it, with the author's expressions in braces where it has holes. */
  sql(range: Range): string;
}

/** A table as the statement names it. A schema that is only known at run time is shown as such; a name keeps its mark. */
export function tableName(context: StatementContext, table: RangeVar | undefined): TableName {
  const { source } = context;
  const span = context.place(dottedName(source, source.offset(table?.location)));
  return nameAt(context, [table?.schemaname, table?.relname], span);
}

/** A table or another object by the parts of its name. */
export function nameAt(context: StatementContext, parts: readonly (string | undefined)[], span: Span): TableName {
  const { schema, name } = qualified(parts.flatMap((part) => part ?? []));
  return schema === undefined ? { name, span } : { schema: showMarks(schema, context.schemaHole), name, span };
}

/** The table that an ALTER TABLE around this part changes. */
export function alteredTable(context: StatementContext): TableName {
  const { node } = context.source;
  return tableName(context, 'AlterTableStmt' in node ? node.AlterTableStmt.relation : undefined);
}

/** A name that the tree has no location for, looked up among the words from an offset on. */
export function locatedName(context: StatementContext, parts: readonly string[], from: number): Located<string> {
  return { value: parts.at(-1) ?? '', span: context.place(findName(context.source, from, parts) ?? context.part) };
}

/** The same for a name that may be left out or only known at run time. */
export function maybeName(context: StatementContext, name: string | undefined, from: number): MaybeName | undefined {
  if (name === undefined) return undefined;
  const hole = holeIn(name);
  if (hole !== undefined) return context.hole(hole);
  const located = locatedName(context, [name], from);
  const written = cutName(context.source, name, from);
  return written === undefined ? located : { value: name, span: context.place(written.range), written: written.name };
}

/** The name that PostgreSQL's parser has cut to what the server keeps, if it has. */
function cutName(
  { tokens }: StatementSource,
  name: string,
  from: number,
): { readonly name: string; readonly range: Range } | undefined {
  if (byteLength(name) < longestName - 3) return undefined;
  for (const token of tokens) {
    const own = token.start < from ? undefined : nameOf(token);
    const isCut =
      own !== undefined && byteLength(own) > longestName && own.toLowerCase().startsWith(name.toLowerCase());
    if (isCut) return { name: own, range: token };
  }
  return undefined;
}

/** Whether these words stand in the part, and where; undefined when they don't. */
export function flag(context: StatementContext, words: readonly string[], depth?: number): Located<true> | undefined {
  const found = findWords(context.source, context.part.start, words, depth);
  return found && found.start < context.part.end ? { value: true, span: context.place(found) } : undefined;
}

/** The objects of a DROP with their places, in order. */
export function droppedNames(context: StatementContext, objects: readonly Node[]): readonly TableName[] {
  let from = context.part.start;
  return objects.map((object) => {
    const parts = nameParts(object);
    const range = findName(context.source, from, parts) ?? context.part;
    if (range !== context.part) from = range.end;
    return nameAt(context, parts, context.place(range));
  });
}
