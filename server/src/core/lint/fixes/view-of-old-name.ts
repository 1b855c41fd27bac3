/** A view that answers to a renamed table's old name, until no release asks for it. */

import type { OperationOf } from '../../operations/operation.ts';
import { tableKey } from '../../schema/catalogue.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { execute, tableInSql } from './code.ts';
import { around, standsAlone } from './statement.ts';

export function viewOfOldName(
  { migration }: RuleContext,
  { table, newName, origin }: OperationOf<'rename_table'>,
): readonly Fix[] {
  const { text, style, downgrade } = migration;
  if (style.op === undefined || !standsAlone(text, origin.call)) return [];
  const renamed = { ...table, name: newName.value };
  const create = `CREATE VIEW ${tableInSql(table)} AS SELECT * FROM ${tableInSql(renamed)}`;
  const drop = execute(style, style.op, `DROP VIEW ${tableInSql(table)}`);
  const back = downgrade.find(
    (each) =>
      each.kind === 'rename_table' &&
      tableKey(each.table) === tableKey(renamed) &&
      each.newName.value === table.name &&
      standsAlone(text, each.origin.call),
  );
  const edits = [
    ...around(migration, origin.call, [], [execute(style, style.op, create)]),
    ...(back === undefined ? [] : around(migration, back.origin.call, [drop], [])),
  ];
  return [{ title: `Leave a view named ${table.name} behind`, preferred: true, edits }];
}
