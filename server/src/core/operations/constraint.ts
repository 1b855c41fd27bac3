/** SQLAlchemy's constraint objects, and the parts that `op.create_*` of constraints share with them. */

import { itemsOf, plain } from '../python/constant.ts';
import type { CallValue, StringValue, Value } from '../python/value.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import type { Located } from '../text/span.ts';
import { columnReference, sqlText } from './core-sql.ts';
import { coreContext } from './core-statement.ts';
import { coreTable } from './core-table.ts';
import type { CallReader } from './definition.ts';
import { conditionFacts, unescapeBinds } from './expression-facts.ts';
import { isTrue, locatedString, maybeString, objectName, type SourceText, unknownValue } from './given.ts';
import type { CheckClause, ForeignKeyClause, KeyOptions, Maybe, TableConstraint, TableName } from './operation.ts';
import { isCallOf, keyword, parameter, positional, unreadArgument } from './symbol.ts';

export function isConstraint(value: Value): value is CallValue {
  return isCallOf(
    value,
    'PrimaryKeyConstraint',
    'UniqueConstraint',
    'ForeignKeyConstraint',
    'CheckConstraint',
    'ExcludeConstraint',
  );
}

/** A table's constraint; undefined when some of its columns aren't known. */
export function readConstraint(value: CallValue, reader: CallReader): TableConstraint | undefined {
  const { span } = value.call;
  const name = objectName(keyword(value, 'name'), reader);
  if (isCallOf(value, 'CheckConstraint')) return { kind: 'check', ...readCheck(value, reader) };
  const options = keyOptions((option) => keyword(value, option));
  if (isCallOf(value, 'ExcludeConstraint')) {
    const sql = exclusionText(positional(value), (option) => keyword(value, option), reader);
    return { kind: 'exclude', span, name, ...sql, ...options };
  }
  if (isCallOf(value, 'ForeignKeyConstraint')) {
    const columns = names(parameter(value, 0, 'columns'));
    const clause = columns && readForeignKey(value, columns, reader);
    return clause && { kind: 'foreign-key', ...clause };
  }
  const columns = unreadArgument(value) ? undefined : columnNames(positional(value));
  if (!columns) return undefined;
  return { kind: isCallOf(value, 'UniqueConstraint') ? 'unique' : 'primary-key', span, name, columns, ...options };
}

/** `ForeignKey("t.c", …)` or `ForeignKeyConstraint([…], ["t.c"], …)`; undefined when its target isn't known. */
export function readForeignKey(
  value: CallValue,
  columns: readonly string[],
  reader: CallReader,
): ForeignKeyClause | undefined {
  const whole = isCallOf(value, 'ForeignKeyConstraint');
  const target = parameter(value, whole ? 1 : 0, whole ? 'refcolumns' : 'column');
  const targets = whole ? target && itemsOf(target) : target && [target];
  const paths = targets?.map(targetPath);
  const [first] = paths ?? [];
  if (!first || paths?.some((path) => path === undefined)) return undefined;
  return {
    span: value.call.span,
    columns,
    referent: first.table,
    referentColumns: (paths ?? []).flatMap((path) => path?.column ?? []),
    ...foreignKeyOptions(
      (name) => (whole ? parameter(value, FOREIGN_KEY.indexOf(name), name) : keyword(value, name)),
      reader,
    ),
  };
}

/** Parameters of `ForeignKeyConstraint` in their order. */
const FOREIGN_KEY = ['columns', 'refcolumns', 'name', 'onupdate', 'ondelete', 'deferrable', 'initially'];

/** `name`, `ondelete` and the other options that every spelling of a foreign key takes. */
export function foreignKeyOptions(
  option: (name: string) => Value | undefined,
  source: SourceText,
): Pick<ForeignKeyClause, 'name' | 'onDelete' | 'onUpdate' | 'deferrable' | 'initiallyDeferred' | 'match'> {
  const initially = option('initially');
  const match = action(option('match'), source);
  return {
    ...(match === undefined ? {} : { match }),
    name: objectName(option('name'), source),
    onDelete: action(option('ondelete'), source),
    onUpdate: action(option('onupdate'), source),
    deferrable: isTrue(option('deferrable')),
    initiallyDeferred: initially !== undefined && /^deferred$/i.test(String(plain(initially))),
  };
}

/** What a key is given beside its columns, by SQLAlchemy's names. */
export function keyOptions(option: (name: string) => Value | undefined): KeyOptions {
  const include = option('postgresql_include');
  const items = include && columnNames(itemsOf(include) ?? []);
  const initially = option('initially');
  const isDeferred = initially !== undefined && /^deferred$/i.test(String(plain(initially)));
  return {
    ...(items === undefined || items.length === 0 ? {} : { include: items }),
    ...(isTrue(option('postgresql_nulls_not_distinct')) ? { nullsNotDistinct: true } : {}),
    ...(isTrue(option('deferrable')) || isDeferred ? { deferrable: true } : {}),
    ...(isDeferred ? { initiallyDeferred: true } : {}),
  };
}

