/** An index of a partitioned table that blocks nobody: on the parent alone, then on each partition concurrently. */

import { isPartitioned, tablesBelow } from '../../effects/lookup.ts';
import { known, type OperationOf } from '../../operations/operation.ts';
import type { QualifiedName } from '../../schema/catalogue.ts';
import { replacement } from '../../text/edit.ts';
import type { Fix, RuleContext, Step } from '../rule.ts';
import { moveOut } from './batch.ts';
import { autocommit, constraintName, execute, identifier, tableInSql } from './code.ts';
import { reindent, standsAlone } from './statement.ts';

/** Only where the partitions are known, none is divided again, and the index is on plain columns. */
export function indexByPartition(
  { migration }: RuleContext,
  { before }: Step,
  operation: OperationOf<'create_index'>,
): readonly Fix[] {
  const { text, style } = migration;
  const { origin, circumstance, table } = operation;
  const { op } = style;
  const name = known(operation.name);
  const keys = keyList(operation);
  const partitions = tablesBelow(before, table);
  if (op === undefined || name === undefined || keys === undefined || !standsAlone(text, origin.call)) return [];
  if (origin.kind === 'sql' && origin.count > 1) return [];
  if (partitions.length === 0 || partitions.some((each) => isPartitioned(before, each))) return [];
  const unique = operation.unique ? 'UNIQUE ' : '';
  const parts = partitions.map((each) => ({ each, own: constraintName(name, each.name) }));
  const run = (sql: string) => execute(style, op, sql);
  const on = (target: QualifiedName) => `${tableInSql(target)}${keys}`;
  const first = run(`CREATE ${unique}INDEX ${identifier(name)} ON ONLY ${on(table)}`);
  const builds = parts.map(({ each, own }) =>
    run(`CREATE ${unique}INDEX CONCURRENTLY ${identifier(own)} ON ${on(each)}`),
  );
  const parent = tableInSql({ ...(table.schema === undefined ? {} : { schema: table.schema }), name });
  const attach = parts.map(({ each, own }) => {
    const child = tableInSql({ ...(each.schema === undefined ? {} : { schema: each.schema }), name: own });
    return run(`ALTER INDEX ${parent} ATTACH PARTITION ${child}`);
  });
  const outside = circumstance.autocommit !== undefined;
  const code = [first, ...(outside ? builds : autocommit(style, op, builds)), ...attach].join(style.newline);
  const edits =
    circumstance.batch === undefined
      ? [replacement(origin.call.statement, reindent(code, '', origin.call.indent))]
      : moveOut(migration, origin.call, circumstance.batch, code);
  return edits.length === 0 ? [] : [{ title: 'Build the index partition by partition', preferred: true, edits }];
}

/** ` (a, b)` with the method before it; undefined for what isn't only columns. */
function keyList(operation: OperationOf<'create_index'>): string | undefined {
  const { columns, method, where, keys, include, nullsNotDistinct, storage } = operation;
  const isMore = [where, keys, include, nullsNotDistinct, storage].some((each) => each !== undefined);
  const names = columns.flatMap((column) => (column === undefined ? [] : [identifier(column.value)]));
  if (isMore || names.length < columns.length) return undefined;
  return `${method === undefined || method === 'btree' ? '' : ` USING ${method}`} (${names.join(', ')})`;
}
