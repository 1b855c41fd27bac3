/** SQL that was parsed, of a kind without a declaration of its own. */

import { defineOperation } from './definition.ts';

export const otherStatement = defineOperation({
  kind: 'statement',
  summary: 'Runs an SQL statement.',
  calls: [],
  statements: {},
  invert: ({ command, object }) =>
    leavesNothing.has(command)
      ? { operations: [] }
      : { irreversible: `what undoes ${command}${object === undefined ? '' : ` of ${object}`} is not known` },
});

/** Commands that change no schema and no data. */
const leavesNothing = new Set([
  'ANALYZE',
  'CHECKPOINT',
  'CLUSTER',
  'DISCARD',
  'EXPLAIN',
  'LISTEN',
  'LOCK',
  'LOCK TABLE',
  'NOTIFY',
  'REFRESH MATERIALIZED VIEW',
  'REINDEX',
  'RESET',
  'SET',
  'SET CONSTRAINTS',
  'SHOW',
  'VACUUM',
]);
