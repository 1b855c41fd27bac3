/** Creating an enum or another type. */

import type { CompositeTypeStmt, CreateEnumStmt, CreateRangeStmt, DefineStmt } from '@pgsql/types';
import type { TypeState } from '../schema/catalogue.ts';
import { putEnum } from '../schema/enums.ts';
import { putType } from '../schema/types.ts';
import { qualified, stringsOf } from '../sql/names.ts';
import { isHole } from '../sql/source.ts';
import { qualifiedType } from './declared.ts';
import { defineOperation, type Reading } from './definition.ts';
import { textBehind } from './objects/names.ts';
import { baseOf } from './restore.ts';
import type { StatementContext } from './statement-context.ts';
import { boolean, call, keyword, onOp } from './write-python.ts';
import { writeEnum } from './write-type.ts';

export const createType = defineOperation({
  kind: 'create_type',
  summary: 'Creates a type.',
  calls: [],
  statements: {
    CreateEnumStmt: fromEnum,
    CompositeTypeStmt: ({ typevar }: CompositeTypeStmt, context) =>
      otherType(
        context,
        [typevar?.schemaname, typevar?.relname].flatMap((part) => part ?? []),
        'composite',
      ),
    CreateRangeStmt: ({ typeName }: CreateRangeStmt, context) => otherType(context, stringsOf(typeName), 'range'),
    DefineStmt: ({ kind, defnames }: DefineStmt, context) =>
      kind === 'OBJECT_TYPE' ? otherType(context, stringsOf(defnames), 'base') : [],
  },
  apply: (catalogue, { name, schema, labels, other, definition }, by) => {
    const own = qualifiedType({ name, schema });
    if (other !== undefined) return putType(catalogue, { ...own, kind: other, definition, by });
    return putEnum(catalogue, own, { ...own, labels, native: true, createType: true, by });
  },
  invert: (operation) => {
    const { name, schema } = operation;
    return { operations: [{ ...baseOf(operation), kind: 'drop_type', name, schema, ifExists: false }] };
  },
  python: ({ name, schema, labels, checkFirst }, style) => {
    const type = writeEnum({ ...qualifiedType({ name, schema }), labels, native: true, createType: true }, style);
    const bind = call(onOp(style, 'get_bind'), []);
    const written = call(type && `${type}.create`, [bind, keyword('checkfirst', boolean(checkFirst))]);
    return written === undefined ? undefined : [written];
  },
});

function fromEnum({ typeName, vals }: CreateEnumStmt, context: StatementContext): Reading {
  const labels = stringsOf(vals);
  return fromName(context, stringsOf(typeName), labels.some(isHole) ? undefined : labels);
}

function otherType(context: StatementContext, parts: readonly string[], other: TypeState['kind']): Reading {
  const { schema, name } = qualified(parts);
  const definition = textBehind(context, schema === undefined ? { name } : { schema, name });
  const shared = { ...context.base, kind: 'create_type', name, schema, labels: undefined, checkFirst: false } as const;
  return { ...shared, other, ...(definition === undefined ? {} : { definition }) };
}

function fromName(
  context: StatementContext,
  parts: readonly (string | undefined)[],
  labels?: readonly string[],
): Reading {
  const { schema, name } = qualified(parts.flatMap((part) => part ?? []));
  return { ...context.base, kind: 'create_type', name, schema, labels, checkFirst: false };
}
