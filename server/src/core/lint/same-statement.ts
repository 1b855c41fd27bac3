/** The operations of one SQL statement: `TRUNCATE a, b`, `DROP VIEW a, b CASCADE`. */

import type { Operation } from '../operations/operation.ts';
import type { Span } from '../text/span.ts';
import type { Step } from './rule.ts';

/** Those of the steps that the same statement makes, in order; the step alone where it is no SQL. */
export function sameStatement(steps: readonly Step[], step: Step): readonly Step[] {
  const { origin } = step.operation;
  if (origin.kind !== 'sql') return [step];
  return steps.filter(
    ({ operation: { origin: other } }) =>
      other.kind === 'sql' && other.call === origin.call && other.index === origin.index && other.text === origin.text,
  );
}

/** The whole statement that an operation is a part of. */
export function statementSpan({ origin, span }: Operation): Span {
  return (origin.kind === 'sql' ? origin.part?.statement : undefined) ?? span;
}
