/** Creating an enum or another type. */

import { putEnum } from '../schema/enums.ts';
import { qualifiedType } from './declared.ts';
import { defineOperation } from './definition.ts';
import { baseOf } from './restore.ts';
import { boolean, call, keyword, onOp } from './write-python.ts';
import { writeEnum } from './write-type.ts';

export const createType = defineOperation({
  kind: 'create_type',
  summary: 'Creates a type.',
  calls: [],
  statements: {},
  apply: (catalogue, { name, schema, labels }, by) =>
    putEnum(catalogue, qualifiedType({ name, schema }), {
      ...qualifiedType({ name, schema }),
      labels,
      native: true,
      createType: true,
      by,
    }),
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
