/** Names and pieces of text that the readers of objects take from a statement. */

import type { Node, RangeVar, TypeName } from '@pgsql/types';
import type { QualifiedName } from '../../schema/catalogue.ts';
import type { SequenceOptions } from '../../schema/data-type.ts';
import { qualified, stringsOf } from '../../sql/names.ts';
import { findName, holeWithin, type Range, tokenIndex } from '../../sql/source.ts';
import { readTypeName } from '../sql-types.ts';
import type { StatementContext } from '../statement-context.ts';

export function relationName(relation: RangeVar | undefined): QualifiedName {
  const { schemaname, relname = '' } = relation ?? {};
  return schemaname === undefined ? { name: relname } : { schema: schemaname, name: relname };
}

export function listedName(nodes: readonly Node[] | undefined): QualifiedName {
  return qualified(stringsOf(nodes));
}

/** What stands behind a name to the end of the statement; undefined when a part of it is only known at run time. */
export function textBehind(context: StatementContext, name: QualifiedName): string | undefined {
  const found = placeOf(context, name);
  const { start, end } = { start: found?.end ?? 0, end: context.part.end };
  return found === undefined || holeWithin(context.source, start, end) !== undefined
    ? undefined
    : textFrom(context, start, end);
}

/** The first place of a name, with its schema where it has one. */
export function placeOf(context: StatementContext, name: QualifiedName, from = context.part.start): Range | undefined {
  const parts = name.schema === undefined ? [name.name] : [name.schema, name.name];
  return findName(context.source, from, parts);
}

/** From the token at or behind an offset to the end of the statement, or to before another offset. */
export function textFrom(context: StatementContext, from: number, to = context.part.end): string {
  const { tokens } = context.source;
  const first = tokens[tokenIndex(context.source, from)];
  const last = tokens[tokenIndex(context.source, to) - 1];
  if (first === undefined || last === undefined || last.end <= first.start || first.start >= to) return '';
  return context.sql({ start: first.start, end: last.end });
}

/** A type by its internal name, with `[]` for an array. */
export function typeText(type: TypeName | undefined, context: StatementContext): string {
  const { schema, name, dimensions } = readTypeName(type, context.part, context);
  const own = schema === undefined ? (name ?? '?') : `${schema}.${name ?? '?'}`;
  return dimensions > 0 ? `${own}[]` : own;
}

/** The options of CREATE or ALTER SEQUENCE, or of an identity. */
export function sequenceOptions(nodes: readonly Node[] | undefined, context: StatementContext): SequenceOptions {
  const options: { -readonly [K in keyof SequenceOptions]: SequenceOptions[K] } = {};
  for (const node of nodes ?? []) {
    if (!('DefElem' in node)) continue;
    const { defname = '', arg } = node.DefElem;
    const value = numberOf(arg);
    const member = members[defname.toLowerCase()];
    if (member !== undefined && value !== undefined) options[member] = value;
    if (defname === 'as' && arg && 'TypeName' in arg) options.type = typeText(arg.TypeName, context);
    if (defname === 'cycle')
      options.cycle = arg !== undefined && 'Boolean' in arg ? (arg.Boolean.boolval ?? false) : true;
  }
  return options;
}

/** SEQUENCE NAME of an identity, where it is said. */
export function sequenceOfIdentity(nodes: readonly Node[] | undefined): { readonly sequence?: QualifiedName } {
  const found = nodes?.find((node) => 'DefElem' in node && node.DefElem.defname === 'sequence_name');
  const arg = found && 'DefElem' in found ? found.DefElem.arg : undefined;
  return arg && 'List' in arg ? { sequence: listedName(arg.List.items) } : {};
}

const members: Readonly<Record<string, 'start' | 'increment' | 'minValue' | 'maxValue' | 'cache' | undefined>> = {
  start: 'start',
  increment: 'increment',
  minvalue: 'minValue',
  maxvalue: 'maxValue',
  cache: 'cache',
};

function numberOf(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if ('Integer' in node) return String(node.Integer.ival ?? 0);
  return 'Float' in node ? node.Float.fval : undefined;
}
