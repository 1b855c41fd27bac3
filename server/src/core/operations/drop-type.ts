/** Dropping a type. */

import type { DropStmt } from '@pgsql/types';
import { findEnum } from '../schema/enums.ts';
import { dropType as dropFromCatalogue } from '../schema/types.ts';
import { qualifiedType } from './declared.ts';
import { defineOperation, type Reading } from './definition.ts';
import { baseOf } from './restore.ts';
import { droppedNames, type StatementContext } from './statement-context.ts';
import { boolean, call, keyword, onOp, onSa, string } from './write-python.ts';

export const dropType = defineOperation({
  kind: 'drop_type',
  summary: 'Drops a type.',
  calls: [],
  statements: { 'DropStmt.OBJECT_TYPE': fromStatement },
  apply: (catalogue, operation) => dropFromCatalogue(catalogue, qualifiedType(operation), operation.cascade),
  invert: (operation, before) => {
    const { name, schema } = operation;
    const labels = findEnum(before, qualifiedType(operation))?.labels;
    if (labels === undefined) return { irreversible: `the values of the type ${name} are not known` };
    return { operations: [{ ...baseOf(operation), kind: 'create_type', name, schema, labels, checkFirst: false }] };
  },
  python: ({ name, schema, ifExists }, style) => {
    const type = call(onSa(style, 'Enum'), [
      keyword('name', string(name, style)),
      keyword('schema', schema !== undefined && string(schema, style)),
    ]);
    const bind = call(onOp(style, 'get_bind'), []);
    const written = call(type && `${type}.drop`, [bind, keyword('checkfirst', boolean(ifExists))]);
    return written === undefined ? undefined : [written];
  },
});

function fromStatement({ objects = [], missing_ok, behavior }: DropStmt, context: StatementContext): Reading {
  return droppedNames(context, objects).map(({ schema, name, span }) => ({
    ...context.base,
    ...(objects.length > 1 ? { span } : {}),
    kind: 'drop_type',
    name,
    schema,
    ifExists: missing_ok ?? false,
    ...(behavior === 'DROP_CASCADE' ? { cascade: true } : {}),
  }));
}
