/** The index that a foreign key needs: before it on a table that is in use, behind it on a new one. */

import { isPartitioned } from '../../effects/lookup.ts';
import type { DeclaredKey } from '../foreign-keys.ts';
import type { Fix, RuleContext, Step } from '../rule.ts';
import { placeOf } from './batch.ts';
import { autocommit, constraintName, literal, schemaArgument } from './code.ts';
import { around, standsAlone } from './statement.ts';

export function indexForeignKey({ migration }: RuleContext, step: Step, { table, key }: DeclaredKey): readonly Fix[] {
  const { text, style } = migration;
  const { operation } = step;
  const { origin, circumstance } = operation;
  const { op } = style;
  if (op === undefined || circumstance.loop !== undefined || !standsAlone(text, origin.call)) return [];
  const isNew = operation.kind === 'create_table' || step.isNewTable(table);
  if (!isNew && isPartitioned(step.before, table)) return [];
  const parts = ['ix', ...(table.schema === undefined ? [] : [table.schema]), table.name, ...key.columns];
  const name = literal(style, constraintName(...parts));
  const columns = key.columns.map((column) => literal(style, column)).join(', ');
  const flag = isNew ? '' : ', postgresql_concurrently=True';
  const create = `${op}.create_index(${name}, ${literal(style, table.name)}, [${columns}]${schemaArgument(style, table)}${flag})`;
  const lines = isNew || circumstance.autocommit !== undefined ? [create] : autocommit(style, op, [create]);
  const place = circumstance.batch === undefined ? origin.call : placeOf(text, circumstance.batch);
  const isFirst = operation.kind === 'add_foreign_key';
  const edits = around(migration, place, isFirst ? lines : [], isFirst ? [] : lines);
  return [{ title: `Index ${key.columns.join(', ')}`, preferred: true, edits }];
}
