/** Sequences. */

import type { Node } from '@pgsql/types';
import { tableKey } from '../../schema/catalogue.ts';
import { changeSequence, dropSequence, putSequence, renameSequence } from '../../schema/sequences.ts';
import { nameParts, qualified, stringsOf } from '../../sql/names.ts';
import type { SequenceChange, SequenceOwner } from './change.ts';
import { defineSubject } from './definition.ts';
import { relationName, sequenceOptions } from './names.ts';

const subject = 'sequence';

export const sequences = defineSubject<SequenceChange>({
  statements: {
    CreateSeqStmt: ({ sequence, options, if_not_exists }, context) =>
      sequence?.relpersistence === 't'
        ? []
        : [
            {
              subject,
              do: 'create',
              name: relationName(sequence),
              options: sequenceOptions(options, context),
              owner: ownerOf(options),
              ifNotExists: if_not_exists ?? false,
            },
          ],
    AlterSeqStmt: ({ sequence, options }, context) => [
      {
        subject,
        do: 'alter',
        name: relationName(sequence),
        options: sequenceOptions(options, context),
        owner: ownerOf(options),
      },
    ],
    'DropStmt.OBJECT_SEQUENCE': ({ objects = [] }) =>
      objects.map((object) => ({ subject, do: 'drop', name: qualified(nameParts(object)) })),
    'RenameStmt.OBJECT_SEQUENCE': ({ relation, newname = '' }) => [
      { subject, do: 'rename', name: relationName(relation), to: newname },
    ],
    AlterObjectSchemaStmt: ({ objectType, relation, newschema = '' }) =>
      objectType === 'OBJECT_SEQUENCE'
        ? [{ subject, do: 'move', name: relationName(relation), schema: newschema }]
        : [],
  },
  apply: (catalogue, change, by) => {
    const { name } = change;
    switch (change.do) {
      case 'create': {
        if (change.ifNotExists && catalogue.sequences.has(tableKey(name))) return catalogue;
        const ownedBy = change.owner ? { ownedBy: change.owner } : {};
        return putSequence(catalogue, { ...name, options: change.options, ...ownedBy, by });
      }
      case 'alter':
        return changeSequence(catalogue, name, ({ ownedBy, ...before }) => {
          const owner = change.owner === undefined ? ownedBy : (change.owner ?? undefined);
          const options = { ...before.options, ...change.options };
          return { ...before, options, ...(owner === undefined ? {} : { ownedBy: owner }) };
        });
      case 'drop':
        return dropSequence(catalogue, name);
      case 'rename':
        return renameSequence(catalogue, name, { ...name, name: change.to });
      case 'move':
        return renameSequence(catalogue, name, { schema: change.schema, name: name.name });
    }
  },
});

function ownerOf(options: readonly Node[] | undefined): SequenceOwner {
  const found = options?.find((node) => 'DefElem' in node && node.DefElem.defname === 'owned_by');
  const arg = found && 'DefElem' in found ? found.DefElem.arg : undefined;
  if (arg === undefined || !('List' in arg)) return undefined;
  const parts = stringsOf(arg.List.items);
  const column = parts.at(-1);
  if (column === undefined || parts.length < 2) return null;
  return { table: qualified(parts.slice(0, -1)), column };
}
