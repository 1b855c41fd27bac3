/** Changes of tables and their members that no operation of their own stands for. */

import type { AlterTableCmd, Node } from '@pgsql/types';
import type { Catalogue, ConstraintState, Provenance, QualifiedName, TableState } from '../../schema/catalogue.ts';
import { findTable, tableKey } from '../../schema/catalogue.ts';
import { putColumn } from '../../schema/columns.ts';
import { findIndex, viewOfIndex } from '../../schema/constraints.ts';
import { dropSequence, ownedSequence, putOwned, renameSequence } from '../../schema/sequences.ts';
import { withEntry } from '../../schema/shared-map.ts';
import { changeKnownTable, changeTable, markHeirs, renameTable, setTableSchema } from '../../schema/tables.ts';
import { changeView, renameView } from '../../schema/views.ts';
import { stringsOf } from '../../sql/names.ts';
import { findWords, parenthesised } from '../../sql/source.ts';
import type { StatementContext } from '../statement-context.ts';
import type { TableChange } from './change.ts';
import { defineSubject } from './definition.ts';
import { placeOf, relationName, sequenceOfIdentity, sequenceOptions, textFrom } from './names.ts';

const subject = 'table';

export const tables = defineSubject<TableChange>({
  statements: {
    AlterObjectSchemaStmt: ({ objectType, relation, newschema = '' }) =>
      objectType === 'OBJECT_TABLE' ? [{ subject, do: 'move', table: relationName(relation), schema: newschema }] : [],
    'RenameStmt.OBJECT_TABCONSTRAINT': ({ relation, subname = '', newname = '' }) => [
      { subject, do: 'rename-constraint', table: relationName(relation), name: subname, to: newname },
    ],
    'RenameStmt.OBJECT_INDEX': ({ relation, newname = '' }) => [
      { subject, do: 'rename-index', index: relationName(relation), to: newname },
    ],
    AlterTableStmt: ({ objtype, relation, cmds = [] }) =>
      objtype === 'OBJECT_INDEX' ? cmds.flatMap((cmd) => attachedIndex(relationName(relation), cmd)) : [],
    'AlterTableCmd.AT_AttachPartition': ({ def }, context) => {
      const part = def && 'PartitionCmd' in def ? relationName(def.PartitionCmd.name) : undefined;
      const place = part && placeOf(context, part, findWords(context.source, context.part.start, ['partition'])?.end);
      const bound = place === undefined ? '' : textFrom(context, place.end, context.part.end);
      return onTable(context, (table) => (part === undefined ? [] : [{ subject, do: 'attach', table, part, bound }]));
    },
    'AlterTableCmd.AT_DetachPartition': ({ def }, context) => {
      const part = def && 'PartitionCmd' in def ? relationName(def.PartitionCmd.name) : undefined;
      return onTable(context, (table) => (part === undefined ? [] : [{ subject, do: 'detach', table, part }]));
    },
    'AlterTableCmd.AT_AddInherit': (cmd, context) => inheritance(cmd, context, true),
    'AlterTableCmd.AT_DropInherit': (cmd, context) => inheritance(cmd, context, false),
    'AlterTableCmd.AT_SetLogged': (_, context) =>
      onTable(context, (table) => [{ subject, do: 'logged', table, on: true }]),
    'AlterTableCmd.AT_SetUnLogged': (_, context) =>
      onTable(context, (table) => [{ subject, do: 'logged', table, on: false }]),
    'AlterTableCmd.AT_AddIdentity': ({ name: column = '', def }, context) => {
      if (!def || !('Constraint' in def)) return [];
      const { generated_when, options } = def.Constraint;
      const identity = {
        always: generated_when === 'a',
        options: sequenceOptions(options, context),
        ...sequenceOfIdentity(options),
      };
      return onTable(context, (table) => [{ subject, do: 'identity', table, column, identity }]);
    },
    'AlterTableCmd.AT_SetIdentity': ({ name: column = '', def }, context) => {
      const items = def && 'List' in def ? (def.List.items ?? []) : [];
      const generated = items.find((node) => 'DefElem' in node && node.DefElem.defname === 'generated');
      const letter = generated && 'DefElem' in generated ? generated.DefElem.arg : undefined;
      const when = letter && 'Integer' in letter ? { always: letter.Integer.ival === 'a'.charCodeAt(0) } : {};
      const identity = { ...when, options: sequenceOptions(items, context) };
      return onTable(context, (table) => [{ subject, do: 'identity', table, column, identity }]);
    },
    'AlterTableCmd.AT_DropIdentity': ({ name: column = '' }, context) =>
      onTable(context, (table) => [{ subject, do: 'identity', table, column, identity: null }]),
    'AlterTableCmd.AT_DropExpression': ({ name: column = '' }, context) =>
      onTable(context, (table) => [{ subject, do: 'drop-expression', table, column }]),
    'AlterTableCmd.AT_SetExpression': ({ name: column = '' }, context) => {
      const word = findWords(context.source, context.part.start, ['as']);
      const inner = word && parenthesised(context.source, word.end);
      return onTable(context, (table) =>
        inner === undefined ? [] : [{ subject, do: 'set-expression', table, column, sql: context.sql(inner) }],
      );
    },
    'Constraint.CONSTR_NOTNULL': ({ keys, conname: name, skip_validation }, context) => {
      const [column] = stringsOf(keys);
      return onTable(context, (table) =>
        column === undefined || !skip_validation ? [] : [{ subject, do: 'not-null', table, column, name }],
      );
    },
    'AlterTableCmd.AT_AlterConstraint': ({ def }, context) => {
      if (!def || !('ATAlterConstraint' in def)) return [];
      const { conname: name = '', alterDeferrability, deferrable, initdeferred } = def.ATAlterConstraint;
      if (!alterDeferrability) return [];
      const waits = { deferrable: deferrable ?? false, initiallyDeferred: initdeferred ?? false };
      return onTable(context, (table) => [{ subject, do: 'alter-constraint', table, name, ...waits }]);
    },
  },
  apply: (catalogue, change, by) => {
    switch (change.do) {
      case 'move':
        return catalogue.views.has(tableKey(change.table))
          ? renameView(catalogue, change.table, { schema: change.schema, name: change.table.name })
          : setTableSchema(catalogue, change.table, change.schema, by);
      case 'rename-constraint':
        return changeKnownTable(catalogue, change.table, (it) => withRenamedConstraint(it, change.name, change.to));
      case 'rename-index':
        return renameIndex(catalogue, change.index, change.to);
      case 'attach-index':
        return attachIndex(catalogue, change.index, change.part);
      case 'attach':
        return changeKnownTable(markHeirs(catalogue, [change.table]), change.part, (it) => ({
          ...it,
          parents: [change.table],
          bound: change.bound,
          ...(/^default$/i.test(change.bound) ? { defaultPartition: true } : {}),
        }));
      case 'detach':
        return changeKnownTable(
          catalogue,
          change.part,
          ({ parents: _, bound: __, defaultPartition: ___, ...it }) => it,
        );
      case 'inherit':
        return changeKnownTable(markHeirs(catalogue, [change.parent]), change.table, (it) => {
          const others = (it.parents ?? []).filter((parent) => tableKey(parent) !== tableKey(change.parent));
          return { ...it, parents: change.on ? [...others, change.parent] : others };
        });
      case 'logged':
        return changeTable(catalogue, change.table, by, ({ unlogged: _, ...it }) =>
          change.on ? it : { ...it, unlogged: true },
        );
      case 'alter-constraint':
        return changeKnownTable(catalogue, change.table, (it) => ({
          ...it,
          constraints: it.constraints.map((one) => (one.name === change.name ? withDeferral(one, change) : one)),
        }));
      default:
        return changeColumn(catalogue, change, by);
    }
  },
});

