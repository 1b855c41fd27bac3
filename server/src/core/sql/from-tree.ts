/**
 * Conditions, scalars and queries from PostgreSQL's trees. What an expression doesn't say in these terms is kept as the
 * columns it reads; what is only known at run time is `unknown`, and never taken for absent.
 */

import type {
  A_Expr,
  BooleanTest,
  CommonTableExpr,
  JoinExpr,
  Node,
  RangeVar,
  SelectStmt,
  SubLink,
  WithClause,
} from '@pgsql/types';
import {
  allOf,
  type Condition,
  negate,
  type Query,
  type Relation,
  type Scalar,
  truthOf,
  unknownCondition,
} from './condition.ts';
import { readConstant, runTime } from './constant.ts';
import { columnReference, columnsIn, functionsIn } from './inside.ts';
import { withoutMarks } from './mask.ts';
import { knownName, stringsOf } from './names.ts';
import { bindAt, holeAt, isHole, type StatementSource } from './source.ts';

export function readScalar(node: Node, source: StatementSource): Scalar {
  if ('ColumnRef' in node) {
    const { location } = node.ColumnRef;
    if (holeAt(source, source.offset(location)) !== undefined || stringsOf(node.ColumnRef.fields).some(isHole))
      return runTime;
    const column = columnReference(node.ColumnRef);
    return column === undefined ? expression(node) : { kind: 'column', ...column };
  }
  if ('A_Const' in node) return readConstant(node.A_Const, source);
  if ('ParamRef' in node) {
    const { location, number = 0 } = node.ParamRef;
    return { kind: 'parameter', name: bindAt(source, source.offset(location)) ?? `$${number}` };
  }
  // A cast or a collation changes the type and keeps what is compared.
  if ('TypeCast' in node && node.TypeCast.arg) return readScalar(node.TypeCast.arg, source);
  if ('CollateClause' in node && node.CollateClause.arg) return readScalar(node.CollateClause.arg, source);
  if ('SubLink' in node && node.SubLink.subLinkType === 'EXPR_SUBLINK') {
    return { kind: 'subquery', query: readSubquery(node.SubLink, source) };
  }
  return expression(node);
}

export function readCondition(node: Node, source: StatementSource): Condition {
  if ('BoolExpr' in node) {
    const conditions = (node.BoolExpr.args ?? []).map((arg) => readCondition(arg, source));
    if (node.BoolExpr.boolop === 'NOT_EXPR') return negate(conditions[0] ?? unreadable);
    return { kind: node.BoolExpr.boolop === 'OR_EXPR' ? 'or' : 'and', conditions };
  }
  if ('A_Expr' in node) return readOperator(node.A_Expr, node, source);
  if ('SubLink' in node) return readSubLink(node.SubLink, node, source);
  if ('NullTest' in node && node.NullTest.arg) {
    const operand = readScalar(node.NullTest.arg, source);
    return { kind: 'null', operand, negated: node.NullTest.nulltesttype === 'IS_NOT_NULL' };
  }
  if ('BooleanTest' in node) return readBooleanTest(node.BooleanTest, node, source);
  if ('TypeCast' in node && node.TypeCast.arg) return castCondition(node.TypeCast.arg, source);
  return truthOf(readScalar(node, source), columnsIn(node));
}

export function readQuery(select: SelectStmt, source: StatementSource): Query {
  if (select.larg && select.rarg) {
    const branches = [select.larg, select.rarg].map((branch) => ({ query: readQuery(branch, source) }));
    return { relations: branches, ...withPart(select.withClause, source), ...limitPart(select) };
  }
  const from = readFrom(select.fromClause, source);
  const where = allOf([...from.conditions, ...readWhere(select.whereClause, source)]);
  return {
    relations: from.relations,
    ...(where ? { where } : {}),
    ...withPart(select.withClause, source),
    ...limitPart(select),
  };
}

/** The tables of a FROM or USING list, and the conditions of its joins. */
export function readFrom(
  nodes: readonly Node[] | undefined,
  source: StatementSource,
): { readonly relations: readonly Relation[]; readonly conditions: readonly Condition[] } {
  const parts = (nodes ?? []).map((node) => readRelation(node, source));
  return {
    relations: parts.flatMap(({ relations }) => relations),
    conditions: parts.flatMap(({ conditions }) => conditions),
  };
}

/** The common table expressions; one that changes rows is a query on the table it changes. */
export function readWith(
  clause: WithClause | undefined,
  source: StatementSource,
): readonly { readonly name: string; readonly query: Query }[] {
  return (clause?.ctes ?? []).flatMap((node) =>
    'CommonTableExpr' in node
      ? [
          {
            name: withoutMarks(node.CommonTableExpr.ctename ?? ''),
            query: readCommonTable(node.CommonTableExpr, source),
          },
        ]
      : [],
  );
}

const unreadable: Condition = { kind: 'other', columns: [] };

function readWhere(node: Node | undefined, source: StatementSource): readonly Condition[] {
  if (node) return [readCondition(node, source), ...(source.partial ? [unknownCondition] : [])];
  return source.partial ? [unknownCondition] : [];
}

