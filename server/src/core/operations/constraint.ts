/** SQLAlchemy's constraint objects, and the parts that `op.create_*` of constraints share with them. */

import { itemsOf, plain } from '../python/constant.ts';
import type { CallValue, Value } from '../python/value.ts';
import type { Located } from '../text/span.ts';
import { columnReference, sqlText } from './core-sql.ts';
import { coreContext } from './core-statement.ts';
import { coreTable } from './core-table.ts';
import type { CallReader } from './definition.ts';
import { provenBy, unescapeBinds } from './expression-facts.ts';
import { isTrue, locatedString, maybeString, type SourceText, unknownValue } from './given.ts';
import type { CheckClause, ForeignKeyClause, Maybe, TableConstraint, TableName } from './operation.ts';
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
  const name = maybeString(keyword(value, 'name'), reader);
  if (isCallOf(value, 'CheckConstraint')) return { kind: 'check', ...readCheck(value, reader) };
  if (isCallOf(value, 'ExcludeConstraint')) return { kind: 'exclude', span, name };
  if (isCallOf(value, 'ForeignKeyConstraint')) {
    const columns = names(parameter(value, 0, 'columns'));
    const clause = columns && readForeignKey(value, columns, reader);
    return clause && { kind: 'foreign-key', ...clause };
  }
  const columns = unreadArgument(value) ? undefined : columnNames(positional(value));
  if (!columns) return undefined;
  return { kind: isCallOf(value, 'UniqueConstraint') ? 'unique' : 'primary-key', span, name, columns };
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
    ...foreignKeyOptions((name) => keyword(value, name), reader),
  };
}

/** `name`, `ondelete` and the other options that every spelling of a foreign key takes. */
export function foreignKeyOptions(
  option: (name: string) => Value | undefined,
  source: SourceText,
): Pick<ForeignKeyClause, 'name' | 'onDelete' | 'onUpdate' | 'deferrable' | 'initiallyDeferred'> {
  const initially = option('initially');
  return {
    name: maybeString(option('name'), source),
    onDelete: action(option('ondelete'), source),
    onUpdate: action(option('onupdate'), source),
    deferrable: isTrue(option('deferrable')),
    initiallyDeferred: initially !== undefined && /^deferred$/i.test(String(plain(initially))),
  };
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
  const name = maybeString(keyword(value, 'name'), reader);
  return { span: value.call.span, name, ...checkCondition(condition, reader) };
}

/** The condition of a check as SQL, and what it proves. */
export function checkCondition(
  condition: Value | undefined,
  reader: CallReader,
): Pick<CheckClause, 'sql' | 'provesNotNull'> {
  const sql = condition && sqlText(condition, coreContext(reader.text));
  if (!sql || sql.holes.length > 0) return { sql: undefined, provesNotNull: [] };
  return { sql: unescapeBinds(sql.value), provesNotNull: provenBy(sql, reader.parser) };
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
