/** Flags and texts that decide what is written: known, or with what their being unknown does to a statement. */

import type { GivenValues } from '../../operations/operation.ts';
import { type Fragment, lowered } from '../fragment.ts';
import { truth } from './arguments.ts';

export interface Flag {
  readonly value: boolean;
  /** The parameter's name when its value is only known at run time; `value` is then the default. */
  readonly unknown?: string;
}

export function flag(args: GivenValues, name: string, fallback = false): Flag {
  const value = args.values.get(name);
  if (value === undefined) return { value: fallback };
  const known = truth(value);
  return known === undefined ? { value: fallback, unknown: name } : { value: known };
}

/** The fragment, less sure for every flag that is not known. */
export function withFlags(fragment: Fragment, ...flags: readonly Flag[]): Fragment {
  return flags.reduce(
    (it, { unknown }) => (unknown === undefined ? it : lowered(it, 'partial', `${unknown} is only known at run time`)),
    fragment,
  );
}
