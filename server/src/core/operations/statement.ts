/** SQL that was parsed, of a kind without a declaration of its own. */

import type { RowSecurity } from '../schema/catalogue.ts';
import { changeKnownTable } from '../schema/tables.ts';
import { findWords } from '../sql/source.ts';
import { defineOperation } from './definition.ts';
import type { OtherStatement, TableName } from './operation.ts';
import { policyOf } from './policy.ts';
import { commandOf, isConcurrent, needsAutocommit, objectsOf, ownerOf, tablesOf } from './sql-commands.ts';
import { showMarks } from './sql-holes.ts';
import type { StatementPart } from './sql-parts.ts';
import { locatedName, nameAt, type StatementContext, tableName } from './statement-context.ts';

export const otherStatement = defineOperation({
  kind: 'statement',
  summary: 'Runs an SQL statement.',
  calls: [],
  statements: {},
  apply: (catalogue, { command, table }) => {
    const change = rowSecurity.get(command);
    if (change === undefined || table === undefined) return catalogue;
    return changeKnownTable(catalogue, table, (state) => ({
      ...state,
      rowSecurity: { enabled: false, forced: false, ...state.rowSecurity, ...change },
    }));
  },
  invert: ({ command, object }) =>
    leavesNothing.has(command)
      ? { operations: [] }
      : { irreversible: `what undoes ${command}${object === undefined ? '' : ` of ${object}`} is not known` },
});

const rowSecurity: ReadonlyMap<string, Partial<RowSecurity>> = new Map([
  ['ENABLE ROW LEVEL SECURITY', { enabled: true }],
  ['DISABLE ROW LEVEL SECURITY', { enabled: false }],
  ['FORCE ROW LEVEL SECURITY', { forced: true }],
  ['NO FORCE ROW LEVEL SECURITY', { forced: false }],
]);

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

/** Any statement that no other declaration reads: one operation for each table or object that it names. */
export function readOtherStatement(part: StatementPart, context: StatementContext): readonly OtherStatement[] {
  const tables = namedTables(part, context);
  const objects = objectsOf(part).map((name) => showMarks(name, context.hole));
  const shared = {
    ...context.base,
    kind: 'statement',
    command: commandOf(part, context.source),
    concurrently: isConcurrent(part),
    needsAutocommit: needsAutocommit(part),
    ...policyOf(context),
  } as const;
  if (tables.length > 1) return tables.map((table) => ({ ...shared, span: table.span, table, object: undefined }));
  const [table] = tables;
  const [object] = objects;
  if (objects.length < 2) return [{ ...shared, table, object: object === table?.name ? undefined : object }];
  return objects.map((each) => ({ ...shared, table: undefined, object: each }));
}

function namedTables(part: StatementPart, context: StatementContext): readonly TableName[] {
  const owner = ownerOf(part);
  if (owner.length === 0) return tablesOf(part, context.source).map((table) => tableName(context, table));
  const on = findWords(context.source, context.part.start, ['on']);
  const { span } = locatedName(context, owner, on?.end ?? context.part.start);
  return [nameAt(context, owner, span)];
}