/** Renames a relation of any kind, as ALTER TABLE … RENAME TO does. */
export function renameRelation(catalogue: Catalogue, from: QualifiedName, to: string, by: Provenance): Catalogue {
  const key = tableKey(from);
  if (catalogue.tables.has(key)) return renameTable(catalogue, from, to, by);
  if (catalogue.views.has(key)) return renameView(catalogue, from, { ...from, name: to });
  if (catalogue.sequences.has(key)) return renameSequence(catalogue, from, { ...from, name: to });
  const renamed = renameIndex(catalogue, from, to);
  return renamed === catalogue ? renameTable(catalogue, from, to, by) : renamed;
}

function onTable(
  { source }: StatementContext,
  make: (table: QualifiedName) => readonly TableChange[],
): readonly TableChange[] {
  const node: Node = source.node;
  return 'AlterTableStmt' in node ? make(relationName(node.AlterTableStmt.relation)) : [];
}

function inheritance({ def }: AlterTableCmd, context: StatementContext, on: boolean): readonly TableChange[] {
  const parent = def && 'RangeVar' in def ? relationName(def.RangeVar) : undefined;
  return onTable(context, (table) => (parent === undefined ? [] : [{ subject, do: 'inherit', table, parent, on }]));
}

function attachedIndex(index: QualifiedName, node: Node): readonly TableChange[] {
  const def = 'AlterTableCmd' in node ? node.AlterTableCmd.def : undefined;
  if (!def || !('PartitionCmd' in def)) return [];
  return [{ subject, do: 'attach-index', index, part: relationName(def.PartitionCmd.name) }];
}

