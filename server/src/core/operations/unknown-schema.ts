/** Schemas that are only known when the migration runs, named so that the same one is recognised everywhere. */

import type { Hole, Value } from '../python/value.ts';
import { unknownSchema } from '../schema/name.ts';

/** A schema's name; what is only known when the migration runs stands in braces, as its author calls it. */
export function schemaOf(value: Value): string {
  if (value.kind !== 'string') return unknownSchema(labelOf(value));
  const end = (hole: Hole | undefined) => (hole ? hole.at + hole.length : 0);
  const parts = value.holes.map(
    (hole, i) => value.value.slice(end(value.holes[i - 1]), hole.at) + unknownSchema(labelOf(hole.unknown)),
  );
  return parts.join('') + value.value.slice(end(value.holes.at(-1)));
}

function labelOf(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return value.attribute ?? value.source;
    case 'member':
      return value.name;
    case 'reference':
      return value.path.slice(value.path.lastIndexOf('.') + 1);
    case 'call':
      return `${labelOf(value.callee)}()`;
    case 'operator': {
      // `schema or None`, `schema[:-1]`: what it is made of.
      const [first] = value.operands;
      return first ? labelOf(first) : 'schema';
    }
    case 'string':
      return value.holes[0] ? labelOf(value.holes[0].unknown) : value.value;
    case 'function':
      return 'name' in value.definition ? value.definition.name : 'schema';
    default:
      return 'schema';
  }
}

/** Every schema that is named in a value. */
export function schemasIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(schemasIn);
  return Object.entries(value).flatMap(([key, member]) =>
    key === 'schema' && typeof member === 'string' ? [member] : schemasIn(member),
  );
}
