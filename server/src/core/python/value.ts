/**
 * What an expression of a migration is known to be without running it. Anything that can't be known is an explicit
 * `unknown` with its reason and its source text; nothing is guessed and nothing is dropped.
 */

import type { Span } from '../text/span.ts';
import type { Call, FunctionDefinition, Lambda } from './syntax.ts';

/** How a decoded string lies in the source: piece by piece, since escapes and concatenation shift the offsets. */
export interface Segment {
  /** Offset in the decoded string, UTF-16 units. */
  readonly at: number;
  /** Length in the decoded string. */
  readonly length: number;
  readonly span: Span;
  /** Whether character i of the piece stands at `span.start + i`; an escape or a hole is one atom instead. */
  readonly linear: boolean;
}

/** A part of a string that is only known when the migration runs; a placeholder identifier stands in the value. */
export interface Hole {
  readonly at: number;
  readonly length: number;
  readonly unknown: UnknownValue;
}

export interface StringValue {
  readonly kind: 'string';
  readonly value: string;
  readonly span: Span;
  readonly segments: readonly Segment[];
  readonly holes: readonly Hole[];
  /** A name that no naming convention changes: `op.f("…")`. */
  readonly final?: true;
}

export interface UnknownValue {
  readonly kind: 'unknown';
  /** A true, short reason for a person: `"name" is imported from app.models`. */
  readonly reason: string;
  readonly source: string;
  readonly span: Span;
  /** The attribute it is, whatever variable it went through: `version_table_schema`. */
  readonly attribute?: string;
}

export interface CallArgument {
  readonly name?: string;
  readonly value: Value;
  /** `*` or `**` before a value that could not be spread. */
  readonly star?: '*' | '**';
  /** The whole argument, `name=` included. */
  readonly span: Span;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly name: string;
  readonly bases: readonly Value[];
  readonly attributes: ReadonlyMap<string, Value>;
  readonly span: Span;
}

export type CallValue = Extract<Value, { kind: 'call' }>;
export type MemberValue = Extract<Value, { kind: 'member' }>;

export type Value =
  | StringValue
  | UnknownValue
  | { readonly kind: 'number'; readonly value: number; readonly source: string; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'none'; readonly span: Span }
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly Value[]; readonly span: Span }
  | {
      readonly kind: 'dict';
      readonly entries: readonly { readonly key: Value; readonly value: Value }[];
      readonly span: Span;
    }
  /** An imported name, dotted and with aliases undone: `sqlalchemy.Column`, `alembic.op`, `sqlalchemy.dialects.postgresql.UUID`. */
  | { readonly kind: 'reference'; readonly path: string; readonly span: Span }
  /** A member of something symbolic: `users.c.name`, `users.update`. */
  | { readonly kind: 'member'; readonly object: Value; readonly name: string; readonly span: Span }
  /** A call that is kept as a tree: `sa.Column("a", sa.Integer())`, `users.update().values(a=1)`. */
  | {
      readonly kind: 'call';
      readonly callee: Value;
      readonly arguments: readonly CallArgument[];
      readonly span: Span;
      readonly call: Call;
    }
  /** A function or lambda of this file. */
  | { readonly kind: 'function'; readonly definition: FunctionDefinition | Lambda; readonly span: Span }
  /** A class of this file with what its body binds, e.g. an embedded model or an enum. */
  | ClassValue
  /** An operator on symbolic operands: `users.c.id == 5`, `a & b`, `~a`. */
  | { readonly kind: 'operator'; readonly operator: string; readonly operands: readonly Value[]; readonly span: Span };
