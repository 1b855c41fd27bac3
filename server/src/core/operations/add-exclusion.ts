/** Adding an EXCLUDE constraint. */

import { putConstraint } from '../schema/constraints.ts';
import { serverName } from '../schema/default-names.ts';
import { tableOrUnseen } from '../schema/tables.ts';
import { nameOr } from './declared.ts';
import { defineOperation } from './definition.ts';
import { dropConstraint } from './restore.ts';

export const addExclusion = defineOperation({
  kind: 'add_exclusion',
  summary: 'Adds an EXCLUDE constraint to a table.',
  calls: [],
  statements: {},
  apply: (catalogue, { table, name }, by) => {
    const byDefault = () => serverName(tableOrUnseen(catalogue, table, by), [], 'excl');
    return putConstraint(catalogue, table, { kind: 'exclude', name: nameOr(name, byDefault), by });
  },
  invert: (operation) => dropConstraint(operation, undefined, operation.name, () => undefined),
});
