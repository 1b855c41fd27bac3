/** `sa.Column(…)` as a column's definition. */

import { plain } from '../python/constant.ts';
import type { CallValue, Value } from '../python/value.ts';
import type { Computed, DataType, Identity, SequenceOptions, ServerDefault } from '../schema/data-type.ts';
import { quoteIdentifier, quoteLiteral } from '../sql/quote.ts';
import type { Located } from '../text/span.ts';
import { isType, readType } from './column-type.ts';
import { isConstraint, readCheck, readForeignKey } from './constraint.ts';
import { isSql, sqlText } from './core-sql.ts';
import { coreContext } from './core-statement.ts';
import type { CallReader } from './definition.ts';
import { defaultOf } from './expression-facts.ts';
import { isTrue, locatedBoolean, maybeBoolean, maybeString, unknownValue } from './given.ts';
import type { CheckClause, ColumnDefinition } from './operation.ts';
import { calledName, isCallOf, keyword, parameter, positional } from './symbol.ts';

export function isColumn(value: Value): value is CallValue {
  return isCallOf(value, 'Column', 'mapped_column');
}

/** A column, or why it can't be read. */
export function readColumnCall(value: Value, reader: CallReader): ColumnDefinition | { readonly opaque: string } {
  const copied = value.kind === 'call' && value.callee.kind === 'member' && /^_?copy$/.test(value.callee.name);
  if (copied && value.callee.kind === 'member') return readColumnCall(value.callee.object, reader);
  if (!isColumn(value)) return { opaque: `the column is not known: ${unknownValue(value, reader).unknown}` };
  const parts = takeApart(value);
  const name = maybeString(parts.name, reader);
  if (!name || 'unknown' in name)
    return { opaque: `the column's name is not known: ${name ? name.unknown : 'it has none'}` };
  const inside = parts.items;
  const given = keyword(value, 'server_default');
  const serverDefault = given && readDefaultValue(given, reader);
  const identity =
    inside.find((item) => isCallOf(item, 'Identity')) ?? (isCallOf(given, 'Identity') ? given : undefined);
  const computed =
    inside.find((item) => isCallOf(item, 'Computed')) ?? (isCallOf(given, 'Computed') ? given : undefined);
  const clientDefault = keyword(value, 'default') ?? inside.find((item) => isCallOf(item, 'Sequence'));
  const foreignKeys = inside.flatMap((item) =>
    isCallOf(item, 'ForeignKey') ? (readForeignKey(item, [name.value], reader) ?? []) : [],
  );
  const type = parts.type ? readType(parts.type, reader) : { value: noType, span: value.call.span };
  return {
    span: value.call.span,
    name: name.value,
    nameSpan: name.span,
    type,
    nullable: maybeBoolean(keyword(value, 'nullable'), reader),
    primaryKey: isTrue(keyword(value, 'primary_key')),
    serverDefault:
      serverDefault && serverDefault.value !== null ? { ...serverDefault, value: serverDefault.value } : undefined,
    clientDefault: clientDefault?.span,
    ...(clientDefault && (plain(clientDefault) !== undefined || isSql(clientDefault))
      ? { clientDefaultIsSql: true }
      : {}),
    identity: identity && readIdentity(identity),
    computed: computed && readComputed(computed, reader),
    index: locatedBoolean(keyword(value, 'index')),
    unique: locatedBoolean(keyword(value, 'unique')),
    autoincrement: locatedBoolean(keyword(value, 'autoincrement')),
    foreignKeys,
    checks: [
      ...inside.flatMap((item) => (isCallOf(item, 'CheckConstraint') ? readCheck(item, reader) : [])),
      ...checkOfEnum(name.value, type),
    ],
    comment: maybeString(keyword(value, 'comment'), reader),
    call: reader.site(value.call, parts.names),
  };
}

/** The check that SQLAlchemy adds for an enum which is kept as text. */
function checkOfEnum(column: string, { value, span }: Located<DataType>): readonly CheckClause[] {
  const { constrained, name, labels } = value.enum ?? {};
  if (!constrained) return [];
  const sql = labels && `${quoteIdentifier(column)} IN (${labels.map(quoteLiteral).join(', ')})`;
  return [{ span, name: name === undefined ? undefined : { value: name, span }, sql, provesNotNull: [] }];
}

