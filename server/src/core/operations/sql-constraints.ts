/** Constraints as PostgreSQL's trees hold them, of a table or of a column. */

import type { Constraint } from '@pgsql/types';
import type { Condition } from '../sql/condition.ts';
import { readCondition } from '../sql/from-tree.ts';
import { functionsIn } from '../sql/inside.ts';
import { holeIn } from '../sql/mask.ts';
import { stringsOf } from '../sql/names.ts';
import { extent, findWords, holeWithin, parenthesised, type Range } from '../sql/source.ts';
import type { Located } from '../text/span.ts';
import type { CheckClause, ForeignKeyClause, KeyOptions, Maybe, MaybeName, TableConstraint } from './operation.ts';
import { locatedName, maybeName, type StatementContext, tableName } from './statement-context.ts';

/** Where the clause stands, `CONSTRAINT name` and `NOT VALID` included. */
export function constraintRange(context: StatementContext, constraint: Constraint): Range {
  return extent(context.source, context.source.offset(constraint.location));
}

/** A constraint of CREATE TABLE; undefined for what is none, such as an attribute of the one before. */
export function readTableConstraint(context: StatementContext, constraint: Constraint): TableConstraint | undefined {
  const range = constraintRange(context, constraint);
  const named = { span: context.place(range), name: constraintName(context, constraint) };
  switch (constraint.contype) {
    case 'CONSTR_PRIMARY':
      return { kind: 'primary-key', ...named, columns: stringsOf(constraint.keys), ...keyOptions(constraint) };
    case 'CONSTR_UNIQUE':
      return { kind: 'unique', ...named, columns: stringsOf(constraint.keys), ...keyOptions(constraint) };
    case 'CONSTR_EXCLUSION':
      return { kind: 'exclude', ...named, ...exclusionSql(context, range), ...keyOptions(constraint) };
    case 'CONSTR_CHECK':
      return { kind: 'check', ...readCheck(context, constraint, range) };
    case 'CONSTR_FOREIGN':
      return { kind: 'foreign-key', ...readForeignKey(context, constraint, range, stringsOf(constraint.fk_attrs)) };
    default:
      return undefined;
  }
}

/** What a key says beside its columns. */
export function keyOptions(constraint: Constraint): KeyOptions {
  const { including, nulls_not_distinct, deferrable, initdeferred } = constraint;
  return {
    ...(including === undefined ? {} : { include: stringsOf(including) }),
    ...(nulls_not_distinct ? { nullsNotDistinct: true } : {}),
    ...(deferrable ? { deferrable: true } : {}),
    ...(initdeferred ? { initiallyDeferred: true } : {}),
  };
}

/** What stands behind EXCLUDE, without what is said of deferral; nothing when a part of it isn't known. */
export function exclusionSql(context: StatementContext, range: Range): { readonly sql?: string } {
  const { source } = context;
  const word = findWords(source, range.start, ['exclude']);
  if (word === undefined) return {};
  const inner = extent(source, word.end, ['deferrable', 'initially', 'not']);
  return holeWithin(source, inner.start, inner.end) === undefined ? { sql: context.sql(inner) } : {};
}

/** The name behind CONSTRAINT; undefined when the server makes one up. */
export function constraintName(context: StatementContext, constraint: Constraint): MaybeName | undefined {
  return maybeName(context, constraint.conname, context.source.offset(constraint.location));
}

export function readCheck(context: StatementContext, constraint: Constraint, range: Range): CheckClause {
  const { source } = context;
  const word = findWords(source, range.start, ['check']);
  const inner = parenthesised(source, word?.end ?? range.start);
  const unknown = inner === undefined || holeWithin(source, inner.start, inner.end) !== undefined;
  const condition = constraint.raw_expr && readCondition(constraint.raw_expr, source);
  const functions = functionsIn(constraint.raw_expr);
  return {
    span: context.place(range),
    name: constraintName(context, constraint),
    sql: unknown ? undefined : context.sql(inner),
    provesNotNull: condition && !unknown && constraint.is_enforced === true ? provenNotNull(condition) : [],
    ...(unknown || functions.length === 0 ? {} : { functions }),
    ...(constraint.is_no_inherit ? { noInherit: true } : {}),
  };
}

export function readForeignKey(
  context: StatementContext,
  constraint: Constraint,
  range: Range,
  columns: readonly string[],
): ForeignKeyClause {
  return {
    span: context.place(range),
    name: constraintName(context, constraint),
    columns,
    referent: tableName(context, constraint.pktable),
    referentColumns: stringsOf(constraint.pk_attrs),
    onDelete: action(context, range, 'delete', constraint.fk_del_action),
    onUpdate: action(context, range, 'update', constraint.fk_upd_action),
    deferrable: constraint.deferrable ?? false,
    initiallyDeferred: constraint.initdeferred ?? false,
    ...(constraint.fk_matchtype === 'f' ? { match: { value: 'FULL', span: context.place(range) } } : {}),
  };
}

/** NOT VALID, where it stands. */
export function notValid(context: StatementContext, constraint: Constraint): Located<boolean> | undefined {
  if (!constraint.skip_validation) return undefined;
  const range = constraintRange(context, constraint);
  const words = findWords(context.source, range.start, ['not', 'valid']);
  return { value: true, span: context.place(words ?? range) };
}

/** The columns of a key with their places. */
export function keyColumns(context: StatementContext, constraint: Constraint): readonly Located<string>[] {
  const inner = parenthesised(context.source, context.source.offset(constraint.location));
  return stringsOf(constraint.keys).map((key) => locatedName(context, [key], inner?.start ?? context.part.start));
}

/** Columns that are not NULL in every row for which the condition holds, as far as its conjuncts say so outright. */
export function provenNotNull(condition: Condition): readonly string[] {
  if (condition.kind === 'and') return condition.conditions.flatMap(provenNotNull);
  if (condition.kind !== 'null' || !condition.negated || condition.operand.kind !== 'column') return [];
  return holeIn(condition.operand.column) === undefined ? [condition.operand.column] : [];
}

const actions = new Map([
  ['a', 'NO ACTION'],
  ['r', 'RESTRICT'],
  ['c', 'CASCADE'],
  ['n', 'SET NULL'],
  ['d', 'SET DEFAULT'],
]);

/** What ON DELETE or ON UPDATE says, with the place of both; undefined when it isn't said. */
function action(
  context: StatementContext,
  range: Range,
  event: 'delete' | 'update',
  letter: string | undefined,
): Maybe<string> | undefined {
  const words = findWords(context.source, range.start, ['on', event]);
  const value = actions.get(letter ?? '');
  if (words === undefined || words.start >= range.end || value === undefined) return undefined;
  const said = findWords(context.source, words.end, value.toLowerCase().split(' '));
  return { value, span: context.place({ start: words.start, end: said?.end ?? words.end }) };
}
