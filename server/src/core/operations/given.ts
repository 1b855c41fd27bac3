/** Values of Python as operations hold them: known with their place, or unknown with a reason. */

import { plain, reasonOf } from '../python/constant.ts';
import type { Value } from '../python/value.ts';
import { longestName, sentName } from '../schema/default-names.ts';
import { firstBytes } from '../text/bytes.ts';
import type { Located } from '../text/span.ts';
import type { Maybe, MaybeName, TableName, Unknown } from './operation.ts';
import { schemaOf } from './unknown-schema.ts';

/** The text that values stand in, for reasons and sources. */
export interface SourceText {
  readonly text: string;
}

export function unknownValue(value: Value, { text }: SourceText): Unknown {
  const { span } = value;
  if (value.kind === 'unknown') return { unknown: value.reason, source: value.source, span };
  return { unknown: reasonOf(value, text), source: text.slice(span.start, span.end), span };
}

/** A string; undefined where it isn't given or `None`. */
export function maybeString(value: Value | undefined, source: SourceText): Maybe<string> | undefined {
  if (!value || value.kind === 'none') return undefined;
  const constant = plain(value);
  return typeof constant === 'string' ? { value: constant, span: value.span } : unknownValue(value, source);
}

/** The name of a constraint or index as the server keeps it; undefined where it isn't given or `None`. */
export function objectName(value: Value | undefined, source: SourceText): MaybeName | undefined {
  const name = maybeString(value, source);
  if (name === undefined || 'unknown' in name) return name;
  const isFinal = value?.kind === 'string' && value.final === true;
  const final = isFinal ? ({ final: true } as const) : {};
  const sent = firstBytes(sentName(name.value), longestName);
  if (sent === name.value) return { ...name, ...final };
  // What isn't marked as final is too long for SQLAlchemy by its characters, not its bytes.
  const isRefused = Array.from(name.value).length > longestName && !isFinal;
  return { ...name, value: sent, written: name.value, ...(isRefused ? { refused: true } : {}), ...final };
}

export function maybeBoolean(value: Value | undefined, source: SourceText): Maybe<boolean> | undefined {
  if (!value || value.kind === 'none') return undefined;
  const constant = plain(value);
  if (typeof constant === 'boolean') return { value: constant, span: value.span };
  return typeof constant === 'number' ? { value: constant !== 0, span: value.span } : unknownValue(value, source);
}

/** Whether a flag is certainly set. */
export function isTrue(value: Value | undefined): boolean {
  return value?.kind === 'boolean' && value.value;
}

/** A boolean with its place, where it is known. */
export function locatedBoolean(value: Value | undefined): Located<boolean> | undefined {
  return value?.kind === 'boolean' ? { value: value.value, span: value.span } : undefined;
}

export function locatedString(value: Value | undefined): Located<string> | undefined {
  const constant = value && plain(value);
  return value && typeof constant === 'string' ? { value: constant, span: value.span } : undefined;
}

/** A table from its name and schema; else why it isn't known. */
export function readTableName(
  name: Value | undefined,
  schema: Value | undefined,
  source: SourceText,
): TableName | { readonly opaque: string } {
  const table = maybeString(name, source);
  if (!name || !table) return { opaque: 'no table is named' };
  if ('unknown' in table) return { opaque: `the table's name is not known: ${table.unknown}` };
  const qualifier = maybeString(schema, source);
  if (!qualifier) return { name: table.value, span: table.span };
  const known = 'unknown' in qualifier ? schema && schemaOf(schema) : qualifier.value;
  // Python takes an empty schema for none.
  return known ? { schema: known, name: table.value, span: table.span } : { name: table.value, span: table.span };
}

export function isOpaque<T extends object>(
  reading: T | { readonly opaque: string },
): reading is { readonly opaque: string } {
  return 'opaque' in reading;
}