function expression(node: Node): Scalar {
  return { kind: 'expression', columns: columnsIn(node), functions: functionsIn(node) };
}

/** `'t'::boolean` is a constant; any other cast is as true as what it casts. */
function castCondition(arg: Node, source: StatementSource): Condition {
  const scalar = readScalar(arg, source);
  if (scalar.kind !== 'literal' || typeof scalar.value !== 'string') return readCondition(arg, source);
  return { kind: 'constant', value: /^(t|true|y|yes|on|1)$/i.test(scalar.value.trim()) };
}

function readOperator(expr: A_Expr, node: Node, source: StatementSource): Condition {
  const { lexpr, rexpr } = expr;
  const operator = stringsOf(expr.name).at(-1) ?? '';
  if (!lexpr || !rexpr) return { kind: 'other', columns: columnsIn(node) };
  switch (expr.kind) {
    case 'AEXPR_OP':
      return compare(operator, lexpr, rexpr, source);
    case 'AEXPR_DISTINCT':
      return compare('IS DISTINCT FROM', lexpr, rexpr, source);
    case 'AEXPR_NOT_DISTINCT':
      return compare('IS NOT DISTINCT FROM', lexpr, rexpr, source);
    case 'AEXPR_LIKE':
      return compare(operator.startsWith('!') ? 'NOT LIKE' : 'LIKE', lexpr, rexpr, source);
    case 'AEXPR_ILIKE':
      return compare(operator.startsWith('!') ? 'NOT ILIKE' : 'ILIKE', lexpr, rexpr, source);
    case 'AEXPR_SIMILAR':
      return compare(operator.startsWith('!') ? 'NOT SIMILAR TO' : 'SIMILAR TO', lexpr, rexpr, source);
    case 'AEXPR_IN':
      return { kind: 'in', left: readScalar(lexpr, source), right: listOf(rexpr, source), negated: operator === '<>' };
    case 'AEXPR_OP_ANY':
      if (operator !== '=') return { kind: 'other', columns: columnsIn(node) };
      return { kind: 'in', left: readScalar(lexpr, source), right: listOf(rexpr, source), negated: false };
    case 'AEXPR_BETWEEN':
    case 'AEXPR_BETWEEN_SYM':
      return between(lexpr, rexpr, source);
    case 'AEXPR_NOT_BETWEEN':
    case 'AEXPR_NOT_BETWEEN_SYM':
      return { kind: 'not', condition: between(lexpr, rexpr, source) };
    default:
      return { kind: 'other', columns: columnsIn(node) };
  }
}

function compare(operator: string, left: Node, right: Node, source: StatementSource): Condition {
  if (operator === '=' && 'RowExpr' in left && 'RowExpr' in right) {
    const [lefts = [], rights = []] = [left.RowExpr.args, right.RowExpr.args];
    const pairs = lefts.flatMap((each, i) => {
      const other = rights[i];
      return other === undefined ? [] : [compare('=', each, other, source)];
    });
    if (pairs.length > 0) return { kind: 'and', conditions: pairs };
  }
  const [a, b] = [readScalar(left, source), readScalar(right, source)];
  const shown = operator === '!=' ? '<>' : operator;
  if (a.kind === 'literal' && b.kind === 'literal' && a.value !== null && b.value !== null) {
    if (shown === '=') return { kind: 'constant', value: a.value === b.value };
    if (shown === '<>') return { kind: 'constant', value: a.value !== b.value };
  }
  return { kind: 'compare', operator: shown, left: a, right: b };
}

function between(operand: Node, bounds: Node, source: StatementSource): Condition {
  const [low, high] = 'List' in bounds ? (bounds.List.items ?? []) : [];
  if (!low || !high) return { kind: 'other', columns: columnsIn(operand) };
  return {
    kind: 'and',
    conditions: [compare('>=', operand, low, source), compare('<=', operand, high, source)],
  };
}

/** The items of `(1, 2)`, `ARRAY[1, 2]`, or the one value that holds the list. */
function listOf(node: Node, source: StatementSource): readonly Scalar[] {
  const items = 'List' in node ? node.List.items : 'A_ArrayExpr' in node ? (node.A_ArrayExpr.elements ?? []) : [node];
  return (items ?? []).map((item) => readScalar(item, source));
}

function readSubLink(link: SubLink, node: Node, source: StatementSource): Condition {
  const query = readSubquery(link, source);
  if (link.subLinkType === 'EXISTS_SUBLINK') return { kind: 'exists', query };
  const operator = stringsOf(link.operName).at(-1) ?? '=';
  if (link.subLinkType === 'ANY_SUBLINK' && operator === '=' && link.testexpr) {
    return { kind: 'in', left: readScalar(link.testexpr, source), right: query, negated: false };
  }
  if (link.subLinkType === 'ALL_SUBLINK' && operator === '<>' && link.testexpr) {
    return { kind: 'in', left: readScalar(link.testexpr, source), right: query, negated: true };
  }
  return { kind: 'other', columns: columnsIn(node) };
}

