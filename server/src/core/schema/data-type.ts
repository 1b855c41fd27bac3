/** Column types in PostgreSQL's terms, whatever they were written in. */

/** A type, canonical where it is known. */
export interface DataType {
  /**
   * PostgreSQL's short internal name in lower case: `varchar`, `text`, `int4`, `int8`, `numeric`, `timestamptz`,
   * `timestamp`, `bool`, `uuid`, `json`, `jsonb` …; an enum's or domain's own name; undefined when unknown.
   */
  readonly name: string | undefined;
  readonly schema?: string;
  /** Length, or precision and scale; empty when not given. */
  readonly modifiers: readonly number[];
  /** A length or precision is given that only the run knows, so that `modifiers` lacks it. */
  readonly open?: true;
  /** Number of array dimensions, 0 for a plain type. */
  readonly dimensions: number;
  readonly collation?: string;
  readonly enum?: EnumType;
  /** SQLAlchemy renders it on this dialect alone, and fails on others. */
  readonly only?: 'postgresql';
  /** How the author wrote it, for messages. */
  readonly source: string;
}

export interface EnumType {
  readonly name: string | undefined;
  readonly schema?: string;
  /** Undefined when the labels can't be known statically. */
  readonly labels: readonly string[] | undefined;
  /** False for `native_enum=False`, which is a VARCHAR. */
  readonly native: boolean;
  /** False only for `postgresql.ENUM(create_type=False)`. */
  readonly createType: boolean;
  /** `create_constraint=True` of one that is no type of the database: a CHECK lists the labels. */
  readonly constrained?: true;
}

/** A server-side default. */
export type ServerDefault =
  /** A quoted literal: SQLAlchemy's plain string (`plain: true`), or a literal written in SQL, with a cast perhaps. */
  | { readonly kind: 'literal'; readonly text: string; readonly plain: boolean; readonly sql?: string }
  /** An SQL expression, as SQL text, with the functions it calls in lower case (`now`, `gen_random_uuid`, `nextval`). */
  | { readonly kind: 'expression'; readonly sql: string; readonly functions: readonly string[] }
  | { readonly kind: 'unknown'; readonly source: string };

export interface Identity {
  readonly always: boolean;
  readonly options?: SequenceOptions;
  /** SEQUENCE NAME, where it is said. */
  readonly sequence?: { readonly schema?: string; readonly name: string };
}

/** What a sequence was told; numbers as written, since they may be larger than JavaScript's. */
export interface SequenceOptions {
  /** `int2`, `int4` or `int8`, where said. */
  readonly type?: string;
  readonly start?: string;
  readonly increment?: string;
  readonly minValue?: string;
  readonly maxValue?: string;
  readonly cache?: string;
  readonly cycle?: boolean;
}

export interface Computed {
  /** Undefined where only the run knows it. */
  readonly sql: string | undefined;
  /** Undefined when not said: STORED up to SQLAlchemy 2.0, VIRTUAL on PostgreSQL 18 with 2.1. */
  readonly stored: boolean | undefined;
}
