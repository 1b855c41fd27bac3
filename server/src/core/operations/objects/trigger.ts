/** Triggers. */

import type { Node } from '@pgsql/types';
import type { Catalogue, QualifiedName, TableState, TriggerState } from '../../schema/catalogue.ts';
import { tableKey } from '../../schema/catalogue.ts';
import { changeTable } from '../../schema/tables.ts';
import { changeView } from '../../schema/views.ts';
import { nameParts, qualified } from '../../sql/names.ts';
import { findWords, parenthesised } from '../../sql/source.ts';
import type { StatementContext } from '../statement-context.ts';
import type { TriggerChange } from './change.ts';
import { defineSubject } from './definition.ts';
import { listedName, placeOf, relationName, textFrom } from './names.ts';

const subject = 'trigger';

export const triggers = defineSubject<TriggerChange>({
  statements: {
    CreateTrigStmt: ({ trigname = '', relation, funcname, isconstraint }, context) => {
      const table = relationName(relation);
      const called = listedName(funcname);
      const pieces = piecesOf(context, trigname, table, called);
      const constraint = isconstraint ? { constraint: true as const } : {};
      return [{ subject, do: 'put', table, trigger: { name: trigname, function: called, ...pieces, ...constraint } }];
    },
    'DropStmt.OBJECT_TRIGGER': ({ objects = [] }) =>
      objects.map((object) => {
        const parts = nameParts(object);
        return { subject, do: 'drop', table: qualified(parts.slice(0, -1)), name: parts.at(-1) ?? '' };
      }),
    'RenameStmt.OBJECT_TRIGGER': ({ relation, subname = '', newname = '' }) => [
      { subject, do: 'rename', table: relationName(relation), name: subname, to: newname },
    ],
    'AlterTableCmd.AT_EnableTrig': ({ name }, context) => switched(context, name, undefined),
    'AlterTableCmd.AT_EnableTrigAll': (_, context) => switched(context, undefined, undefined),
    'AlterTableCmd.AT_EnableTrigUser': (_, context) => switched(context, undefined, undefined),
    'AlterTableCmd.AT_EnableAlwaysTrig': ({ name }, context) => switched(context, name, 'always'),
    'AlterTableCmd.AT_EnableReplicaTrig': ({ name }, context) => switched(context, name, 'replica'),
    'AlterTableCmd.AT_DisableTrig': ({ name }, context) => switched(context, name, 'disabled'),
    'AlterTableCmd.AT_DisableTrigAll': (_, context) => switched(context, undefined, 'disabled'),
    'AlterTableCmd.AT_DisableTrigUser': (_, context) => switched(context, undefined, 'disabled'),
  },
  apply: (catalogue, change, by) => {
    switch (change.do) {
      case 'put': {
        const made = { ...change.trigger, by };
        return changeTriggers(catalogue, change.table, by, (all) => [
          ...all.filter(({ name }) => name !== made.name),
          made,
        ]);
      }
      case 'drop':
        return changeTriggers(catalogue, change.table, undefined, (all) =>
          all.filter(({ name }) => name !== change.name),
        );
      case 'rename':
        return changeTriggers(catalogue, change.table, undefined, (all) =>
          all.map((one) => (one.name === change.name ? { ...one, name: change.to } : one)),
        );
      case 'switch':
        return changeTriggers(catalogue, change.table, undefined, (all) =>
          all.map(({ firing, ...one }) => {
            if (change.name !== undefined && one.name !== change.name) return firing ? { ...one, firing } : one;
            return change.firing === undefined ? one : { ...one, firing: change.firing };
          }),
        );
    }
  },
});

function changeTriggers(
  catalogue: Catalogue,
  name: QualifiedName,
  by: TableState['by'] | undefined,
  change: (triggers: readonly TriggerState[]) => readonly TriggerState[],
): Catalogue {
  const key = tableKey(name);
  if (catalogue.views.has(key)) return changeView(catalogue, name, (it) => ({ ...it, triggers: change(it.triggers) }));
  const known = catalogue.tables.get(key);
  const made = by ?? known?.by;
  if (made === undefined) return catalogue;
  return changeTable(catalogue, name, made, (it) => ({ ...it, triggers: change(it.triggers ?? []) }));
}

function switched(
  { source }: StatementContext,
  name: string | undefined,
  firing: TriggerState['firing'],
): readonly TriggerChange[] {
  const node: Node = source.node;
  if (!('AlterTableStmt' in node)) return [];
  return [{ subject, do: 'switch', table: relationName(node.AlterTableStmt.relation), name, firing }];
}

/** `CREATE TRIGGER name <when> ON table <scope> EXECUTE FUNCTION function(<arguments>)`. */
function piecesOf(
  context: StatementContext,
  trigger: string,
  table: QualifiedName,
  called: QualifiedName,
): Pick<TriggerState, 'when' | 'scope' | 'arguments'> {
  const { source } = context;
  const name = placeOf(context, { name: trigger });
  const on = findWords(source, name?.end ?? context.part.start, ['on'], 0);
  const owner = placeOf(context, table, on?.end);
  const execute = findWords(source, owner?.end ?? context.part.start, ['execute'], 0);
  const place = placeOf(context, called, execute?.end);
  const inner = place && parenthesised(source, place.end);
  return {
    when: name && on ? textFrom(context, name.end, on.start) : '',
    scope: owner && execute ? textFrom(context, owner.end, execute.start) : '',
    arguments: inner && inner.end > inner.start ? context.sql(inner) : '',
  };
}
