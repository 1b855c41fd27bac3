/** Views and materialized views. */

import type { Node } from '@pgsql/types';
import { type QualifiedName, tableKey, type ViewState } from '../../schema/catalogue.ts';
import { changeView, dropView, emptyView, putView, renameView } from '../../schema/views.ts';
import { nameParts, qualified, stringsOf } from '../../sql/names.ts';
import { relationsIn } from '../../sql/relations.ts';
import { findWords, holeWithin, parenthesised } from '../../sql/source.ts';
import { expressionName } from '../sql-index.ts';
import type { StatementContext } from '../statement-context.ts';
import type { ViewChange } from './change.ts';
import { defineSubject } from './definition.ts';
import { placeOf, relationName, textFrom } from './names.ts';

const subject = 'view';

export const views = defineSubject<ViewChange>({
  statements: {
    ViewStmt: ({ view, aliases, query, options, withCheckOption }, context) => {
      if (view?.relpersistence === 't') return [];
      const name = relationName(view);
      const local = withCheckOption === 'LOCAL_CHECK_OPTION' ? 'local' : 'cascaded';
      const isChecked = withCheckOption !== undefined && withCheckOption !== 'NO_CHECK_OPTION';
      return [
        {
          subject,
          do: 'put',
          name,
          materialized: false,
          ...columnsOf(stringsOf(aliases)),
          ...optionsOf(context, name, options),
          ...outputsOf(query),
          query: queryOf(context, name, isChecked ? ['with'] : []),
          reads: readsOf(query),
          ...(isChecked ? { checkOption: local } : {}),
          ifNotExists: false,
        },
      ];
    },
    CreateTableAsStmt: ({ into, objtype, query, if_not_exists }, context) => {
      if (objtype !== 'OBJECT_MATVIEW') return [];
      const name = relationName(into?.rel);
      return [
        {
          subject,
          do: 'put',
          name,
          materialized: true,
          ...columnsOf(stringsOf(into?.colNames)),
          ...optionsOf(context, name, into?.options),
          ...outputsOf(query),
          query: queryOf(context, name, ['with']),
          reads: readsOf(query),
          ...(into?.skipData ? { populated: false } : {}),
          ifNotExists: if_not_exists ?? false,
        },
      ];
    },
    RefreshMatViewStmt: ({ relation, skipData }) => [
      { subject, do: 'populate', name: relationName(relation), populated: skipData !== true },
    ],
    'DropStmt.OBJECT_VIEW': ({ objects = [] }) => dropped(objects),
    'DropStmt.OBJECT_MATVIEW': ({ objects = [] }) => dropped(objects),
    'RenameStmt.OBJECT_VIEW': ({ relation, newname = '' }) => [
      { subject, do: 'rename', name: relationName(relation), to: newname, materialized: false },
    ],
    'RenameStmt.OBJECT_COLUMN': ({ relationType, relation, subname = '', newname = '' }) =>
      relationType === 'OBJECT_VIEW' || relationType === 'OBJECT_MATVIEW'
        ? [{ subject, do: 'name-column', name: relationName(relation), from: subname, to: newname }]
        : [],
    'RenameStmt.OBJECT_MATVIEW': ({ relation, newname = '' }) => [
      { subject, do: 'rename', name: relationName(relation), to: newname, materialized: true },
    ],
    AlterObjectSchemaStmt: ({ objectType, relation, newschema = '' }) =>
      objectType === 'OBJECT_VIEW' || objectType === 'OBJECT_MATVIEW'
        ? [{ subject, do: 'move', name: relationName(relation), schema: newschema }]
        : [],
  },
  apply: (catalogue, change, by) => {
    const { name } = change;
    switch (change.do) {
      case 'put': {
        const former = catalogue.views.get(tableKey(name));
        if (change.ifNotExists && former !== undefined) return catalogue;
        const { subject: _, do: __, ifNotExists, name: ___, ...facts } = change;
        const made = ifNotExists ? { ...by, tentative: 'if-not-exists' as const } : by;
        return putView(catalogue, { ...emptyView(name, facts.materialized, former?.by ?? made), ...facts });
      }
      case 'drop':
        return dropView(catalogue, name);
      case 'rename':
        return renameView(catalogue, name, { ...name, name: change.to });
      case 'move':
        return renameView(catalogue, name, { schema: change.schema, name: name.name });
      case 'populate':
        return changeView(catalogue, name, ({ populated, ...view }) =>
          change.populated ? view : { ...view, populated: false },
        );
      case 'name-column':
        return changeView(catalogue, name, (view) =>
          view.columns === undefined
            ? view
            : { ...view, columns: view.columns.map((column) => (column === change.from ? change.to : column)) },
        );
    }
  },
});

function dropped(objects: readonly Node[]): readonly ViewChange[] {
  return objects.map((object) => ({ subject, do: 'drop', name: qualified(nameParts(object)) }));
}

function columnsOf(columns: readonly string[]): Pick<ViewState, 'columns'> {
  return columns.length === 0 ? {} : { columns };
}

/** Names of the query's columns, as the server finds them; nothing where a `*` hides some. */
function outputsOf(query: Node | undefined): Pick<ViewState, 'outputs'> {
  let select = query && 'SelectStmt' in query ? query.SelectStmt : undefined;
  while (select?.larg !== undefined) select = select.larg;
  const names = select?.targetList?.map((node) =>
    'ResTarget' in node ? (node.ResTarget.name ?? expressionName(node.ResTarget.val)) : undefined,
  );
  const outputs = names?.flatMap((name) => name ?? []);
  return outputs === undefined || outputs.length !== names?.length ? {} : { outputs };
}

/** The query, without what follows it: `WITH [LOCAL] CHECK OPTION`, `WITH [NO] DATA`. */
function queryOf(context: StatementContext, name: QualifiedName, endings: readonly string[]): string | undefined {
  const { source } = context;
  const place = placeOf(context, name);
  const as = place && findWords(source, place.end, ['as'], 0);
  if (as === undefined) return undefined;
  const last = source.tokens.at(-1)?.text ?? '';
  const isEnding = endings.includes('with') && (last === 'data' || last === 'option');
  const words = source.tokens.slice(-4);
  const start = isEnding ? words.findLast(({ text }) => text === 'with')?.start : undefined;
  if (holeWithin(source, as.end, start ?? context.part.end) !== undefined) return undefined;
  return textFrom(context, as.end, start);
}

/** The tables and views in it, each once. Names of its own WITH are none. */
function readsOf(query: Node | undefined): readonly QualifiedName[] {
  const names = relationsIn(query).map(relationName);
  return [...new Map(names.map((name) => [tableKey(name), name])).values()];
}

function optionsOf(
  context: StatementContext,
  name: QualifiedName,
  options: readonly Node[] | undefined,
): Pick<ViewState, 'options'> {
  if (options === undefined || options.length === 0) return {};
  const { source } = context;
  const place = placeOf(context, name);
  const word = place && findWords(source, place.end, ['with'], 0);
  const inner = word && parenthesised(source, word.end);
  return inner === undefined ? {} : { options: context.sql(inner) };
}
