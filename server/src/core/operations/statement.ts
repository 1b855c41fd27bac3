/** SQL that was parsed, of a kind without a declaration of its own. */

import { type Catalogue, tableKey } from '../schema/catalogue.ts';
import { changeKnownTable } from '../schema/tables.ts';
import { findWords } from '../sql/source.ts';
import { qualified } from './declared.ts';
import { defineOperation } from './definition.ts';
import type { OtherStatement, TableName } from './operation.ts';
import { commandOf, isConcurrent, needsAutocommit, objectsOf, ownerOf, tablesOf } from './sql-commands.ts';
import { showMarks } from './sql-holes.ts';
import { optionsOf, othersOf } from './sql-options.ts';
import type { StatementPart } from './sql-parts.ts';
import { locatedName, nameAt, type StatementContext, tableName } from './statement-context.ts';

export const otherStatement = defineOperation({
  kind: 'statement',
  summary: 'Runs an SQL statement.',
  calls: [],
  statements: {},
  apply: (catalogue, operation) => changes[operation.command]?.(catalogue, operation) ?? catalogue,
  invert: ({ command, object }) =>
    leavesNothing.has(command)
      ? { operations: [] }
      : { irreversible: `what undoes ${command}${object === undefined ? '' : ` of ${object}`} is not known` },
});

/** What commands change that effects of later operations depend on. */
const changes: Readonly<Record<string, (catalogue: Catalogue, operation: OtherStatement) => Catalogue>> = {
  'ATTACH PARTITION': (catalogue, { table, others = [] }) =>
    others.reduce((it, one) => adopt(it, one, table), catalogue),
  'DETACH PARTITION': (catalogue, { table, others = [] }) =>
    others.reduce((it, one) => orphan(it, one, table), catalogue),
  INHERIT: (catalogue, { table, others = [] }) => others.reduce((it, one) => adopt(it, table, one), catalogue),
  'NO INHERIT': (catalogue, { table, others = [] }) => others.reduce((it, one) => orphan(it, table, one), catalogue),
};

function adopt(catalogue: Catalogue, child: TableName | undefined, parent: TableName | undefined): Catalogue {
  if (child === undefined || parent === undefined) return catalogue;
  return changeKnownTable(catalogue, child, (table) => ({
    ...table,
    parents: [...(table.parents ?? []), qualified(parent)],
  }));
}

function orphan(catalogue: Catalogue, child: TableName | undefined, parent: TableName | undefined): Catalogue {
  if (child === undefined || parent === undefined) return catalogue;
  return changeKnownTable(catalogue, child, ({ defaultPartition, ...table }) => ({
    ...table,
    parents: (table.parents ?? []).filter((each) => tableKey(each) !== tableKey(parent)),
  }));
}

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
  const others = othersOf(part).map((parts) => nameAt(context, parts, context.base.span));
  const options = optionsOf(part);
  const shared = {
    ...context.base,
    kind: 'statement',
    command: commandOf(part, context.source),
    concurrently: isConcurrent(part),
    needsAutocommit: needsAutocommit(part),
    ...(others.length > 0 ? { others } : {}),
    ...(options.length > 0 ? { options } : {}),
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