function readSubquery(link: SubLink, source: StatementSource): Query {
  const select = link.subselect;
  return select && 'SelectStmt' in select ? readQuery(select.SelectStmt, source) : { relations: [] };
}

function readBooleanTest(test: BooleanTest, node: Node, source: StatementSource): Condition {
  if (test.arg && test.booltesttype === 'IS_TRUE') return readCondition(test.arg, source);
  if (test.arg && test.booltesttype === 'IS_FALSE') return negate(readCondition(test.arg, source));
  return { kind: 'other', columns: columnsIn(node) };
}

function withPart(clause: WithClause | undefined, source: StatementSource): Pick<Query, 'with'> {
  const tables = readWith(clause, source);
  return tables.length > 0 ? { with: tables } : {};
}

function limitPart(select: SelectStmt): Pick<Query, 'limited'> {
  return select.limitCount ? { limited: true } : {};
}

function readCommonTable({ ctequery }: CommonTableExpr, source: StatementSource): Query {
  if (!ctequery) return { relations: [] };
  if ('SelectStmt' in ctequery) return readQuery(ctequery.SelectStmt, source);
  if ('UpdateStmt' in ctequery) {
    const { relation, fromClause, whereClause, withClause } = ctequery.UpdateStmt;
    return changed(relation, fromClause, whereClause, withClause, source);
  }
  if ('DeleteStmt' in ctequery) {
    const { relation, usingClause, whereClause, withClause } = ctequery.DeleteStmt;
    return changed(relation, usingClause, whereClause, withClause, source);
  }
  if ('InsertStmt' in ctequery) return changed(ctequery.InsertStmt.relation, [], undefined, undefined, source);
  return { relations: [] };
}

function changed(
  target: RangeVar | undefined,
  others: readonly Node[] | undefined,
  where: Node | undefined,
  clause: WithClause | undefined,
  source: StatementSource,
): Query {
  const from = readFrom([...(target ? [{ RangeVar: target }] : []), ...(others ?? [])], source);
  const condition = allOf([...from.conditions, ...readWhere(where, source)]);
  return { relations: from.relations, ...(condition ? { where: condition } : {}), ...withPart(clause, source) };
}

interface From {
  readonly relations: readonly Relation[];
  readonly conditions: readonly Condition[];
}

function readRelation(node: Node, source: StatementSource): From {
  if ('RangeVar' in node) {
    // A hole behind a table reads as its alias, and may be joins or a WHERE.
    const conditions = isHole(node.RangeVar.alias?.aliasname) ? [unknownCondition] : [];
    return { relations: [readTable(node.RangeVar)], conditions };
  }
  if ('JoinExpr' in node) return readJoin(node.JoinExpr, source);
  if ('RangeSubselect' in node) {
    const { subquery, alias } = node.RangeSubselect;
    const query = subquery && 'SelectStmt' in subquery ? readQuery(subquery.SelectStmt, source) : undefined;
    return { relations: [{ ...aliasPart(alias?.aliasname), ...(query ? { query } : {}) }], conditions: [] };
  }
  if ('RangeTableSample' in node && node.RangeTableSample.relation) {
    return readRelation(node.RangeTableSample.relation, source);
  }
  const alias = 'RangeFunction' in node ? node.RangeFunction.alias : undefined;
  return { relations: [aliasPart(alias?.aliasname)], conditions: [] };
}

function readTable(table: RangeVar): Relation {
  return { ...knownName(table), ...aliasPart(table.alias?.aliasname) };
}

function aliasPart(alias: string | undefined): Pick<Relation, 'alias'> {
  return alias === undefined || isHole(alias) ? {} : { alias };
}

function readJoin(join: JoinExpr, source: StatementSource): From {
  const left = readFrom(join.larg ? [join.larg] : [], source);
  const right = readFrom(join.rarg ? [join.rarg] : [], source);
  const conditions = [...left.conditions, ...right.conditions];
  if (join.quals) conditions.push(readCondition(join.quals, source));
  if (join.isNatural)
    conditions.push({ kind: 'unknown', reason: 'NATURAL JOIN compares every column of the same name' });
  const [a, b] = [left.relations.at(-1), right.relations[0]];
  if (stringsOf(join.usingClause).some(isHole)) conditions.push(unknownCondition);
  for (const column of stringsOf(join.usingClause).filter((each) => !isHole(each))) {
    const [one, other] = [a, b].map((each) => sideColumn(each, column));
    if (one && other) conditions.push({ kind: 'compare', operator: '=', left: one, right: other });
  }
  const { jointype } = join;
  return {
    relations: [
      ...optional(left.relations, jointype === 'JOIN_RIGHT' || jointype === 'JOIN_FULL'),
      ...optional(right.relations, jointype === 'JOIN_LEFT' || jointype === 'JOIN_FULL'),
    ],
    conditions,
  };
}

function optional(relations: readonly Relation[], isSo: boolean): readonly Relation[] {
  return isSo ? relations.map((relation) => ({ ...relation, optional: true })) : relations;
}

function sideColumn(relation: Relation | undefined, column: string): Scalar {
  const table = relation?.alias ?? relation?.name;
  return { kind: 'column', ...(table === undefined ? {} : { table }), column };
}
