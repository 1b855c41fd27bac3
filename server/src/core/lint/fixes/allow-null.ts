/** A column that comes back without its values, and so without its NOT NULL. */

import type { OperationOf } from '../../operations/operation.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { around, setArgument, standsAlone } from './statement.ts';

export function allowNull({ migration }: RuleContext, { column, origin }: OperationOf<'add_column'>): readonly Fix[] {
  const { text } = migration;
  if (column.call === undefined || origin.kind === 'sql' || !standsAlone(text, origin.call)) return [];
  const comment = `# irreversible: the values are gone, so ${column.name} comes back without NOT NULL`;
  return [
    {
      title: 'Bring the column back as nullable',
      preferred: true,
      edits: [...around(migration, origin.call, [comment], []), ...setArgument(text, column.call, 'nullable', 'True')],
    },
  ];
}
