/** The operations of an SQL string: it goes through PostgreSQL's grammar, with spans that point into the Python string. */

import type { StringValue } from '../python/value.ts';
import type { SqlParser } from '../sql/parser.ts';
import type { CallSite, Circumstance, Operation } from './operation.ts';

export interface SqlInput {
  readonly text: StringValue;
  readonly call: CallSite;
  readonly circumstance: Circumstance;
  readonly parser: SqlParser;
  /** `text` goes through `sqlalchemy.text()`, where `:name` binds; `driver` reaches the driver as it is, with `%s`. */
  readonly style: 'text' | 'driver';
}

/** One operation per statement, in order; what can't be parsed is opaque. */
export function readSql(input: SqlInput): readonly Operation[] {
  const { text, call, circumstance } = input;
  const reason = 'raw SQL is not read yet';
  const origin = { kind: 'op', call } as const;
  return [{ kind: 'opaque', verb: 'execute', reason, source: text.value, span: text.span, origin, circumstance }];
}
