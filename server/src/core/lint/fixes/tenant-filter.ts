/** A data change repeated per tenant, with the tenant bound. */

import { type Catalogue, findTable } from '../../schema/catalogue.ts';
import type { QualifiedName } from '../../schema/name.ts';
import { type Edit, insertion, replacement } from '../../text/edit.ts';
import { contains, type Span, slice } from '../../text/span.ts';
import type { DataChange } from '../data-change.ts';
import type { Fix, RuleContext, Step } from '../rule.ts';
import { keyOnColumn } from '../tenant-root.ts';
import { identifier, literal, tableInSql } from './code.ts';
import { edited, inOrder, reindent, standsAlone } from './statement.ts';

export function oneTenantAtATime(context: RuleContext, step: Step, change: DataChange, column: string): readonly Fix[] {
  const { text, style } = context.migration;
  const { call } = change.origin;
  const { op, sa } = style;
  const [statement, ...more] = inOrder(call);
  if (op === undefined || sa === undefined || statement === undefined || more.length > 0) return [];
  if (!standsAlone(text, call) || call.callee.endsWith('exec_driver_sql')) return [];
  const runs =
    change.origin.kind === 'sql'
      ? sqlRun(context, change, column, statement.valueSpan, sa)
      : coreRun(context, change, column, statement.valueSpan, sa);
  if (runs === undefined) return [];
  const onConnection = call.receiver !== op;
  const bind = onConnection ? call.receiver : 'bind';
  const select = literal(style, tenants(context, step, change, column));
  const lines = [
    ...(onConnection ? [] : [`bind = ${op}.get_bind()`]),
    `for tenant_id in ${bind}.execute(${sa}.text(${select})).scalars().all():`,
    ...runs(bind).map((line) => reindent(line, '', style.indent)),
  ];
  const code = reindent(lines.join(style.newline), '', call.indent);
  return [
    { title: 'Change the rows of one tenant at a time', preferred: true, edits: [replacement(call.statement, code)] },
  ];
}

/** Where the tenants are listed: in the table that the column refers to, else in that of the tenants, else by the rows themselves. */
function tenants({ tenancy }: RuleContext, { before }: Step, { table }: DataChange, column: string): string {
  const key = keyOnColumn(findTable(before, table), column);
  if (key !== undefined) {
    const [referred = keyOf(before, key.referent)] = key.referentColumns;
    return `SELECT ${identifier(referred)} FROM ${tableInSql(key.referent)}`;
  }
  // With several columns it isn't known which of them the table of the tenants is for.
  if (tenancy.root === undefined || tenancy.columns.length > 1)
    return `SELECT DISTINCT ${identifier(column)} FROM ${tableInSql(table)}`;
  const [schema, name] = tenancy.root.includes('.') ? tenancy.root.split('.') : [undefined, tenancy.root];
  const root = { ...(schema === undefined ? {} : { schema }), name: name ?? tenancy.root };
  return `SELECT ${identifier(keyOf(before, root))} FROM ${tableInSql(root)}`;
}

function keyOf(before: Catalogue, table: QualifiedName): string {
  const constraints = findTable(before, table)?.constraints ?? [];
  return constraints.find((each) => each.kind === 'primary-key')?.columns[0] ?? 'id';
}

type Runs = (bind: string) => readonly string[];

function sqlRun(
  { migration }: RuleContext,
  change: DataChange,
  column: string,
  value: Span,
  sa: string,
): Runs | undefined {
  const { text, style } = migration;
  const { origin } = change;
  if (origin.kind !== 'sql' || origin.count > 1 || !contains(value, change.span)) return undefined;
  if (/\breturning\b/i.test(origin.text) || origin.text.includes('%(')) return undefined;
  const edits = predicate(change, column);
  const string = edited(text, value, edits).replace(/^\((["'][\s\S]*)\)$/, '$1');
  const isString = /^[a-zA-Z]{0,2}["']/.test(string);
  if (!isString && !/^([\w.]+\.)?text\([\s\S]*\)$/.test(string)) return undefined;
  const argument = isString ? `${sa}.text(${string})` : string;
  const parameters = `{${literal(style, 'tenant_id')}: tenant_id}`;
  return (bind) => [
    `${bind}.execute(`,
    `${style.indent}${dedent(argument, migration.style.indent)},`,
    `${style.indent}${parameters},`,
    ')',
  ];
}

function dedent(code: string, indent: string): string {
  return code.includes('"""') || code.includes("'''") ? code : code.replace(/\n[ \t]*/g, `\n${indent}`);
}

/** `AND tenant_id = :tenant_id` at the end of the condition, around which alternatives get brackets. */
function predicate(change: DataChange, column: string): readonly Edit[] {
  const sources = change.kind === 'update' ? change.from : change.using;
  const owner = sources.length === 0 ? '' : `${identifier(change.alias ?? change.table.name)}.`;
  const test = `${owner}${identifier(column)} = :tenant_id`;
  const { where, whereSpan } = change;
  if (where === undefined || whereSpan === undefined) return [insertion(change.span.end, ` WHERE ${test}`)];
  if (where.kind !== 'or') return [insertion(whereSpan.end, ` AND ${test}`)];
  return [insertion(whereSpan.start, '('), insertion(whereSpan.end, `) AND ${test}`)];
}

function coreRun(
  { migration }: RuleContext,
  change: DataChange,
  column: string,
  value: Span,
  sa: string,
): Runs | undefined {
  const { text, style } = migration;
  const code = slice(text, value);
  if (!/[\w)]$/.test(code) || !/\.?(update|delete)\(/.test(code) || change.kind === undefined) return undefined;
  const test = `.where(${sa}.column(${literal(style, column)}) == tenant_id)`;
  return (bind) => [`${bind}.execute(${code}${test})`];
}
