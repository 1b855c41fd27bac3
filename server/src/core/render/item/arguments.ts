/** The arguments of a constructor such as `sa.Column(…)`, bound to its parameters, and what single values mean. */

import type { GivenValues } from '../../operations/operation.ts';
import type { CallValue, StringValue, Value } from '../../python/value.ts';

/** The arguments of a call whose signature is known. */
export interface Arguments extends GivenValues {
  readonly values: ReadonlyMap<string, Value>;
}

/** @param signature names of the positional parameters; what goes beyond them is in `rest` */
export function bind(call: CallValue, signature: readonly string[]): Arguments {
  const values = new Map<string, Value>();
  const rest: Value[] = [];
  let unread = false;
  let position = 0;
  for (const { name, value, star } of call.arguments) {
    if (star !== undefined) unread = true;
    else if (name !== undefined) values.set(name, value);
    else {
      const parameter = signature[position];
      if (parameter === undefined) rest.push(value);
      else values.set(parameter, value);
      position += 1;
    }
  }
  return { values, rest, unread };
}

/** The value of a parameter; undefined when it is not given or given as `None`. */
export function given(args: GivenValues, name: string): Value | undefined {
  const value = args.values.get(name);
  return value?.kind === 'none' ? undefined : value;
}

/** The last name of what is called or referred to: `Column`, `with_variant`. */
export function lastName(value: Value | undefined): string | undefined {
  if (value?.kind === 'reference') return value.path.slice(value.path.lastIndexOf('.') + 1);
  if (value?.kind === 'member') return value.name;
  return value?.kind === 'call' ? lastName(value.callee) : undefined;
}

/** A string and whether it is final: `op.f("…")` keeps a name from naming conventions. */
export interface Text {
  readonly value: StringValue;
  readonly final: boolean;
}

/** The string that a value is; undefined when it is none or not known. */
export function textOf(value: Value | undefined): Text | undefined {
  if (value?.kind === 'string') return { value, final: value.final === true };
  if (value?.kind !== 'call') return undefined;
  const name = lastName(value);
  const [first] = value.arguments;
  if (first?.value.kind !== 'string' || value.arguments.length !== 1) return undefined;
  if (name === 'f' || name === 'conv') return { value: first.value, final: true };
  return name === 'quoted_name' ? { value: first.value, final: false } : undefined;
}

/** The text of a string without holes. */
export function plainText(value: Value | undefined): string | undefined {
  const text = textOf(value)?.value;
  return text === undefined || text.holes.length > 0 ? undefined : text.value;
}

/** Python's truth of a literal; undefined when it is not known. */
export function truth(value: Value | undefined): boolean | undefined {
  switch (value?.kind) {
    case 'boolean':
      return value.value;
    case 'none':
      return false;
    case 'number':
      return value.value !== 0;
    case 'string':
      return value.holes.length > 0 ? undefined : value.value !== '';
    case 'list':
    case 'tuple':
    case 'set':
      return value.items.length > 0;
    case 'dict':
      return value.entries.length > 0;
    default:
      return undefined;
  }
}

export function numberOf(value: Value | undefined): number | undefined {
  return value?.kind === 'number' ? value.value : undefined;
}

/** The items of a list or tuple, one value standing for a list of one; undefined when not known. */
export function itemsOf(value: Value | undefined): readonly Value[] | undefined {
  if (value === undefined) return [];
  return value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set' ? value.items : undefined;
}

/** Keyword arguments that begin with the dialect's name: `postgresql_using` as `using`. */
export function dialectOptions(args: GivenValues, dialect: string): ReadonlyMap<string, Value> {
  const prefix = `${dialect}_`;
  const own = [...args.values].filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** Whether the value is a string, `op.f("…")` included, its parts known or not. */
export function isString(value: Value): boolean {
  return textOf(value) !== undefined;
}
