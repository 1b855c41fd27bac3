/** Operations of helpers in other modules, placed at the call in the revision file that leads to them. */

import type { Span } from '../text/span.ts';
import type { CallSite, Operation } from './operation.ts';

/**
 * The operation as if the call in the file had made it: what stands at or after `length` is in another module, and its
 * place becomes that call. What the inner call was given is kept, the places of its arguments are not, so that no fix
 * writes there.
 */
export function atSite(operation: Operation, site: CallSite, length: number): Operation {
  const { given } = operation.origin.call;
  const call: CallSite = { ...site, arguments: new Map(), alone: false, elsewhere: true, ...(given ? { given } : {}) };
  const moved = { ...operation, origin: { ...operation.origin, call } };
  return withPlaces(moved, site.span, length) as Operation;
}

function withPlaces(value: unknown, at: Span, length: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withPlaces(item, at, length));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, withPlaces(item, at, length)]));
  if (isSpan(value)) return value.start > length ? at : value;
  const entries = Object.entries(value).map(([key, member]) => [key, withPlaces(member, at, length)]);
  return Object.fromEntries(entries);
}

function isSpan(value: object): value is Span {
  return 'start' in value && 'end' in value && typeof value.start === 'number' && typeof value.end === 'number';
}
