/** A foreign key or check that leaves the column it came with, so that old rows are tested without blocking anybody. */

import { type Declared, finalName } from '../../operations/final-name.ts';
import { known, type Operation, type OperationOf } from '../../operations/operation.ts';
import { writeOperation } from '../../operations/write.ts';
import { writeType } from '../../operations/write-type.ts';
import { findTable } from '../../schema/catalogue.ts';
import { serverName } from '../../schema/default-names.ts';
import { type Edit, replacement } from '../../text/edit.ts';
import { contains, type Span } from '../../text/span.ts';
import { isAtLeast } from '../libraries.ts';
import type { Fix, RuleContext, Step } from '../rule.ts';
import { placeOf } from './batch.ts';
import { argumentAt, around, removeArguments, setArgument, standsAlone } from './statement.ts';
import { validationLater } from './validate-later.ts';

type AddColumn = OperationOf<'add_column'>;

/** Puts the key inside ADD COLUMN, where a column without values needs no test. A name would be lost there. */
export function keyInline({ migration, libraries }: RuleContext, operation: AddColumn): readonly Fix[] {
  const { origin, column } = operation;
  const [key, ...others] = column.foreignKeys;
  if (origin.kind === 'sql' || key === undefined || others.length > 0 || key.name !== undefined) return [];
  if (column.serverDefault !== undefined || column.computed !== undefined) return [];
  // Alembic took the argument in 1.18.2.
  if (!isAtLeast(libraries.alembic, '1.18.2')) return [];
  return [
    {
      title: `Add ${column.name} and its foreign key in one statement`,
      preferred: true,
      edits: setArgument(migration.text, origin.call, 'inline_references', 'True'),
    },
  ];
}

/** Adds the key after the column as NOT VALID, with a revision that validates it. */
export function keyAfterwards(context: RuleContext, step: Step, operation: AddColumn): readonly Fix[] {
  const [key, ...others] = operation.column.foreignKeys;
  if (key === undefined || others.length > 0) return [];
  const name =
    known(key.name) ??
    nameFor(
      step,
      operation,
      { key: 'fk', referent: { table: key.referent.name, columns: key.referentColumns } },
      'fkey',
    );
  const constraint = { ...key, name: { value: name, span: key.span } };
  const { span, origin, table } = operation;
  const add: Operation = {
    kind: 'add_foreign_key',
    span,
    origin,
    circumstance: {},
    table,
    constraint,
    notValid: { value: true, span },
  };
  return afterwards(context, operation, { name, at: key.span, add });
}

/** The same of the column's check. */
export function checkAfterwards(context: RuleContext, step: Step, operation: AddColumn): readonly Fix[] {
  const [check, ...others] = operation.column.checks;
  if (check === undefined || others.length > 0) return [];
  const name = known(check.name) ?? nameFor(step, operation, { key: 'ck' }, 'check');
  const constraint = { ...check, name: { value: name, span: check.span } };
  const { span, origin, table } = operation;
  const add: Operation = {
    kind: 'add_check',
    span,
    origin,
    circumstance: {},
    table,
    constraint,
    notValid: { value: true, span },
  };
  return afterwards(context, operation, { name, at: check.span, add });
}

function nameFor(
  { before }: Step,
  { table, column, origin }: AddColumn,
  { key, referent }: Pick<Declared, 'key' | 'referent'>,
  label: 'fkey' | 'check',
): string {
  const state = findTable(before, table) ?? { ...table, constraints: [], indexes: [] };
  const columns = [column.name];
  const byServer = serverName(state, columns, label);
  const declared = { key, table, columns, referent };
  return finalName(undefined, declared, { catalogue: before, origin: origin.kind }, () => byServer) ?? byServer;
}

function afterwards(
  context: RuleContext,
  operation: AddColumn,
  { name, at, add }: { readonly name: string; readonly at: Span; readonly add: Operation },
): readonly Fix[] {
  const { migration } = context;
  const { origin, circumstance, table } = operation;
  const lines = writeOperation(add, migration.style);
  const removal = without(context, operation, at);
  if (lines === undefined || removal.length === 0 || !standsAlone(migration.text, origin.call)) return [];
  const place = circumstance.batch === undefined ? origin.call : placeOf(migration.text, circumstance.batch);
  const { created, inAutocommit } = validationLater(context, table, name);
  const below = created === undefined ? [...lines, ...inAutocommit] : lines;
  const fix: Fix = {
    title: `Add the column, then ${name} as NOT VALID, and validate it later`,
    preferred: true,
    edits: [...removal, ...around(migration, place, [], below)],
  };
  return [created === undefined ? fix : { ...fix, creates: [created] }];
}

/** The column without what stands there. */
function without({ migration }: RuleContext, { column, span }: AddColumn, at: Span): readonly Edit[] {
  // The type makes the check, and is asked for the column alone.
  if (column.type.span.start === at.start && column.type.span.end === at.end) {
    const type = writeType(column.type.value, migration.style);
    return type === undefined ? [] : [replacement(at, type)];
  }
  if (column.call !== undefined) {
    const name = argumentAt(column.call, at);
    return name === undefined ? [] : removeArguments(column.call, [name]);
  }
  if (!contains(span, at)) return [];
  const blank = /\s*$/.exec(migration.text.slice(span.start, at.start))?.[0].length ?? 0;
  return [replacement({ start: at.start - blank, end: at.end }, '')];
}
