/** Schemas. */

import { type Catalogue, tableKey } from '../../schema/catalogue.ts';
import { dropFunction } from '../../schema/functions.ts';
import { dropSequence } from '../../schema/sequences.ts';
import { withEntry } from '../../schema/shared-map.ts';
import { dropTable, setTableSchema } from '../../schema/tables.ts';
import { dropType, renameType } from '../../schema/types.ts';
import { dropView, renameView } from '../../schema/views.ts';
import { nameParts } from '../../sql/names.ts';
import type { SchemaChange } from './change.ts';
import { defineSubject } from './definition.ts';

const subject = 'schema';

export const schemas = defineSubject<SchemaChange>({
  statements: {
    CreateSchemaStmt: ({ schemaname, authrole, if_not_exists }) => {
      const name = schemaname ?? authrole?.rolename;
      return name === undefined ? [] : [{ subject, do: 'create', name, ifNotExists: if_not_exists ?? false }];
    },
    'DropStmt.OBJECT_SCHEMA': ({ objects = [], behavior }) =>
      objects.flatMap((object) => {
        const name = nameParts(object).at(-1);
        return name === undefined ? [] : [{ subject, do: 'drop', name, cascade: behavior === 'DROP_CASCADE' }];
      }),
    'RenameStmt.OBJECT_SCHEMA': ({ subname = '', newname = '' }) => [
      { subject, do: 'rename', name: subname, to: newname },
    ],
  },
  apply: (catalogue, change, by) => {
    switch (change.do) {
      case 'create': {
        if (catalogue.schemas.has(change.name)) return catalogue;
        const made = change.ifNotExists ? { ...by, tentative: 'if-not-exists' as const } : by;
        return {
          ...catalogue,
          schemas: withEntry(catalogue.schemas, change.name, { name: change.name, by: made }),
        };
      }
      case 'drop':
        return withoutSchema(change.cascade ? emptied(catalogue, change.name) : catalogue, change.name);
      case 'rename': {
        const before = catalogue.schemas.get(change.name);
        const moved = [...catalogue.tables.values()]
          .filter(({ schema }) => schema === change.name)
          .reduce((it, table) => setTableSchema(it, table, change.to, by), catalogue);
        const renamed = inSchema(moved.views, change.name).reduce(
          (it, view) => renameView(it, view, { schema: change.to, name: view.name }),
          moved,
        );
        const after = typesIn(renamed, change.name).reduce(
          (it, type) => renameType(it, type, { schema: change.to, name: type.name }),
          renamed,
        );
        const schemas = new Map(withoutSchema(after, change.name).schemas);
        if (before !== undefined) schemas.set(change.to, { ...before, name: change.to });
        return { ...after, schemas };
      }
    }
  },
});

function withoutSchema(catalogue: Catalogue, name: string): Catalogue {
  const schemas = new Map(catalogue.schemas);
  return schemas.delete(name) ? { ...catalogue, schemas } : catalogue;
}

/** Without everything that is in the schema, and what depends on that. */
function emptied(catalogue: Catalogue, name: string): Catalogue {
  let after = catalogue;
  for (const table of inSchema(catalogue.tables, name)) after = dropTable(after, table);
  for (const view of inSchema(catalogue.views, name)) after = dropView(after, view);
  for (const sequence of inSchema(catalogue.sequences, name)) after = dropSequence(after, sequence);
  for (const one of inSchema(catalogue.functions, name)) after = dropFunction(after, one, one.signature, true);
  for (const type of typesIn(catalogue, name)) after = dropType(after, type, true);
  const extensions = new Map([...after.extensions].filter(([, extension]) => extension.schema !== name));
  return { ...after, extensions };
}

function typesIn({ enums, domains, types }: Catalogue, name: string): readonly { schema: string; name: string }[] {
  return [...enums.keys(), ...domains.keys(), ...types.keys()].flatMap((key) => {
    const own = key.slice(name.length + 1);
    return tableKey({ schema: name, name: own }) === key ? [{ schema: name, name: own }] : [];
  });
}

function inSchema<State extends { readonly schema?: string }>(
  states: ReadonlyMap<string, State>,
  name: string,
): readonly State[] {
  return [...states.values()].filter(({ schema }) => (schema ?? 'public') === name);
}
