/** Drops an enum behind the operation after which nothing uses it. */

import type { Operation } from '../../operations/operation.ts';
import { writeOperation } from '../../operations/write.ts';
import type { EnumState } from '../../schema/catalogue.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { around, standsAlone } from './statement.ts';

export function dropEnumAfter({ migration }: RuleContext, operation: Operation, type: EnumState): readonly Fix[] {
  const { call } = operation.origin;
  if (type.name === undefined || !standsAlone(migration.text, call)) return [];
  const { span, origin, circumstance } = operation;
  const drop: Operation = {
    span,
    origin,
    circumstance,
    kind: 'drop_type',
    name: type.name,
    schema: type.schema,
    ifExists: true,
  };
  const lines = writeOperation(drop, migration.style);
  if (lines === undefined || circumstance.batch !== undefined) return [];
  return [{ title: `Drop the enum ${type.name} too`, preferred: true, edits: around(migration, call, [], lines) }];
}
