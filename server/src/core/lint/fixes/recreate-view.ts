/** A view that makes room for a change of its table: dropped before, and created again after it. */

import type { Operation, OperationOf } from '../../operations/operation.ts';
import { escapeBinds } from '../../operations/write-python.ts';
import { type Catalogue, tableKey, type ViewState } from '../../schema/catalogue.ts';
import { readersOf } from '../../schema/views.ts';
import { quoteQualified } from '../../sql/quote.ts';
import type { Edit } from '../../text/edit.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { placeOf } from './batch.ts';
import { execute } from './code.ts';
import { around, standsAlone } from './statement.ts';

/** Nothing where the view has more than its query: what reads it, triggers, options and grants are the author's. */
export function recreateView(
  { migration }: RuleContext,
  operation: OperationOf<'alter_column'>,
  view: ViewState,
  catalogue: Catalogue,
): readonly Fix[] {
  const { style, text } = migration;
  const { op } = style;
  const hasMore = view.materialized || (view.columns ?? view.options ?? view.checkOption ?? view.comment) !== undefined;
  const isUsed = view.triggers.length > 0 || readersOf(catalogue, view).length > 0;
  if (op === undefined || view.query === undefined || hasMore || isUsed || !standsAlone(text, operation.origin.call))
    return [];
  const name = quoteQualified(view);
  const drop = execute(style, op, `DROP VIEW ${name}`);
  const create = execute(style, op, escapeBinds(`CREATE VIEW ${name} AS ${onOneLine(view.query)}`));
  const aroundIt = ({ origin, circumstance }: Operation): readonly Edit[] =>
    around(
      migration,
      circumstance.batch === undefined ? origin.call : placeOf(text, circumstance.batch),
      [drop],
      [create],
    );
  const back = migration.downgrade.find((each) => changesBack(each, operation) && standsAlone(text, each.origin.call));
  return [
    {
      title: `Drop the view ${view.name} before, and create it again after`,
      preferred: true,
      edits: [...aroundIt(operation), ...(back === undefined ? [] : aroundIt(back))],
    },
  ];
}

/** White space is free where nothing is quoted and no comment ends with its line. */
function onOneLine(sql: string): string {
  return /['"$]|--/.test(sql) ? sql : sql.replace(/\s+/g, ' ').trim();
}

function changesBack(each: Operation, { table, column }: OperationOf<'alter_column'>): boolean {
  return (
    each.kind === 'alter_column' &&
    each.type !== undefined &&
    tableKey(each.table) === tableKey(table) &&
    each.column.value === column.value
  );
}
