/** Setting the comment of a table or column. */

import type { CommentStmt } from '@pgsql/types';
import { findTable } from '../schema/catalogue.ts';
import { changeKnownTable } from '../schema/tables.ts';
import { nameParts } from '../sql/names.ts';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../sql/quote.ts';
import { extent, findWords, holeWithin } from '../sql/source.ts';
import { callTable } from './call-form.ts';
import { defineOperation, type Reading } from './definition.ts';
import { isOpaque, maybeString } from './given.ts';
import { isKnown } from './operation.ts';
import { located } from './restore.ts';
import { locatedName, nameAt, type StatementContext } from './statement-context.ts';
import { executeSql, opCall, schemaArgument, string } from './write-python.ts';

export const setComment = defineOperation({
  kind: 'set_comment',
  summary: 'Sets or removes the comment of a table or column.',
  calls: [
    {
      name: 'create_table_comment',
      op: 'table_name, comment, *, existing_comment=None, schema=None',
      batch: 'comment, *, existing_comment=None',
      read: (args, reader) => {
        const table = callTable(args, reader);
        if (isOpaque(table)) return table;
        const comment = maybeString(args.values.get('comment'), reader) ?? { value: null, span: reader.base.span };
        return { ...reader.base, kind: 'set_comment', table, comment };
      },
    },
    {
      name: 'drop_table_comment',
      op: 'table_name, *, existing_comment=None, schema=None',
      batch: '*, existing_comment=None',
      read: (args, reader) => {
        const table = callTable(args, reader);
        if (isOpaque(table)) return table;
        return { ...reader.base, kind: 'set_comment', table, comment: { value: null, span: reader.base.span } };
      },
    },
  ],
  statements: { CommentStmt: fromStatement },
  apply: (catalogue, { table, column, comment }) => {
    if (table === undefined || !isKnown(comment)) return catalogue;
    return changeKnownTable(catalogue, table, (it) => {
      if (column === undefined) return withComment(it, comment.value);
      const state = it.columns.get(column);
      return state === undefined
        ? it
        : { ...it, columns: new Map(it.columns).set(column, withComment(state, comment.value)) };
    });
  },
  invert: (operation, before) => {
    const { table, column } = operation;
    if (table === undefined) return { irreversible: 'it is not known what the comment is of' };
    const state = findTable(before, table);
    const was = column === undefined ? state : state?.columns.get(column);
    const named = column === undefined ? table.name : `${table.name}.${column}`;
    if (was === undefined) return { irreversible: `the former comment of ${named} is not known` };
    return {
      operations: [{ ...operation, comment: located(was.comment ?? null, operation.span) }],
    };
  },
  python: ({ table, column, comment }, style) => {
    if (table === undefined || !isKnown(comment)) return undefined;
    const { value } = comment;
    if (column !== undefined) {
      const said = value ? quoteLiteral(value) : 'NULL';
      return executeSql(style, `COMMENT ON COLUMN ${quoteQualified(table)}.${quoteIdentifier(column)} IS ${said}`);
    }
    const [name, schema] = [string(table.name, style), schemaArgument(table, style)];
    return value
      ? opCall(style, 'create_table_comment', [name, string(value, style), schema])
      : opCall(style, 'drop_table_comment', [name, schema]);
  },
});

/** With the comment; an empty one removes it. */
function withComment<T extends { readonly comment?: string }>(state: T, comment: string | null): T {
  const { comment: _, ...rest } = state;
  return (comment ? { ...rest, comment } : rest) as T;
}

function fromStatement({ objtype, object, comment }: CommentStmt, context: StatementContext): Reading {
  if (objtype !== 'OBJECT_TABLE' && objtype !== 'OBJECT_COLUMN') return [];
  const { source } = context;
  const parts = nameParts(object);
  const path = objtype === 'OBJECT_COLUMN' ? parts.slice(0, -1) : parts;
  const { span } = locatedName(context, path, source.start);
  const word = findWords(source, source.start, ['is'], 0);
  const range = extent(source, word?.end ?? source.start);
  const hole = holeWithin(source, range.start, range.end);
  const said = { value: comment ?? null, span: context.place(range) };
  return {
    ...context.base,
    kind: 'set_comment',
    table: nameAt(context, path, span),
    ...(objtype === 'OBJECT_COLUMN' && parts.length > 1 ? { column: parts.at(-1) ?? '' } : {}),
    comment: hole === undefined ? said : context.hole(hole),
  };
}
