/** Changing an enum or another type. */

import type { AlterEnumStmt, AlterTableStmt, RenameStmt } from '@pgsql/types';
import { changeLabels, renameLabel } from '../schema/enums.ts';
import { renameType } from '../schema/types.ts';
import { nameParts, qualified, stringsOf } from '../sql/names.ts';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../sql/quote.ts';
import { qualifiedType } from './declared.ts';
import { defineOperation, type Reading } from './definition.ts';
import type { AlterType } from './operation.ts';
import { baseOf } from './restore.ts';
import type { StatementContext } from './statement-context.ts';
import { executeSql } from './write-python.ts';

export const alterType = defineOperation({
  kind: 'alter_type',
  summary: 'Changes a type, e.g. adds a value to an enum.',
  calls: [],
  statements: {
    AlterEnumStmt: fromEnum,
    // The attributes of a composite type.
    AlterTableStmt: ({ objtype, relation }: AlterTableStmt, context) =>
      objtype === 'OBJECT_TYPE' ? change(context, [relation?.schemaname, relation?.relname], { kind: 'other' }) : [],
    'RenameStmt.OBJECT_TYPE': ({ object, newname = '' }: RenameStmt, context) =>
      change(context, nameParts(object), { kind: 'rename', to: newname }),
  },
  apply: (catalogue, operation) => {
    const name = qualifiedType(operation);
    const { change } = operation;
    switch (change.kind) {
      case 'add-value':
        return changeLabels(catalogue, name, (labels) => withLabel(labels, change));
      case 'rename-value':
        return renameLabel(catalogue, name, change.from, change.to);
      case 'rename':
        return renameType(catalogue, name, { ...name, name: change.to });
      case 'other':
        return catalogue;
    }
  },
  invert: (operation) => {
    const { change, name } = operation;
    switch (change.kind) {
      case 'add-value':
        return { irreversible: `PostgreSQL can't remove the value ${change.value} from the enum ${name}` };
      case 'rename-value': {
        const back = { kind: 'rename-value', from: change.to, to: change.from } as const;
        return {
          operations: [{ ...baseOf(operation), kind: 'alter_type', name, schema: operation.schema, change: back }],
        };
      }
      case 'rename': {
        const shared = { ...baseOf(operation), name: change.to, schema: operation.schema };
        return { operations: [{ ...shared, kind: 'alter_type', change: { kind: 'rename', to: name } }] };
      }
      case 'other':
        return { irreversible: `what the type ${name} was is not known` };
    }
  },
  python: (operation, style) => {
    const change = writeChange(operation.change);
    return change === undefined ? undefined : executeSql(style, `ALTER TYPE ${quoteQualified(operation)} ${change}`);
  },
});

type Change = AlterType['change'];

function withLabel(labels: readonly string[], change: Extract<Change, { kind: 'add-value' }>): readonly string[] {
  if (labels.includes(change.value)) return labels;
  const at = change.neighbour === undefined ? -1 : labels.indexOf(change.neighbour);
  if (at < 0) return [...labels, change.value];
  return labels.toSpliced(change.after ? at + 1 : at, 0, change.value);
}

function writeChange(change: Change): string | undefined {
  switch (change.kind) {
    case 'add-value': {
      const condition = change.ifNotExists ? 'IF NOT EXISTS ' : '';
      const side = change.after ? 'AFTER' : 'BEFORE';
      const place = change.neighbour === undefined ? '' : ` ${side} ${quoteLiteral(change.neighbour)}`;
      return `ADD VALUE ${condition}${quoteLiteral(change.value)}${place}`;
    }
    case 'rename-value':
      return `RENAME VALUE ${quoteLiteral(change.from)} TO ${quoteLiteral(change.to)}`;
    case 'rename':
      return `RENAME TO ${quoteIdentifier(change.to)}`;
    case 'other':
      return undefined;
  }
}

function fromEnum(statement: AlterEnumStmt, context: StatementContext): Reading {
  const { typeName, oldVal, newVal = '', newValNeighbor, newValIsAfter, skipIfNewValExists } = statement;
  const name = stringsOf(typeName);
  if (oldVal !== undefined) return change(context, name, { kind: 'rename-value', from: oldVal, to: newVal });
  return change(context, name, {
    kind: 'add-value',
    value: newVal,
    ifNotExists: skipIfNewValExists ?? false,
    ...(newValNeighbor === undefined ? {} : { neighbour: newValNeighbor, after: newValIsAfter ?? false }),
  });
}

function change(context: StatementContext, parts: readonly (string | undefined)[], made: AlterType['change']): Reading {
  const { schema, name } = qualified(parts.flatMap((part) => part ?? []));
  return { ...context.base, kind: 'alter_type', name, schema, change: made };
}
