/** A column as CREATE TABLE or ADD COLUMN declares it. */

import type { ColumnDef, Constraint } from '@pgsql/types';
import type { Computed, DataType, Identity, ServerDefault } from '../schema/data-type.ts';
import { holeIn } from '../sql/mask.ts';
import { stringsOf } from '../sql/names.ts';
import { extent, extentBefore, findWords, parenthesised, type Range, tokenAt } from '../sql/source.ts';
import type { Located } from '../text/span.ts';
import { sequenceOfIdentity, sequenceOptions } from './objects/names.ts';
import type { ColumnDefinition, Maybe, OwnKey } from './operation.ts';
import { constraintName, keyOptions, readCheck, readForeignKey } from './sql-constraints.ts';
import { isSerial, readDefaultExpression, readTypeName } from './sql-types.ts';
import type { StatementContext } from './statement-context.ts';

export function readColumnDef(context: StatementContext, column: ColumnDef): ColumnDefinition {
  const { source } = context;
  const start = source.offset(column.location);
  const name = tokenAt(source, start) ?? { start, end: start };
  const clauses = clausesOf(context, column);
  const find = (type: Constraint['contype']) => clauses.find(({ constraint }) => constraint.contype === type);
  const type = columnType(context, column);
  const unique = find('CONSTR_UNIQUE');
  return {
    span: context.place(extent(source, start)),
    name: column.colname ?? '',
    nameSpan: context.place(name),
    type,
    nullable: readNullable(context, column, clauses),
    primaryKey: find('CONSTR_PRIMARY') !== undefined,
    serverDefault: readServerDefault(context, find('CONSTR_DEFAULT')),
    clientDefault: undefined,
    identity: readIdentity(context, find('CONSTR_IDENTITY')),
    computed: readComputed(context, find('CONSTR_GENERATED')),
    index: undefined,
    unique: unique && { value: true, span: context.place(unique.range) },
    ...ownKeys(context, clauses),
    autoincrement: isSerial(column.typeName) ? { value: true, span: type.span } : undefined,
    foreignKeys: clauses.flatMap(({ constraint, range }, i) =>
      constraint.contype === 'CONSTR_FOREIGN'
        ? [
            {
              ...readForeignKey(context, constraint, range, [column.colname ?? '']),
              ...deferral(clauses, i),
            },
          ]
        : [],
    ),
    checks: clauses.flatMap(({ constraint, range }) =>
      constraint.contype === 'CONSTR_CHECK' ? [readCheck(context, constraint, range)] : [],
    ),
    comment: undefined,
    call: undefined,
  };
}

/** The type of a column with its collation, and its place without it. */
export function columnType(context: StatementContext, column: ColumnDef): Located<DataType> {
  const { source } = context;
  const start = source.offset(column.typeName?.location);
  const clauses = (column.constraints ?? []).flatMap((node) =>
    'Constraint' in node ? [source.offset(node.Constraint.location)] : [],
  );
  const words = extent(source, start, ['collate', 'using', 'storage', 'compression', 'options']);
  const range = clauses.reduce(
    (shortest, at) => (at < shortest.end ? extentBefore(source, start, at) : shortest),
    words,
  );
  const collation = stringsOf(column.collClause?.collname).at(-1);
  const type = readTypeName(column.typeName, range, context);
  return { value: collation === undefined ? type : { ...type, collation }, span: context.place(range) };
}

/** The column's keys that say more than that they are keys. Deferral follows as clauses of its own. */
function ownKeys(context: StatementContext, clauses: readonly Clause[]): { readonly ownKeys?: readonly OwnKey[] } {
  const keys = clauses.flatMap(({ constraint }, i): readonly OwnKey[] => {
    const kind = ownKinds[constraint.contype ?? ''];
    if (kind === undefined) return [];
    const { deferrable, initiallyDeferred } = deferral(clauses, i);
    const waits = {
      ...(deferrable ? { deferrable } : {}),
      ...(initiallyDeferred ? { initiallyDeferred } : {}),
    };
    const key = { kind, name: constraintName(context, constraint), ...keyOptions(constraint), ...waits };
    return key.name === undefined && Object.keys(key).length === 2 ? [] : [key];
  });
  return keys.length === 0 ? {} : { ownKeys: keys };
}

