/** A view that answers to the old name of a renamed or moved table, until no release asks for it. */

import type { TableChange } from '../../operations/objects/change.ts';
import type { OperationOf, OtherStatement } from '../../operations/operation.ts';
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

/** The same in the schema that a table leaves. */
export function viewInOldSchema(
  { migration }: RuleContext,
  { origin }: OtherStatement,
  { table, schema }: Extract<TableChange, { do: 'move' }>,
): readonly Fix[] {
  const { text, style, downgrade } = migration;
  if (style.op === undefined || !standsAlone(text, origin.call)) return [];
  const old = { schema: 'public', ...table };
  const moved = { schema, name: table.name };
  const create = execute(style, style.op, `CREATE VIEW ${tableInSql(old)} AS SELECT * FROM ${tableInSql(moved)}`);
  const back = downgrade.find(
    (each) =>
      each.kind === 'statement' &&
      each.changes?.some(
        (it) => it.subject === 'table' && it.do === 'move' && tableKey(it.table) === tableKey(moved),
      ) &&
      standsAlone(text, each.origin.call),
  );
  const drop = execute(style, style.op, `DROP VIEW ${tableInSql(old)}`);
  const edits = [
    ...around(migration, origin.call, [], [create]),
    ...(back === undefined ? [] : around(migration, back.origin.call, [drop], [])),
  ];
  return [{ title: `Leave a view in ${old.schema} behind`, preferred: true, edits }];
}
