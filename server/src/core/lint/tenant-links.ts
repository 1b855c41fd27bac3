/** Whether a statement that reads several tenant tables keeps their rows with one tenant. */

import type { Operation } from '../operations/operation.ts';
import { type Catalogue, findTable } from '../schema/catalogue.ts';
import type { Condition, Relation, Scalar } from '../sql/condition.ts';
import type { Span } from '../text/span.ts';
import type { Tenancy } from './tenancy.ts';
import { tenantColumnOf } from './tenant-table.ts';

interface Member {
  /** Alias or name, as conditions call it. */
  readonly name: string;
  readonly table: Relation & { readonly name: string };
  readonly column: string;
}

export interface Unlinked {
  readonly one: Member;
  readonly other: Member;
  /** All that nothing ties to `one`. */
  readonly others: readonly Member[];
  /** The condition that another one may stand behind, where it is known and would leave out no row of an outer join. */
  readonly condition: Span | undefined;
  /** They are joined on the whole primary key of one of them, so a row meets the one that it names, and no namesake. */
  readonly byKey: boolean;
}

/** Two tenant tables of the statement whose rows nothing ties to the same tenant; undefined when all are tied. */
export function unlinkedTables(operation: Operation, catalogue: Catalogue, tenancy: Tenancy): Unlinked | undefined {
  for (const { relations, where, condition } of joinsOf(operation)) {
    const members = relations.flatMap((relation) => memberOf(relation, catalogue, tenancy) ?? []);
    const [one] = members;
    if (one === undefined || members.length < 2 || relations.some((each) => each.name === undefined)) continue;
    const ties = tiesOf(where, members);
    if (ties === undefined) continue;
    const reached = reach(one.name, ties);
    const others = members.filter((each) => !reached.has(each.name));
    const [other] = others;
    if (other === undefined) continue;
    const isOuter = members.some(({ table }) => table.optional);
    const byKey = meetsKey(where, members, catalogue);
    return { one, other, others, condition: isOuter ? undefined : condition, byKey };
  }
  return undefined;
}

interface Join {
  readonly relations: readonly Relation[];
  readonly where: Condition | undefined;
  readonly condition?: Span | undefined;
}

function joinsOf(operation: Operation): readonly Join[] {
  if (operation.kind === 'insert') {
    return operation.query === undefined || operation.query.with !== undefined
      ? []
      : [
          {
            relations: operation.query.relations,
            where: operation.query.where,
            condition: operation.conditionSpan,
          },
        ];
  }
  if (operation.kind !== 'update' && operation.kind !== 'delete') return [];
  const { schema, name } = operation.table;
  const target: Relation = {
    name,
    ...(schema === undefined ? {} : { schema }),
    ...(operation.alias === undefined ? {} : { alias: operation.alias }),
  };
  if (operation.with.length > 0) return [];
  const { where, whereSpan: condition } = operation;
  if (operation.kind === 'delete') return [{ relations: [target, ...operation.using], where, condition }];
  const subqueries = operation.sets.flatMap(({ value }) => (value.kind === 'subquery' ? [value.query] : []));
  return [
    { relations: [target, ...operation.from], where, condition },
    ...subqueries.map((query) => ({ relations: [target, ...query.relations], where: query.where })),
  ];
}

function memberOf(relation: Relation, catalogue: Catalogue, tenancy: Tenancy): Member | undefined {
  const { name } = relation;
  if (name === undefined || relation.query !== undefined) return undefined;
  const named = { ...(relation.schema === undefined ? {} : { schema: relation.schema }), name };
  const column = tenantColumnOf(tenancy, catalogue, named);
  return column === undefined ? undefined : { name: relation.alias ?? name, table: { ...relation, name }, column };
}

function meetsKey(where: Condition | undefined, members: readonly Member[], catalogue: Catalogue): boolean {
  const parts = where === undefined ? [] : where.kind === 'and' ? where.conditions : [where];
  return members.some(({ name, table }) => {
    const state = findTable(catalogue, table);
    const key = state?.constraints.find((each) => each.kind === 'primary-key')?.columns ?? [];
    return key.length > 0 && key.every((column) => parts.some((part) => equatesTo(part, name, column)));
  });
}

/** `name.column = other.something`, either way round. */
function equatesTo(part: Condition, name: string, column: string): boolean {
  if (part.kind !== 'compare' || part.operator !== '=') return false;
  const { left, right } = part;
  if (left.kind !== 'column' || right.kind !== 'column') return false;
  return [left, right].some((each) => each.table === name && each.column === column);
}

/** What is tied by equal tenant columns or one value; undefined when a part of the condition leaves it open. */
function tiesOf(
  where: Condition | undefined,
  members: readonly Member[],
): readonly (readonly [string, string])[] | undefined {
  const columns = new Set(members.map((each) => each.column));
  const parts = where === undefined ? [] : where.kind === 'and' ? where.conditions : [where];
  const ties: (readonly [string, string])[] = [];
  for (const part of parts) {
    if (part.kind === 'unknown' || part.kind === 'or' || part.kind === 'not' || part.kind === 'exists')
      return undefined;
    if (part.kind === 'other' && part.columns.some(({ column }) => columns.has(column))) return undefined;
    if (part.kind === 'in' && part.left.kind === 'column' && columns.has(part.left.column)) return undefined;
    if (part.kind !== 'compare' || part.operator !== '=') continue;
    const [left, right] = [endOf(part.left, columns), endOf(part.right, columns)];
    if (left === 'open' || right === 'open') return undefined;
    if (left !== undefined && right !== undefined) ties.push([left, right]);
  }
  return ties;
}

/** The table whose tenant column it is, or the value. `open`: a tenant column of nobody knows which table. */
function endOf(scalar: Scalar, columns: ReadonlySet<string>): string | undefined {
  switch (scalar.kind) {
    case 'column':
      if (!columns.has(scalar.column)) return undefined;
      return scalar.table ?? 'open';
    case 'parameter':
      return `:${scalar.name}`;
    case 'literal':
      return `=${String(scalar.value)}`;
    case 'expression':
      return scalar.columns.some(({ column }) => columns.has(column)) ? 'open' : undefined;
    default:
      return 'open';
  }
}

function reach(from: string, ties: readonly (readonly [string, string])[]): ReadonlySet<string> {
  const reached = new Set([from]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [a, b] of ties) {
      if (reached.has(a) === reached.has(b)) continue;
      reached.add(a).add(b);
      grew = true;
    }
  }
  return reached;
}
