/** A constant of the tree: a literal, or what was written in its place for a bind or a hole. */

import type { A_Const } from '@pgsql/types';
import type { Scalar } from './condition.ts';
import { bindAt, holeAt, isHole, type StatementSource } from './source.ts';

export const runTime: Scalar = { kind: 'unknown', reason: 'it is only known when the migration runs' };

export function readConstant(constant: A_Const, source: StatementSource): Scalar {
  const offset = source.offset(constant.location);
  const bound = bindAt(source, offset);
  if (bound !== undefined) return { kind: 'parameter', name: bound };
  if (holeAt(source, offset) !== undefined || isHole(constant.sval?.sval)) return runTime;
  if (constant.isnull) return { kind: 'literal', value: null };
  // The trees leave out a zero, an empty string and false.
  if (constant.ival) return { kind: 'literal', value: constant.ival.ival ?? 0 };
  if (constant.fval) return { kind: 'literal', value: Number(constant.fval.fval ?? 0) };
  if (constant.boolval) return { kind: 'literal', value: constant.boolval.boolval ?? false };
  return { kind: 'literal', value: constant.sval?.sval ?? constant.bsval?.bsval ?? '' };
}
