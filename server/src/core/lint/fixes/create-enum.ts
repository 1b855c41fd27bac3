/** An enum that is created before the column that needs it, and dropped after the column is gone. */

import type { Operation, OperationOf } from '../../operations/operation.ts';
import { tableKey } from '../../schema/catalogue.ts';
import { slice } from '../../text/span.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { placeOf } from './batch.ts';
import { literal } from './code.ts';
import { around, standsAlone } from './statement.ts';

export function createEnumBefore({ migration }: RuleContext, operation: OperationOf<'add_column'>): readonly Fix[] {
  const { text, style } = migration;
  const { origin, circumstance, column } = operation;
  const type = column.type.value.enum;
  const { op, sa } = style;
  const written = slice(text, column.type.span);
  const isWhole = type?.name !== undefined && type.labels !== undefined && /^[\w.]+\([\s\S]*\)$/.test(written);
  if (op === undefined || sa === undefined || !isWhole || !standsAlone(text, origin.call) || /\n/.test(written))
    return [];
  const schema = type.schema === undefined ? '' : `, schema=${literal(style, type.schema)}`;
  const create = `${written}.create(${op}.get_bind(), checkfirst=True)`;
  const drop = `${sa}.Enum(name=${literal(style, type.name)}${schema}).drop(${op}.get_bind(), checkfirst=True)`;
  const place = placeAround(text, operation, circumstance);
  const back = migration.downgrade.find((each) => drops(each, operation) && standsAlone(text, each.origin.call));
  return [
    {
      title: `Create the enum ${type.name} first`,
      preferred: true,
      edits: [
        ...around(migration, place, [create], []),
        ...(back === undefined ? [] : around(migration, placeAround(text, back, back.circumstance), [], [drop])),
      ],
    },
  ];
}

function placeAround(text: string, { origin }: Operation, { batch }: Operation['circumstance']) {
  return batch === undefined ? origin.call : placeOf(text, batch);
}

function drops(operation: Operation, { table, column }: OperationOf<'add_column'>): boolean {
  return (
    operation.kind === 'drop_column' &&
    tableKey(operation.table) === tableKey(table) &&
    operation.column.value === column.name
  );
}
