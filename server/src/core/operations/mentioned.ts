/** Imported names and calls inside a value, wherever they stand in it. */

import type { Value } from '../python/value.ts';
import type { Span } from '../text/span.ts';

/** An imported name as it is used: `app.models.User`. */
export interface Mention {
  readonly path: string;
  readonly span: Span;
}

/** Every imported name in the value, the callees of its calls included. */
export function mentionsIn(value: Value): readonly Mention[] {
  if (value.kind === 'reference') return [{ path: value.path, span: value.span }];
  return partsOf(value).flatMap(mentionsIn);
}

/** Calls of imported functions whose results the value holds: `uuid.uuid4()`. */
export function callsIn(value: Value): readonly Mention[] {
  const inside = partsOf(value).flatMap(callsIn);
  return value.kind === 'call' && value.callee.kind === 'reference'
    ? [{ path: value.callee.path, span: value.span }, ...inside]
    : inside;
}

function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'list':
    case 'tuple':
    case 'set':
      return value.items;
    case 'dict':
      return value.entries.flatMap(({ key, value: item }) => [key, item]);
    case 'member':
      return [value.object];
    case 'call':
      return [value.callee, ...value.arguments.map((argument) => argument.value)];
    case 'operator':
      return value.operands;
    default:
      return [];
  }
}
