/** Signatures of Alembic's operations in Python's own notation, and the binding of a call's arguments to them. */

import type { CallArgument, Value } from '../python/value.ts';
import type { GivenValues } from './operation.ts';

export interface Signature {
  /** Parameters that may be given by position, in order. */
  readonly positional: readonly string[];
  /** Name of `*args`. */
  readonly rest: string | undefined;
}

const parsed = new Map<string, Signature>();

/** `index_name, table_name, columns, *, schema=None, **kw` taken apart. */
export function signatureOf(text: string): Signature {
  const known = parsed.get(text);
  if (known) return known;
  const parts = text === '' ? [] : text.split(',').map((part) => part.trim().replace(/=.*$/, ''));
  const star = parts.findIndex((part) => part.startsWith('*'));
  const rest = parts[star];
  const signature = {
    positional: star < 0 ? parts : parts.slice(0, star),
    rest: rest !== undefined && /^\*\w/.test(rest) ? rest.slice(1) : undefined,
  };
  parsed.set(text, signature);
  return signature;
}

export function bindArguments(signature: Signature, args: readonly CallArgument[]): GivenValues {
  const values = new Map<string, Value>();
  const rest: Value[] = [];
  let position = 0;
  for (const { name, star, value } of args) {
    if (star) continue;
    const parameter = name ?? signature.positional[position++];
    if (parameter === undefined) rest.push(value);
    else values.set(parameter, value);
  }
  return { values, rest, unread: args.some((argument) => argument.star !== undefined) };
}