function withRenamedConstraint(table: TableState, from: string, to: string): TableState {
  return {
    ...table,
    constraints: table.constraints.map((one) => (one.name === from ? { ...one, name: to } : one)),
  };
}

/** An index, or the constraint whose index it is. */
function renameIndex(catalogue: Catalogue, index: QualifiedName, to: string): Catalogue {
  const rename = (all: TableState['indexes']) =>
    all.map((one) => (one.name === index.name ? { ...one, name: to } : one));
  const found = findIndex(catalogue, index.name, index.schema);
  if (found !== undefined) {
    return changeKnownTable(catalogue, found.table, (it) => ({ ...it, indexes: rename(it.indexes) }));
  }
  const view = viewOfIndex(catalogue, index.name, index.schema);
  if (view !== undefined) return changeView(catalogue, view, (it) => ({ ...it, indexes: rename(it.indexes) }));
  for (const table of catalogue.tables.values()) {
    const isIn = index.schema === undefined || (table.schema ?? 'public') === index.schema;
    if (!isIn || !table.constraints.some((one) => one.name === index.name && hasIndex(one))) continue;
    return changeKnownTable(catalogue, table, (it) => withRenamedConstraint(it, index.name, to));
  }
  return catalogue;
}

function hasIndex({ kind }: ConstraintState): boolean {
  return kind === 'primary-key' || kind === 'unique' || kind === 'exclude';
}

/** The index of a partitioned table is valid when each partition has a part of it. */
function attachIndex(catalogue: Catalogue, index: QualifiedName, part: QualifiedName): Catalogue {
  const owner = findIndex(catalogue, index.name, index.schema);
  const child = findIndex(catalogue, part.name, part.schema);
  if (owner === undefined || child === undefined) return catalogue;
  const attached = changeKnownTable(catalogue, child.table, (it) => ({
    ...it,
    indexes: it.indexes.map((one) => (one.name === part.name ? { ...one, parent: index } : one)),
  }));
  const partitions = [...attached.tables.values()].filter((table) =>
    table.parents?.some((parent) => tableKey(parent) === tableKey(owner.table)),
  );
  const isWhole = partitions.every((table) =>
    table.indexes.some((one) => one.parent !== undefined && one.parent.name === index.name),
  );
  if (!isWhole) return attached;
  return changeKnownTable(attached, owner.table, (it) => ({
    ...it,
    indexes: it.indexes.map(({ invalid, ...one }) =>
      one.name === index.name || invalid === undefined ? one : { ...one, invalid },
    ),
  }));
}

function withDeferral(
  constraint: ConstraintState,
  {
    deferrable = false,
    initiallyDeferred = false,
  }: { readonly deferrable?: boolean; readonly initiallyDeferred?: boolean },
): ConstraintState {
  if (constraint.kind !== 'foreign-key') return constraint;
  const { deferrable: _, initiallyDeferred: __, ...rest } = constraint;
  return {
    ...rest,
    ...(deferrable || initiallyDeferred ? { deferrable: true } : {}),
    ...(initiallyDeferred ? { initiallyDeferred: true } : {}),
  };
}

type ColumnChange = Extract<TableChange, { readonly column: string }>;

function changeColumn(catalogue: Catalogue, change: ColumnChange, by: Provenance): Catalogue {
  const table = findTable(catalogue, change.table);
  const column = table?.columns.get(change.column);
  if (table === undefined || column === undefined) return catalogue;
  const put = (into: Catalogue, state: typeof column) =>
    changeKnownTable(into, table, (it) => ({ ...it, columns: new Map(it.columns).set(state.name, state) }));
  if (change.do === 'not-null') {
    const unprovenNotNull = change.name ?? `${table.name}_${column.name}_not_null`;
    return column.nullable ? putColumn(catalogue, table, { ...column, nullable: false, unprovenNotNull }) : catalogue;
  }
  const { identity, computed, ...rest } = column;
  if (change.do === 'drop-expression') return put(catalogue, identity === undefined ? rest : { ...rest, identity });
  if (change.do === 'set-expression') {
    return put(catalogue, { ...column, computed: { stored: computed?.stored ?? true, sql: change.sql } });
  }
  const plain = computed === undefined ? rest : { ...rest, computed };
  const owned = ownedSequence(catalogue, table, column.name, 'identity');
  if (change.identity === null) return put(owned === undefined ? catalogue : dropSequence(catalogue, owned), plain);
  const options = { ...identity?.options, ...change.identity.options };
  const state = { always: change.identity.always ?? identity?.always ?? false, options };
  const changed = put(catalogue, { ...plain, nullable: false, identity: state });
  if (owned !== undefined) {
    return { ...changed, sequences: withEntry(changed.sequences, tableKey(owned), { ...owned, options }) };
  }
  return putOwned(changed, table, column.name, { options, from: 'identity', by }, change.identity.sequence).catalogue;
}
