/** Enumerated types: their name and labels, and whether PostgreSQL needs a CREATE TYPE for them. */

import { isCallOf } from '../../operations/symbol.ts';
import type { CallValue, Value } from '../../python/value.ts';
import { assumed, exact, type Fragment, join, refused, sql } from '../fragment.ts';
import { type Arguments, bind, given, itemsOf, plainText, truth } from '../item/arguments.ts';
import type { Setting } from '../setting.ts';
import { literalSql, nameSql, saTableSql, unknownSql } from '../text/name.ts';
import { literal } from '../text/quote.ts';
import { signatures } from './classes.ts';

export interface EnumFacts {
  readonly name: Value | undefined;
  readonly schema: Value | undefined;
  readonly inheritsSchema: boolean;
  /** Labels; an item that can't be read stays as it is. */
  readonly labels: readonly Value[];
  /** Lower-cased class name, for an enum made from a Python class. */
  readonly className: string | undefined;
  readonly native: boolean;
  /** A table's creation makes the type. */
  readonly creates: boolean;
  readonly constraint: boolean;
  readonly length: Value | undefined;
}

/** The enum that a type is, looking through arrays; undefined for other types. */
export function enumOf(value: Value | undefined): EnumFacts | undefined {
  if (isCallOf(value, 'ARRAY')) return enumOf(bind(value, signatures['ARRAY'] ?? []).values.get('item_type'));
  if (!isCallOf(value, 'Enum', 'ENUM')) return undefined;
  return facts(value, bind(value, []));
}

function facts(call: CallValue, args: Arguments): EnumFacts {
  const own = isCallOf(call, 'ENUM');
  const [first] = args.rest;
  const isClass = args.rest.length === 1 && first?.kind === 'class';
  const members = isClass ? [...first.attributes].map(([name]) => name) : [];
  const labels = isClass
    ? members.filter((name) => !name.startsWith('_')).map((value) => text(value, call))
    : args.rest.length === 1 && itemsOf(first) !== undefined
      ? (itemsOf(first) ?? [])
      : args.rest;
  return {
    name: given(args, 'name'),
    schema: given(args, 'schema'),
    inheritsSchema: truth(args.values.get('inherit_schema')) === true,
    labels,
    className: isClass ? first.name.toLowerCase() : undefined,
    native: own || truth(args.values.get('native_enum')) !== false,
    creates: !(own && truth(args.values.get('create_type')) === false) && given(args, 'metadata') === undefined,
    constraint: truth(args.values.get('create_constraint')) === true,
    length: given(args, 'length'),
  };
}

function text(value: string, call: CallValue): Value {
  return { kind: 'string', value, span: call.span, segments: [], holes: [] };
}

/** The type's name, with its schema. `table` lends its schema to types that ask for it. */
export function enumName(facts: EnumFacts, setting: Setting, tableSchema: Value | undefined): Fragment {
  const schema = facts.inheritsSchema ? tableSchema : facts.schema;
  if (facts.name !== undefined) return saTableSql(schema, facts.name, setting);
  if (facts.className === undefined) return refused('?', 'PostgreSQL ENUM type requires a name');
  return exact(facts.className);
}

/** The VARCHAR of an enum that is not native: as long as its longest label. */
export function enumLength(facts: EnumFacts, setting: Setting): Fragment {
  if (facts.length !== undefined)
    return facts.length.kind === 'number' ? exact(String(facts.length.value)) : unknownSql(facts.length, setting);
  const lengths = facts.labels.map((label) => {
    const known = plainText(label);
    return known === undefined ? undefined : Array.from(known).length;
  });
  const known = lengths.filter((length) => length !== undefined);
  if (known.length === 0 && facts.length === undefined && lengths.length + facts.labels.length > 0)
    return unknownSql(facts.labels[0], setting);
  const longest = exact(String(Math.max(0, ...known)));
  return known.length === lengths.length ? longest : assumed(longest.sql, 'some labels of the enum are not known');
}

export function createEnum(facts: EnumFacts, setting: Setting, tableSchema: Value | undefined): Fragment {
  const labels = join(
    facts.labels.map((label) => literalSql(label, setting)),
    ', ',
  );
  return sql`CREATE TYPE ${enumName(facts, setting, tableSchema)} AS ENUM (${labels})`;
}

/** `CHECK (column IN (…))` for an enum or boolean that asks for it; nothing where the database knows the type itself. */
export function typeCheck(
  column: Value,
  type: Value,
  setting: Setting,
): { readonly name: Value | undefined; readonly sql: Fragment } | undefined {
  const name = nameSql(column, setting);
  const facts = isCallOf(type, 'ARRAY') ? undefined : enumOf(type);
  if (facts?.constraint) {
    if (facts.native && setting.dialect.nativeEnum) return undefined;
    const labels = facts.labels.map((label) => {
      const known = plainText(label);
      return known === undefined ? unknownSql(label, setting) : exact(literal(setting.dialect, known));
    });
    return { name: facts.name, sql: sql`${name} IN (${join(labels, ', ')})` };
  }
  if (!isCallOf(type, 'Boolean', 'BOOLEAN') || setting.dialect.nativeBoolean) return undefined;
  const args = bind(type, signatures['Boolean'] ?? []);
  if (truth(args.values.get('create_constraint')) !== true) return undefined;
  return { name: given(args, 'name'), sql: sql`${name} IN (0, 1)` };
}
