/** Conditions and scalars of data changes, the same for raw SQL and SQLAlchemy Core, so that a rule reads either. */

export type Scalar =
  | { readonly kind: 'column'; readonly table?: string; readonly column: string }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** A bind parameter, or a Python value that is only known at run time. */
  | { readonly kind: 'parameter'; readonly name: string }
  /** Anything computed; the columns and functions it reads (functions in lower case, without schema pg_catalog). */
  | { readonly kind: 'expression'; readonly columns: readonly ColumnReference[]; readonly functions: readonly string[] }
  | { readonly kind: 'subquery'; readonly query: Query }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface ColumnReference {
  /** Alias or table name before the dot, if any. */
  readonly table?: string;
  readonly column: string;
}

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Scalar; readonly right: Scalar }
  | { readonly kind: 'in'; readonly left: Scalar; readonly right: readonly Scalar[] | Query; readonly negated: boolean }
  | { readonly kind: 'null'; readonly operand: Scalar; readonly negated: boolean }
  | { readonly kind: 'exists'; readonly query: Query }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'other'; readonly columns: readonly ColumnReference[] }
  /** A hole or an unreadable expression: it may hold any condition, so no rule may conclude from its absence. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** One table, or subquery, of a FROM, USING or JOIN. */
export interface Relation {
  readonly schema?: string;
  /** Undefined for a subquery, function or VALUES. */
  readonly name?: string;
  readonly alias?: string;
  readonly query?: Query;
  /** An outer join has rows without one of its rows. */
  readonly optional?: true;
}

export interface Query {
  readonly relations: readonly Relation[];
  /** WHERE and every JOIN … ON together; undefined when there is none. */
  readonly where?: Condition;
  /** Common table expressions by name. */
  readonly with?: readonly { readonly name: string; readonly query: Query }[];
  readonly limited?: boolean;
}

/** Stands for a condition that a hole may hold. */
export const unknownCondition: Condition = {
  kind: 'unknown',
  reason: 'a part of the statement is only known when the migration runs',
};

/** Several conditions that all must hold, as one; undefined for none. */
export function allOf(conditions: readonly Condition[]): Condition | undefined {
  const parts = conditions.flatMap((each) => (each.kind === 'and' ? each.conditions : [each]));
  const [first] = parts;
  return parts.length > 1 ? { kind: 'and', conditions: parts } : first;
}

/** The opposite, in the simplest terms. */
export function negate(condition: Condition): Condition {
  if (condition.kind === 'constant') return { kind: 'constant', value: !condition.value };
  if (condition.kind === 'in' || condition.kind === 'null') return { ...condition, negated: !condition.negated };
  return { kind: 'not', condition };
}

/** A scalar where a condition is asked for; `columns` are those it reads. */
export function truthOf(scalar: Scalar, columns: readonly ColumnReference[]): Condition {
  if (scalar.kind === 'unknown') return { kind: 'unknown', reason: scalar.reason };
  if (scalar.kind === 'literal' && typeof scalar.value === 'boolean') return { kind: 'constant', value: scalar.value };
  if (scalar.kind === 'literal' && scalar.value === null) return { kind: 'constant', value: false };
  if (scalar.kind === 'column') {
    return { kind: 'compare', operator: '=', left: scalar, right: { kind: 'literal', value: true } };
  }
  if (scalar.kind === 'parameter') return { kind: 'unknown', reason: `it is the parameter ${scalar.name}` };
  return { kind: 'other', columns: columns };
}
