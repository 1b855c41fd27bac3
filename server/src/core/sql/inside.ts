/** What an expression's tree holds: columns, functions, constants. Subqueries are left out: their columns are not its. */

import type { ColumnRef, FuncCall, Node, SQLValueFunctionOp } from '@pgsql/types';
import type { ColumnReference } from './condition.ts';
import { stringsOf } from './names.ts';
import { isHole } from './source.ts';

/** Columns that the expression reads, in order, each once. */
export function columnsIn(node: Node | undefined): readonly ColumnReference[] {
  const found = new Map<string, ColumnReference>();
  visit(node, (each) => {
    const column = 'ColumnRef' in each ? columnReference(each.ColumnRef) : undefined;
    if (column !== undefined) found.set(`${column.table ?? ''}.${column.column}`, column);
  });
  return [...found.values()];
}

/** Functions that the expression calls, in lower case, each once; of a schema other than pg_catalog with it. */
export function functionsIn(node: Node | undefined): readonly string[] {
  const found = new Set<string>();
  visit(node, (each) => {
    const called = functionOf(each);
    if (called !== undefined && !isHole(called)) found.add(called);
  });
  return [...found];
}

/** The column a reference names; undefined for `*`, whole rows of a hole, and what is only known at run time. */
export function columnReference({ fields }: ColumnRef): ColumnReference | undefined {
  const parts = stringsOf(fields);
  const column = parts.at(-1);
  if (column === undefined || parts.length !== fields?.length || isHole(column)) return undefined;
  const table = parts.at(-2);
  return table === undefined || isHole(table) ? { column } : { table, column };
}

export function calledName({ funcname }: FuncCall): string {
  const parts = stringsOf(funcname).filter((part, i) => i > 0 || part !== 'pg_catalog');
  return parts.join('.').toLowerCase();
}

/** What SQL spells without parentheses: `CURRENT_TIMESTAMP(3)` is `current_timestamp`. */
function valueFunctionName(op: SQLValueFunctionOp | undefined): string {
  return (op ?? '')
    .replace(/^SVFOP_/, '')
    .replace(/_N$/, '')
    .toLowerCase();
}

function functionOf(node: Node): string | undefined {
  if ('FuncCall' in node) return calledName(node.FuncCall);
  if ('SQLValueFunction' in node) return valueFunctionName(node.SQLValueFunction.op);
  if ('CoalesceExpr' in node) return 'coalesce';
  if ('MinMaxExpr' in node) return node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest';
  return 'A_Expr' in node && node.A_Expr.kind === 'AEXPR_NULLIF' ? 'nullif' : undefined;
}

/** Calls back for every node of the tree, outermost first, except inside of subqueries. */
function visit(root: Node | undefined, callback: (node: Node) => void): void {
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (Array.isArray(value)) pending.push(...[...value].reverse());
    else if (isRecord(value) && !('SelectStmt' in value)) {
      if (isNode(value)) callback(value);
      pending.push(...Object.values(value).reverse());
    }
  }
}

/** A node is wrapped in an object with its name as only key; fields begin with a small letter. */
function isNode(value: object): value is Node {
  return /^[A-Z]/.test(Object.keys(value)[0] ?? '');
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
