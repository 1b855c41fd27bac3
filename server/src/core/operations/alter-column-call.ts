/** `op.alter_column(…)`, where `False` leaves a property alone and `None` removes it. */

import type { Value } from '../python/value.ts';
import { callTable, maybeSql } from './call-form.ts';
import { readDefaultValue } from './column.ts';
import { readType } from './column-type.ts';
import type { BoundArguments, CallReader, Reading } from './definition.ts';
import { isOpaque, locatedString, maybeBoolean, maybeString, unknownValue } from './given.ts';
import type { AlterColumn, Maybe } from './operation.ts';

export function readAlterColumn(args: BoundArguments, reader: CallReader): Reading {
  const { values } = args;
  const table = callTable(args, reader);
  if (isOpaque(table)) return table;
  const named = values.get('column_name');
  const column = locatedString(named);
  if (!column)
    return {
      opaque: named ? `the column's name is not known: ${unknownValue(named, reader).unknown}` : 'no column is named',
    };
  const type = values.get('type_');
  const existing = values.get('existing_type');
  return {
    ...reader.base,
    kind: 'alter_column',
    table,
    column,
    newName: maybeString(values.get('new_column_name') ?? values.get('name'), reader),
    type: type && type.kind !== 'none' ? readType(type, reader) : undefined,
    using: maybeSql(values.get('postgresql_using'), reader),
    nullable: maybeBoolean(values.get('nullable'), reader),
    serverDefault: givenDefault(values.get('server_default'), reader),
    comment: givenComment(values.get('comment'), reader),
    existingType: existing && existing.kind !== 'none' ? readType(existing, reader) : undefined,
    existingNullable: maybeBoolean(values.get('existing_nullable'), reader),
    clientDefault: values.get('default')?.span,
  };
}

/** False, Alembic's own default, leaves the default alone. */
function givenDefault(value: Value | undefined, reader: CallReader): AlterColumn['serverDefault'] {
  if (!value || (value.kind === 'boolean' && !value.value)) return undefined;
  const { span } = value;
  return (
    readDefaultValue(value, reader) ?? {
      value: { kind: 'unknown', source: reader.text.slice(span.start, span.end) },
      span,
    }
  );
}

/** False leaves the comment alone, None removes it. */
function givenComment(value: Value | undefined, reader: CallReader): Maybe<string | null> | undefined {
  if (!value || (value.kind === 'boolean' && !value.value)) return undefined;
  return value.kind === 'none' ? { value: null, span: value.span } : maybeString(value, reader);
}