const noType: DataType = { name: undefined, modifiers: [], dimensions: 0, source: '' };

interface ColumnParts {
  readonly name: Value | undefined;
  readonly type: Value | undefined;
  /** Constraints, identities and the like. */
  readonly items: readonly Value[];
  /** Names of the positional arguments, for the site. */
  readonly names: readonly string[];
}

/** `Column(name, type, *items)`, where name or type may be keywords or missing. */
function takeApart(value: CallValue): ColumnParts {
  const rest = [...positional(value)];
  const names: string[] = [];
  let name = keyword(value, 'name');
  const [first] = rest;
  if (!name && first && !isSchemaItem(first) && !isType(first)) {
    name = first;
    rest.shift();
    names.push('name');
  }
  let type = keyword(value, 'type_');
  const [next] = rest;
  if (!type && next && !isSchemaItem(next)) {
    type = next;
    rest.shift();
    names.push('type_');
  }
  return { name, type, items: rest, names };
}

function isSchemaItem(value: Value): boolean {
  const name = calledName(value) ?? '';
  return (
    isConstraint(value) ||
    ['ForeignKey', 'Identity', 'Computed', 'Sequence', 'FetchedValue', 'DefaultClause'].includes(name)
  );
}

/** What `server_default=` means: null for None, undefined for what renders no DEFAULT. */
export function readDefaultValue(value: Value, reader: CallReader): Located<ServerDefault | null> | undefined {
  const { span } = value;
  if (value.kind === 'none') return { value: null, span };
  if (isCallOf(value, 'DefaultClause', 'ColumnDefault')) {
    const inner = parameter(value, 0, 'arg');
    return inner && readDefaultValue(inner, reader);
  }
  if (isCallOf(value, 'FetchedValue', 'Identity', 'Computed')) return undefined;
  const constant = plain(value);
  if (typeof constant === 'string') return { value: { kind: 'literal', text: constant, plain: true }, span };
  const source = reader.text.slice(span.start, span.end);
  if (constant !== undefined || value.kind === 'string') return { value: { kind: 'unknown', source }, span };
  const sql = sqlText(value, coreContext(reader.text));
  return { value: defaultOf(sql, source, reader.parser), span };
}

function readIdentity(value: Value): Located<Identity> | undefined {
  if (value.kind !== 'call') return undefined;
  const options = identityOptions(value);
  const always = isTrue(parameter(value, 0, 'always'));
  return { value: Object.keys(options).length === 0 ? { always } : { always, options }, span: value.span };
}

/** The sequence's options of `sa.Identity(…)`. */
function identityOptions(value: CallValue): SequenceOptions {
  const number = (name: string, index = -1) => {
    const given = index < 0 ? keyword(value, name) : parameter(value, index, name);
    return given?.kind === 'number' ? String(given.value) : undefined;
  };
  const [start, increment] = [number('start', 2), number('increment', 3)];
  const [minValue, maxValue, cache] = [number('minvalue'), number('maxvalue'), number('cache')];
  return {
    ...(start === undefined ? {} : { start }),
    ...(increment === undefined ? {} : { increment }),
    ...(minValue === undefined ? {} : { minValue }),
    ...(maxValue === undefined ? {} : { maxValue }),
    ...(cache === undefined ? {} : { cache }),
    ...(isTrue(keyword(value, 'cycle')) ? { cycle: true } : {}),
  };
}

function readComputed(value: Value, reader: CallReader): Located<Computed> | undefined {
  if (value.kind !== 'call') return undefined;
  const sqltext = parameter(value, 0, 'sqltext');
  const persisted = parameter(value, 1, 'persisted');
  const text = sqltext && sqlText(sqltext, coreContext(reader.text));
  const sql = text === undefined || text.holes.length > 0 ? undefined : text.value;
  return { value: { sql, stored: persisted?.kind === 'boolean' ? persisted.value : undefined }, span: value.span };
}
