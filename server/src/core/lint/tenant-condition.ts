/**
 * Whether the condition of a data change keeps it within a tenant. Predicates are looked for through AND and OR,
 * joins, subqueries and common table expressions; an unreadable part may hold one, so it counts as one.
 */

import { type Catalogue, findTable, type QualifiedName } from '../schema/catalogue.ts';
import type { ColumnReference, Condition, Query, Relation, Scalar } from '../sql/condition.ts';
import type { DataChange } from './data-change.ts';

/** Names of common table expressions whose rows are already within a tenant, and the tenant columns. */
interface Scope {
  readonly columns: readonly string[];
  readonly bound: ReadonlySet<string>;
}

/** Whether every row the statement changes is chosen by a predicate on a tenant column. */
export function bindsTenant(change: DataChange, columns: readonly string[]): boolean {
  let scope: Scope = { columns, bound: new Set() };
  for (const { name, query } of change.with) {
    if (queryBinds(query, scope)) scope = { columns, bound: new Set([...scope.bound, name]) };
  }
  const sources = change.kind === 'update' ? change.from : change.using;
  return sources.some((source) => relationBinds(source, scope)) || conditionBinds(change.where, scope);
}

/** Whether the statement names its row by the whole primary key, or a list of rows one by one. */
export function isSingleRow(change: DataChange, catalogue: Catalogue): boolean {
  const key = primaryKey(catalogue, change.table);
  return key.length > 0 && key.every((column) => equates(change.where, column));
}

function primaryKey(catalogue: Catalogue, table: QualifiedName): readonly string[] {
  const constraints = findTable(catalogue, table)?.constraints ?? [];
  return constraints.find((each) => each.kind === 'primary-key')?.columns ?? ['id'];
}

function equates(condition: Condition | undefined, column: string): boolean {
  switch (condition?.kind) {
    case 'and':
      return condition.conditions.some((each) => equates(each, column));
    case 'or':
      return condition.conditions.every((each) => equates(each, column));
    case 'compare': {
      const { operator, left, right } = condition;
      if (operator !== '=') return false;
      return (isColumn(left, column) && isValue(right)) || (isColumn(right, column) && isValue(left));
    }
    case 'in':
      return (
        !condition.negated &&
        isColumn(condition.left, column) &&
        !isQuery(condition.right) &&
        condition.right.every(isLiteral)
      );
    default:
      return false;
  }
}

function isColumn(scalar: Scalar, column: string): boolean {
  return scalar.kind === 'column' && scalar.column === column;
}

function isValue(scalar: Scalar): boolean {
  return scalar.kind === 'literal' || scalar.kind === 'parameter';
}

function isLiteral(scalar: Scalar): boolean {
  return scalar.kind === 'literal';
}

function isQuery(right: readonly Scalar[] | Query): right is Query {
  return 'relations' in right;
}

function conditionBinds(condition: Condition | undefined, scope: Scope): boolean {
  switch (condition?.kind) {
    case undefined:
    case 'constant':
      return false;
    case 'and':
      return condition.conditions.some((each) => conditionBinds(each, scope));
    case 'or':
      return condition.conditions.every((each) => conditionBinds(each, scope));
    case 'not':
      return conditionBinds(condition.condition, scope);
    case 'compare':
      return comparisonBinds(condition.left, condition.right, scope);
    case 'in':
      return membershipBinds(condition.left, condition.right, condition.negated, scope);
    case 'null':
      return !condition.negated && mentions(condition.operand, scope);
    case 'exists':
      return queryBinds(condition.query, scope);
    case 'other':
      return condition.columns.some((column) => isTenant(column, scope));
    case 'unknown':
      return true;
  }
}

function comparisonBinds(left: Scalar, right: Scalar, scope: Scope): boolean {
  if (left.kind === 'column' && right.kind === 'column' && left.column === right.column && left.table === right.table) {
    return false;
  }
  return mentions(left, scope) || mentions(right, scope);
}

function membershipBinds(left: Scalar, right: readonly Scalar[] | Query, negated: boolean, scope: Scope): boolean {
  if (mentions(left, scope)) return true;
  if (isQuery(right)) return !negated && queryBinds(right, scope);
  return right.some((each) => mentions(each, scope));
}

/** The scalar reads a tenant column, or is a subquery that stays within a tenant. */
function mentions(scalar: Scalar, scope: Scope): boolean {
  switch (scalar.kind) {
    case 'column':
      return isTenant(scalar, scope);
    case 'expression':
      return scalar.columns.some((column) => isTenant(column, scope));
    case 'subquery':
      return queryBinds(scalar.query, scope);
    case 'unknown':
      return true;
    default:
      return false;
  }
}

function queryBinds(query: Query, outer: Scope): boolean {
  let scope = outer;
  for (const each of query.with ?? []) {
    if (queryBinds(each.query, scope)) scope = { columns: scope.columns, bound: new Set([...scope.bound, each.name]) };
  }
  return query.relations.some((relation) => relationBinds(relation, scope)) || conditionBinds(query.where, scope);
}

function relationBinds(relation: Relation, scope: Scope): boolean {
  if (relation.query !== undefined) return queryBinds(relation.query, scope);
  return relation.schema === undefined && relation.name !== undefined && scope.bound.has(relation.name);
}

function isTenant(column: ColumnReference, scope: Scope): boolean {
  return scope.columns.includes(column.column);
}
