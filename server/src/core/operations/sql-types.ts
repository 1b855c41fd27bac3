/** Column types and defaults as PostgreSQL's trees hold them. */

import type { Node, TypeName } from '@pgsql/types';
import type { DataType, ServerDefault } from '../schema/data-type.ts';
import { readScalar } from '../sql/from-tree.ts';
import { functionsIn } from '../sql/inside.ts';
import { qualified, stringsOf } from '../sql/names.ts';
import { holeWithin, isHole, type Range } from '../sql/source.ts';
import type { StatementContext } from './statement-context.ts';

/** A type written at `range`. Serial types are the integers they make; `isSerial` tells. */
export function readTypeName(type: TypeName | undefined, range: Range, context: StatementContext): DataType {
  const parts = stringsOf(type?.names);
  const { schema, name } = qualified(parts);
  const known = !isHole(name) && !isHole(schema) && type !== undefined;
  return {
    name: known ? (serials.get(name) ?? name) : undefined,
    ...(known && schema !== undefined && schema !== 'pg_catalog' ? { schema } : {}),
    modifiers: modifiersOf(type, name),
    dimensions: type?.arrayBounds?.length ?? 0,
    source: context.sql(range),
  };
}

export function isSerial(type: TypeName | undefined): boolean {
  const parts = stringsOf(type?.names);
  return parts.length === 1 && serials.has(parts[0] ?? '');
}

/** A default written at `range`; `null` for NULL, which is none. */
export function readDefaultExpression(node: Node, range: Range, context: StatementContext): ServerDefault | null {
  const { source } = context;
  const sql = context.sql(range);
  const bound = source.binds.some(({ start, end }) => start < range.end && range.start < end);
  if (bound || holeWithin(source, range.start, range.end) !== undefined) return { kind: 'unknown', source: sql };
  const inner = 'TypeCast' in node ? node.TypeCast.arg : node;
  if (inner !== undefined && 'A_Const' in inner) {
    const scalar = readScalar(inner, source);
    if (scalar.kind === 'literal' && scalar.value === null) return null;
    if (scalar.kind === 'literal') {
      return { kind: 'literal', text: String(scalar.value), plain: false, sql };
    }
  }
  return { kind: 'expression', sql, functions: functionsIn(node) };
}

const serials = new Map([
  ['smallserial', 'int2'],
  ['serial2', 'int2'],
  ['serial', 'int4'],
  ['serial4', 'int4'],
  ['bigserial', 'int8'],
  ['serial8', 'int8'],
]);

/** Length, or precision and scale. An interval's first modifier is a mask of its fields. */
function modifiersOf(type: TypeName | undefined, name: string): readonly number[] {
  const numbers = (type?.typmods ?? []).flatMap((node) =>
    'A_Const' in node && node.A_Const.ival ? [node.A_Const.ival.ival ?? 0] : [],
  );
  return name === 'interval' ? numbers.slice(1) : numbers;
}