const ownKinds: Readonly<Record<string, OwnKey['kind'] | undefined>> = {
  CONSTR_PRIMARY: 'primary-key',
  CONSTR_UNIQUE: 'unique',
};

interface Clause {
  readonly constraint: Constraint;
  readonly range: Range;
}

/** The column's constraints with their places: each reaches to the next one, or to a collation between them. */
function clausesOf(context: StatementContext, column: ColumnDef): readonly Clause[] {
  const { source } = context;
  const constraints = (column.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
  const starts = constraints.map(({ location }) => source.offset(location));
  if (column.collClause) starts.push(source.offset(column.collClause.location));
  return constraints.map((constraint) => {
    const start = source.offset(constraint.location);
    const next = Math.min(source.end, ...starts.filter((each) => each > start));
    return { constraint, range: next === source.end ? extent(source, start) : extentBefore(source, start, next) };
  });
}

function readNullable(
  context: StatementContext,
  column: ColumnDef,
  clauses: readonly Clause[],
): Maybe<boolean> | undefined {
  const clause = clauses.find(({ constraint }) => ['CONSTR_NOTNULL', 'CONSTR_NULL'].includes(constraint.contype ?? ''));
  if (clause) return { value: clause.constraint.contype === 'CONSTR_NULL', span: context.place(clause.range) };
  // What stands where the type is expected may hold NOT NULL as well.
  const hole = holeIn(stringsOf(column.typeName?.names).join('.'));
  return hole === undefined ? undefined : context.hole(hole);
}

function readServerDefault(context: StatementContext, clause: Clause | undefined): Located<ServerDefault> | undefined {
  if (!clause?.constraint.raw_expr) return undefined;
  const range = afterWord(context, clause.range, 'default');
  const value = readDefaultExpression(clause.constraint.raw_expr, range, context);
  return value === null ? undefined : { value, span: context.place(range) };
}

function readIdentity(context: StatementContext, clause: Clause | undefined): Located<Identity> | undefined {
  if (!clause) return undefined;
  const options = sequenceOptions(clause.constraint.options, context);
  const always = clause.constraint.generated_when === 'a';
  const named = sequenceOfIdentity(clause.constraint.options);
  const value = { always, ...(Object.keys(options).length === 0 ? {} : { options }), ...named };
  return { value, span: context.place(clause.range) };
}

function readComputed(context: StatementContext, clause: Clause | undefined): Located<Computed> | undefined {
  if (!clause) return undefined;
  const { source } = context;
  const inner = parenthesised(source, clause.range.start) ?? clause.range;
  const stored = clause.constraint.generated_kind !== 'v';
  return { value: { sql: context.sql(inner), stored }, span: context.place(clause.range) };
}

/** DEFERRABLE and INITIALLY DEFERRED follow the foreign key as clauses of their own. */
function deferral(clauses: readonly Clause[], at: number): { deferrable?: boolean; initiallyDeferred?: boolean } {
  const types: (string | undefined)[] = [];
  for (const { constraint } of clauses.slice(at + 1)) {
    if (!constraint.contype?.startsWith('CONSTR_ATTR_')) break;
    types.push(constraint.contype);
  }
  const deferred = types.includes('CONSTR_ATTR_DEFERRED');
  return { deferrable: deferred || types.includes('CONSTR_ATTR_DEFERRABLE'), initiallyDeferred: deferred };
}

/** The clause without its first word. */
function afterWord(context: StatementContext, range: Range, word: string): Range {
  const found = findWords(context.source, range.start, [word]);
  const first = tokenAt(context.source, found?.end ?? range.start);
  return { start: first?.start ?? range.start, end: range.end };
}
