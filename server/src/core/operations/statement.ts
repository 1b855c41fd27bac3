/** SQL that was parsed, of a kind without a declaration of its own. */

import { findWords } from '../sql/source.ts';
import { defineOperation } from './definition.ts';
import { grantOf } from './grant.ts';
import { applyChange, changesOf } from './objects/index.ts';
import type { OtherStatement, TableName } from './operation.ts';
import { policyOf } from './policy.ts';
import { settingIn } from './setting.ts';
import { commandOf, isConcurrent, needsAutocommit, objectsOf, ownerOf, tablesOf } from './sql-commands.ts';
import { hasMark, showMarks } from './sql-holes.ts';
import { optionsOf, othersOf } from './sql-options.ts';
import type { StatementPart } from './sql-parts.ts';
import { locatedName, nameAt, type StatementContext, tableName } from './statement-context.ts';

export const otherStatement = defineOperation({
  kind: 'statement',
  summary: 'Runs an SQL statement.',
  calls: [],
  statements: {},
  apply: (catalogue, { changes = [] }, by) => changes.reduce((it, change) => applyChange(it, change, by), catalogue),
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
    ...policyOf(context),
    ...grantOf(context),
    ...settingIn(part, context),
    ...(others.length > 0 ? { others } : {}),
    ...(options.length > 0 ? { options } : {}),
  } as const;
  const [table] = tables;
  const [object] = objects;
  const made: readonly OtherStatement[] =
    tables.length > 1
      ? tables.map((each) => ({ ...shared, span: each.span, table: each, object: undefined }))
      : objects.length > 1
        ? objects.map((each) => ({ ...shared, table: undefined, object: each }))
        : [{ ...shared, table, object: object === table?.name ? undefined : object }];
  return withChanges(made, part, context);
}

/** What the statement does to the schema goes with the first of its operations. What names something unknown is left out. */
function withChanges(
  [first, ...others]: readonly OtherStatement[],
  part: StatementPart,
  context: StatementContext,
): readonly OtherStatement[] {
  if (first === undefined) return others;
  const changes = changesOf(part, context).filter((change) => !hasMark(change));
  return [changes.length === 0 ? first : { ...first, changes }, ...others];
}

function namedTables(part: StatementPart, context: StatementContext): readonly TableName[] {
  const owner = ownerOf(part);
  if (owner.length === 0) return tablesOf(part, context.source).map((table) => tableName(context, table));
  const on = findWords(context.source, context.part.start, ['on']);
  const { span } = locatedName(context, owner, on?.end ?? context.part.start);
  return [nameAt(context, owner, span)];
}