/** What stands behind EXCLUDE for pairs of an expression and an operator; nothing when a part of it isn't known. */
export function exclusionText(
  elements: readonly Value[],
  option: (name: string) => Value | undefined,
  reader: CallReader,
): { readonly sql?: string } {
  const context = coreContext(reader.text);
  const classes = option('ops');
  const written = elements.map((element) => {
    const [expression, operator] = itemsOf(element) ?? [];
    const name = expression && (plain(expression) ?? columnName(expression));
    const sign = operator && plain(operator);
    if (expression === undefined || typeof sign !== 'string') return undefined;
    const sql = typeof name === 'string' ? quoteIdentifier(name) : knownSql(sqlText(expression, context));
    const ops = typeof name === 'string' ? entryOf(classes, name) : undefined;
    return sql && `${typeof name === 'string' ? sql : `(${sql})`}${ops === undefined ? '' : ` ${ops}`} WITH ${sign}`;
  });
  if (written.length === 0 || written.includes(undefined)) return {};
  const where = option('where');
  const condition = where && where.kind !== 'none' ? knownSql(sqlText(where, context)) : '';
  const method = String(plain(option('using') ?? { kind: 'none', span: { start: 0, end: 0 } }) ?? 'gist');
  if (condition === undefined) return {};
  return { sql: `USING ${method} (${written.join(', ')})${condition === '' ? '' : ` WHERE (${condition})`}` };
}

/** The text of an entry of a dictionary literal. */
export function entryOf(value: Value | undefined, key: string): string | undefined {
  if (value?.kind !== 'dict') return undefined;
  const found = value.entries.find((entry) => plain(entry.key) === key);
  const text = found && plain(found.value);
  return typeof text === 'string' ? text : undefined;
}

function knownSql(sql: StringValue): string | undefined {
  return sql.holes.length > 0 ? undefined : unescapeBinds(sql.value);
}

/** The action in upper case, as the server shows it. */
function action(value: Value | undefined, source: SourceText): Maybe<string> | undefined {
  const given = maybeString(value, source);
  return given && !('unknown' in given) ? { ...given, value: given.value.toUpperCase() } : given;
}

interface Target {
  readonly table: TableName;
  readonly column: string | undefined;
}

/** `schema.table.column`, `table.column`, or a column of a table object. */
function targetPath(value: Value): Target | undefined {
  const path = plain(value);
  const { span } = value;
  if (typeof path === 'string') {
    const parts = path.split('.');
    const column = parts.at(-1);
    const [name, schema] = [parts.at(-2), parts.slice(0, -2).join('.')];
    if (name === undefined) return { table: { name: path, span }, column: undefined };
    return { table: schema === '' ? { name, span } : { schema, name, span }, column };
  }
  const reference = columnReference(value);
  const table = reference && coreTable(reference.table);
  if (!reference || !table) return undefined;
  const { alias: _, ...own } = table;
  return { table: { ...own, span }, column: reference.column };
}

export function readCheck(value: CallValue, reader: CallReader): CheckClause {
  const condition = parameter(value, 0, 'sqltext');
  const name = objectName(parameter(value, 1, 'name'), reader);
  return { span: value.call.span, name, ...checkCondition(condition, reader) };
}

/** The condition of a check as SQL, and what it proves. */
export function checkCondition(
  condition: Value | undefined,
  reader: CallReader,
): Pick<CheckClause, 'sql' | 'provesNotNull' | 'functions'> {
  const sql = condition && sqlText(condition, coreContext(reader.text));
  if (!sql || sql.holes.length > 0) return { sql: undefined, provesNotNull: [] };
  return { sql: unescapeBinds(sql.value), ...conditionFacts(sql, reader.parser) };
}

/** Column names of strings and column objects; undefined when one isn't known. */
export function columnNames(values: readonly Value[]): readonly string[] | undefined {
  const found = values.map(columnName);
  return found.includes(undefined) ? undefined : found.flatMap((name) => name ?? []);
}

function columnName(value: Value): string | undefined {
  const constant = plain(value);
  if (typeof constant === 'string') return constant;
  if (isCallOf(value, 'column', 'Column'))
    return columnName(positional(value)[0] ?? { kind: 'none', span: value.span });
  return columnReference(value)?.column;
}

function names(value: Value | undefined): readonly string[] | undefined {
  const items = value && itemsOf(value);
  return items && columnNames(items);
}

/** A list of column names with their places; else why it isn't known. */
export function columnList(
  value: Value | undefined,
  source: SourceText,
): readonly Located<string>[] | { readonly opaque: string } {
  const items = value && (value.kind === 'string' ? [value] : itemsOf(value));
  if (!value || !items)
    return {
      opaque: value ? `the columns are not known: ${unknownValue(value, source).unknown}` : 'no columns are named',
    };
  const located: Located<string>[] = [];
  for (const item of items) {
    const name = locatedString(item) ?? named(item);
    if (!name) return { opaque: `a column's name is not known: ${unknownValue(item, source).unknown}` };
    located.push(name);
  }
  return located;
}

function named(value: Value): Located<string> | undefined {
  const name = columnName(value);
  return name === undefined ? undefined : { value: name, span: value.span };
}
